/**
 * A problem when the text is not what `tools/list` returns: a list of tools with names and input schemas.
 * https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools
 */
export function toolDefinitionsProblem(text: string): string | undefined {
    const tools = parsed(text);
    if (!Array.isArray(tools) || tools.length === 0 || !tools.every(isTool)) {
        return "toolDefinitions is no list of tools; it must be JSON text of an array of at least one object with name and inputSchema.";
    }
    const names = tools.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    return twice === undefined ? undefined : `toolDefinitions has two tools "${twice}"; a tool has a name of its own.`;
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function isTool(tool: unknown): tool is { name: string } {
    const { name, inputSchema } = (tool ?? {}) as Record<string, unknown>;
    return typeof name === "string" && name !== "" && typeof inputSchema === "object" && inputSchema !== null;
}
