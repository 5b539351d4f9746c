import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** A query in the language of the log, `<name>.kql`, with what is said of it, `<name>.yaml`. */
export interface QueryFile<Metadata> {
    name: string;
    metadata: Metadata;
    query: string;
}

/**
 * The queries of a folder beside this file, in the order of their names.
 *
 * @throws when a file of the two is missing, or when the metadata is not as it must be.
 */
export function readQueryFiles<Metadata>(folder: string, schema: z.ZodType<Metadata>): QueryFile<Metadata>[] {
    const directory = join(__dirname, folder);
    const names = [...new Set(readdirSync(directory).map((file) => basename(basename(file, ".kql"), ".yaml")))];
    return names.sort().map((name) => {
        const file = join(directory, name);
        const metadata = schema.safeParse(parse(readFileSync(`${file}.yaml`, "utf8")));
        if (!metadata.success) throw new Error(`${folder}/${name}.yaml: ${z.prettifyError(metadata.error)}`);
        return { name, metadata: metadata.data, query: readFileSync(`${file}.kql`, "utf8").trim() };
    });
}
