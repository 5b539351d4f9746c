import type { ObjectSchema, ToolDefinition } from "../mcp-servers/definition";
import type { Value } from "../provider/provider";
import { isObject, textsAt, valueAt } from "../provider/values";

/**
 * The tool whose calls a deployed schema describes, as its server may have defined it: backwards what
 * components/gateway/policy/tool-schema.ts makes. Titles, descriptions and schemas of results are not deployed.
 *
 * @returns undefined when the schema is not of calls of a tool.
 */
export function toolDefinition(schema: Value): ToolDefinition | undefined {
    const [name] = textsAt(schema, "properties.params.properties.name.enum");
    const definitions = valueAt(schema, "definitions");
    if (name === undefined || !isObject(definitions) || !isObject(definitions.arguments)) return undefined;
    const { arguments: given, ...others } = definitions;
    const $defs = Object.entries(others).map(([key, each]) => [key.replace(/^arguments\./, ""), modern(each)]);
    const inputSchema: ObjectSchema = { ...modernObject(given), type: "object" };
    return {
        name,
        description: name,
        inputSchema: $defs.length === 0 ? inputSchema : { ...inputSchema, $defs: Object.fromEntries($defs) },
    };
}

/** A schema of draft 4 in the words of draft 2020-12. */
function modern(value: Value): Value {
    if (Array.isArray(value)) return value.map(modern);
    return isObject(value) ? modernObject(value) : value;
}

function modernObject(schema: Record<string, Value>): Record<string, Value> {
    // a list of items shows that this is a schema, and no map of properties
    const isTuple = Array.isArray(schema.items);
    return Object.fromEntries(
        Object.entries(schema).map(([key, value]) => {
            if (key === "$ref" && typeof value === "string") return [key, modernReference(value)];
            // the end in words that .NET reads alike
            if (key === "pattern" && typeof value === "string") return [key, value.replaceAll("(?![\\s\\S])", "$")];
            if (isTuple && key === "items") return ["prefixItems", modern(value)];
            return [isTuple && key === "additionalItems" ? "items" : key, modern(value)];
        }),
    );
}

function modernReference(reference: string): string {
    return reference.replace(/^#\/definitions\/arguments(\.?)/, (_, dot) => (dot === "" ? "#" : "#/$defs/"));
}
