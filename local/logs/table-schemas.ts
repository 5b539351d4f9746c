import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Columns, scalarTypes } from "../kql/schema";

const folder = join(__dirname, "table-schemas");

const scalarType = z.enum(scalarTypes);
const schemaFile = z.strictObject({ source: z.url(), columns: z.record(z.string(), scalarType) });

/**
 * Columns of the tables of a workspace by the name of the table, complete as Microsoft's page of each table lists them,
 * which its file `table-schemas/<Table>.yaml` names as `source`.
 */
export function tableSchemas(): Record<string, Columns> {
    schemas ??= readSchemas();
    return schemas;
}

let schemas: Record<string, Columns> | undefined;

function readSchemas(): Record<string, Columns> {
    const files = readdirSync(folder).sort();
    return Object.fromEntries(files.map((file) => [basename(file, ".yaml"), columnsIn(join(folder, file))]));
}

function columnsIn(file: string): Columns {
    return schemaFile.parse(parse(readFileSync(file, "utf8"))).columns;
}
