import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ServerFile } from "./parse-server-file";

const project = path.join(__dirname, "..");
const folder = "stacks/servers";

/** The files that define the MCP servers, in the order of their names. Hidden ones, which editors leave, are not. */
export function readServerFiles(): ServerFile[] {
    return readdirSync(path.join(project, folder))
        .filter((name) => !name.startsWith("."))
        .sort()
        .map((name) => `${folder}/${name}`)
        .map((file) => ({ path: file, text: readFileSync(path.join(project, file), "utf8") }));
}
