import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { unlessMissing } from "../missing-file";
import { Failure, messageOf } from "../report/failure";
import type { McpServerDefinition } from "./definition";

const objectSchema = z.looseObject({ type: z.literal("object") });
const shown = { title: z.string().optional(), description: z.string().optional() };

/** What a server itself knows of its definition; rights and limits are for the gateway. */
const definition = z.object({
    name: z.string(),
    title: z.string(),
    tools: z.array(
        z.object({
            ...shown,
            name: z.string(),
            description: z.string(),
            inputSchema: objectSchema,
            outputSchema: objectSchema.optional(),
            annotations: z.record(z.string(), z.unknown()).optional(),
        }),
    ),
    resources: z
        .array(z.object({ ...shown, uri: z.string(), name: z.string(), mimeType: z.string().optional() }))
        .default([]),
    prompts: z
        .array(
            z.object({
                ...shown,
                name: z.string(),
                arguments: z
                    .array(z.object({ ...shown, name: z.string(), required: z.boolean().optional() }))
                    .optional(),
            }),
        )
        .default([]),
    streaming: z.boolean().default(false),
});

/**
 * What the MCP servers of a project offer, by name: the files in `servers/` beside its stack files.
 *
 * @throws Failure that lists what is wrong with all of them.
 */
export async function readDefinitions(stackFolder: string): Promise<Map<string, McpServerDefinition>> {
    const folder = join(stackFolder, "servers");
    const names = (await readdir(folder).catch(unlessMissing([]))).filter((name) => /^[^.].*\.yaml$/.test(name)).sort();
    const problems: string[] = [];
    const definitions = new Map<string, McpServerDefinition>();
    for (const name of names) {
        const file = join(folder, name);
        const result = definition.safeParse(parsed(await readFile(file, "utf8"), file));
        if (result.success) definitions.set(result.data.name, result.data);
        else
            problems.push(
                ...result.error.issues.map((issue) => `${file}: ${issue.path.join(".") || "(file)"}: ${issue.message}`),
            );
    }
    if (problems.length > 0) throw new Failure(["Servers cannot be run from these:", ...problems].join("\n"));
    return definitions;
}

function parsed(text: string, file: string): unknown {
    try {
        return parse(text);
    } catch (error) {
        throw new Failure(`${file} is no YAML: ${messageOf(error)}`);
    }
}
