import { z } from "zod";
import { WafMatchVariable, WafSelectorOperator } from "../components/gateway/waf-exclusion";
import { DataClassification } from "../components/shared/placement";
import { list, map, object, oneOf, prose, text, trueOrFalse, wholeNumber } from "./field";
import { jsonSchemaProblem } from "./json-schema";

export const hostName = text(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
    "a full host name in lower case without wildcard, for example orders-api.contoso.example",
);

const scopeName = text(
    /^(?!mcp\.)[a-z][a-z0-9-]{0,58}\.(read|write|execute)$/,
    "a tool group in lower-case letters, digits and hyphens other than mcp, then .read, .write or .execute, for example orders.read",
);

export const roleName = text(
    /^[A-Za-z][A-Za-z0-9.-]{0,119}$/,
    "1 to 120 letters, digits, dots and hyphens that begin with a letter, for example Orders.Manager",
);

/** Short name of an entry, in names of resources. */
export const label = text(
    /^[a-z](-?[a-z0-9]){0,19}$/,
    "1 to 20 lower-case letters, digits and single hyphens that begin with a letter",
);

export const serverName = text(
    /^[a-z](-?[a-z0-9]){1,39}$/,
    "2 to 40 lower-case letters, digits and single hyphens that begin with a letter, for example orders",
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

const scope = scopeName.optional();
const role = roleName.optional();

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
    scope: scope.describe("Scope that a call needs, one of `scopes`. Each tool has a scope or a role."),
    role: role.describe("Role that a call needs, one of `roles`. Each tool has a scope or a role."),
    callsPerMinute: wholeNumber(1, 6000, "calls per minute").describe("Rate limit of this tool for one user."),
    stepUp: trueOrFalse()
        .optional()
        .describe(
            "A call needs a fresh, stronger sign-in. Default: false. Must be true for a destructive tool: " +
                "one without `readOnlyHint: true` or `destructiveHint: false`.",
        ),
});

export const resource = object({
    uri: text(/^[a-z][a-z0-9+.-]*:[!-~]{1,2000}$/, "a URI with a scheme, for example orders://catalogue").describe(
        "URI in `resources/list`.",
    ),
    name: prose(100).describe("Name in `resources/list`."),
    title: prose(100).optional().describe("Name for people."),
    description: prose(2000).optional().describe("What the model reads when it chooses a resource."),
    mimeType: text(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/, "a media type, for example text/markdown")
        .optional()
        .describe("Media type."),
    scope: scope.describe("Scope that reading needs, one of `scopes`. Each resource has a scope or a role."),
    role: role.describe("Role that reading needs, one of `roles`. Each resource has a scope or a role."),
});

export const prompt = object({
    name: text(
        /^[A-Za-z0-9_.-]{1,128}$/,
        "1 to 128 letters, digits, underscores, hyphens and dots, for example complaint_reply",
    ).describe("Name in `prompts/list`. Two prompts of a server differ in more than upper and lower case."),
    title: prose(100).optional().describe("Name for people."),
    description: prose(2000).optional().describe("What the prompt is for."),
    arguments: list(
        object({
            name: text(/^[A-Za-z0-9_.-]{1,128}$/, "1 to 128 letters, digits, underscores, hyphens and dots").describe(
                "Name of the argument.",
            ),
            description: prose(500).optional().describe("What it is."),
            required: trueOrFalse().optional().describe("Whether it must be given. Protocol default: false."),
        }),
        "a list of arguments",
    )
        .optional()
        .describe("What the prompt takes. Default: nothing."),
    scope: scope.describe("Scope that getting it needs, one of `scopes`. Each prompt has a scope or a role."),
    role: role.describe("Role that getting it needs, one of `roles`. Each prompt has a scope or a role."),
});

/** One MCP server, the same in every environment: `stacks/servers/<name>.yaml`. */
export const serverDefinition = object({
    name: serverName.describe("Name of the server; the file has the same name."),
    title: prose(60).describe("Name for people."),
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
    resources: list(resource, "a list of resources")
        .optional()
        .describe(
            "Resources as the server's own `resources/list` returns them, each with the right that it needs. No other " +
                "may be read. Default: none.",
        ),
    prompts: list(prompt, "a list of prompts")
        .optional()
        .describe(
            "Prompts as the server's own `prompts/list` returns them, each with the right that it needs. No other may " +
                "be got. Default: none.",
        ),
    wafExclusions: map(
        label,
        object({
            rule: text(/^[0-9]{6}([0-9]{2})?$/, 'the id of a managed rule in quotes, for example "942430"').describe(
                "Managed rule of the web application firewall.",
            ),
            matchVariable: oneOf(Object.values(WafMatchVariable)).describe(
                "Kind of the part that it does not look at.",
            ),
            operator: oneOf(Object.values(WafSelectorOperator))
                .optional()
                .describe("How `selector` names the part. Default: Equals."),
            selector: text(/^[A-Za-z0-9_.:-]+$/, "the name of one part of the request, without wildcards").describe(
                "Name of the part, for example of an argument.",
            ),
            reason: text(/^(?=.*\S).{20,500}$/, "text of 20 to 500 characters").describe(
                "Why honest calls need it, and who reviewed that.",
            ),
        }),
        "a mapping of names to exclusions",
    )
        .optional()
        .describe(
            "Managed rules of the web application firewall that do not look at one part of requests, because honest " +
                "calls carry there what looks like an attack. Default: none.",
        ),
    streaming: trueOrFalse()
        .optional()
        .describe(
            "Whether the server may answer with server-sent events, whose content the gateway cannot check. " +
                "Default: false; the server must answer with JSON.",
        ),
    redactions: list(text(/\S/, "a regular expression"), "a list of different regular expressions")
        .optional()
        .describe(
            "Regular expressions, of JavaScript with the flag `u`, of what is redacted in results besides credentials, " +
                "for example numbers of bank accounts. Default: none.",
        ),
    onBehalfOf: trueOrFalse()
        .optional()
        .describe(
            "Whether the server gets tokens of the user, to call other APIs as the user. Default: false; it gets the " +
                "gateway's own, and learns who the user is.",
        ),
});

export type ServerDefinition = z.infer<typeof serverDefinition>;
export type Tool = z.infer<typeof tool>;
export type Resource = z.infer<typeof resource>;
export type Prompt = z.infer<typeof prompt>;
