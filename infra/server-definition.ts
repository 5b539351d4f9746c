import { z } from "zod";
import { DataClassification } from "../components/shared/placement";
import { list, map, object, oneOf, prose, text, trueOrFalse, wholeNumber } from "./field";
import { jsonSchemaProblem } from "./json-schema";

const hostName = text(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
    "a full host name in lower case without wildcard, for example orders-api.contoso.example",
);

const scopeName = text(
    /^[a-z][a-z0-9-]{0,58}\.(read|write|execute)$/,
    "a tool group in lower-case letters, digits and hyphens, then .read, .write or .execute, for example orders.read",
);

const roleName = text(
    /^[A-Za-z][A-Za-z0-9.-]{0,119}$/,
    "1 to 120 letters, digits, dots and hyphens that begin with a letter, for example Orders.Manager",
);

const right = object({
    title: prose(100).describe("What the consent page, or the list of roles, calls it."),
    description: prose(500).describe("What it allows, for the person who grants it."),
});

const schemaRule = "a JSON Schema 2020-12 of an object";
const objectType = z.literal("object", { error: '"object"' });

function jsonSchema<T extends z.ZodRawShape>(required: T) {
    return z
        .looseObject(required, { error: schemaRule })
        .superRefine((schema, context) => {
            const problem = jsonSchemaProblem(schema);
            if (problem) context.addIssue({ code: "custom", message: `is not a JSON Schema 2020-12: ${problem}` });
        })
        .meta({ rule: schemaRule });
}

export const tool = object({
    // https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names
    name: text(
        /^[A-Za-z0-9_.-]{1,128}$/,
        "1 to 128 letters, digits, underscores, hyphens and dots, for example get_order",
    ).describe("Name in `tools/list`. Two tools of a server differ in more than upper and lower case."),
    title: prose(100).optional().describe("Name for people."),
    description: prose(2000).describe("What the model reads when it chooses a tool."),
    inputSchema: jsonSchema({
        type: objectType,
        additionalProperties: z.literal(false, {
            error: "false, so that a call with an argument that is not declared is refused",
        }),
    }).describe("Arguments. `additionalProperties` must be false: a call with an undeclared argument is refused."),
    outputSchema: jsonSchema({ type: objectType }).optional().describe("Structured result."),
    annotations: object({
        title: prose(100).optional().describe("Name for people, in older versions of the protocol."),
        readOnlyHint: trueOrFalse().optional().describe("The tool changes nothing. Protocol default: false."),
        destructiveHint: trueOrFalse().optional().describe("The tool may destroy something. Protocol default: true."),
        idempotentHint: trueOrFalse().optional().describe("A repeated call changes nothing. Protocol default: false."),
        openWorldHint: trueOrFalse().optional().describe("The tool reaches other systems. Protocol default: true."),
    })
        .optional()
        .describe("The server's hints about the tool."),
    scope: scopeName.optional().describe("Scope that a call needs, one of `scopes`. Each tool has a scope or a role."),
    role: roleName.optional().describe("Role that a call needs, one of `roles`. Each tool has a scope or a role."),
    callsPerMinute: wholeNumber(1, 6000, "calls per minute").describe("Rate limit of this tool for one user."),
    stepUp: trueOrFalse()
        .optional()
        .describe(
            "A call needs a fresh, stronger sign-in. Default: false. Must be true for a destructive tool: " +
                "one without `readOnlyHint: true` or `destructiveHint: false`.",
        ),
});

/** One MCP server, the same in every environment: `stacks/servers/<name>.yaml`. */
export const serverDefinition = object({
    name: text(
        /^[a-z](-?[a-z0-9]){1,39}$/,
        "2 to 40 lower-case letters, digits and single hyphens that begin with a letter, for example orders",
    ).describe("Name of the server; the file has the same name."),
    title: prose(100).describe("Name for people."),
    dataClassification: oneOf(Object.values(DataClassification)).describe(
        "Most sensitive data that the tools handle; not above that of the environment.",
    ),
    egress: list(hostName, "a list of different host names").describe(
        "Hosts that the server may call, on port 443. It may call no other.",
    ),
    scopes: map(scopeName, right, "a mapping of scope names to title and description").describe(
        "Rights that a user delegates to a client.",
    ),
    roles: map(roleName, right, "a mapping of role names to title and description")
        .optional()
        .describe("Rights that an administrator assigns to groups or applications."),
    tools: list(tool, "a list of at least one tool", 1).describe(
        "Tools as the server's own `tools/list` returns them, each with the right that it needs. No other tool may be called.",
    ),
});

export type ServerDefinition = z.infer<typeof serverDefinition>;
export type Tool = z.infer<typeof tool>;
