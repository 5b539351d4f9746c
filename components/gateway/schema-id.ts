import { createHash } from "node:crypto";

/**
 * Name of the schema of a tool. Names of tools differ in case only and may hold what names in ARM must not, so that a
 * hash stands for them.
 */
export function schemaIdOf(server: string, tool: string): string {
    return `${server}-${createHash("sha256").update(tool).digest("hex").slice(0, 16)}`;
}
