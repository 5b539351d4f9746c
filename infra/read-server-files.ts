import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ServerFile } from "./parse-server-file";

const folder = "stacks/servers";

/**
 * The files of a project that define its MCP servers, in the order of their names; none when it has no servers yet.
 * Hidden files, which editors leave, and folders are not among them.
 */
export function readServerFiles(project: string): ServerFile[] {
    if (!existsSync(path.join(project, folder))) return [];
    return readdirSync(path.join(project, folder), { withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => `${folder}/${name}`)
        .sort()
        .map((file) => ({ path: file, text: readFileSync(path.join(project, file), "utf8") }));
}
