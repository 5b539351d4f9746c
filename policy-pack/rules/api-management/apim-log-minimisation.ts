import { defineRule, unless } from "../../engine";

const messages = ["frontend.request", "frontend.response", "backend.request", "backend.response"];
const requests = messages.filter((message) => message.endsWith("request"));
const queryParams = (message: string) => `${message}.dataMasking.queryParams`;

/** Names of headers whose value lets in whoever has it. */
const credentials = [
    ...["authorization", "cookie", "mcp-session-id", "ocp-apim-subscription-key", "proxy-authorization", "set-cookie"],
    "x-mcp-signature",
];

interface Message {
    body?: { bytes?: number };
    headers?: string[];
    dataMasking?: { queryParams?: { value?: string; mode?: string }[] };
}

/**
 * Diagnostics say that a call came and how it ended, and nothing of what was in it.
 *
 * Traces of policies are of severity information, so that verbosity may be "information"; "verbose" adds what policies
 * do with each value. The masking of headers is not asked for, because none that matter may be logged at all.
 */
export default defineRule({
    id: "apim-log-minimisation",
    title: "Logs of API Management hold no content and no credentials",
    severity: "high",
    level: "mandatory",
    practices: ["5.3", "PP-1"],
    references: {},
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-howto-use-azure-monitor",
    types: ["apimanagement:Diagnostic", "apimanagement:ApiDiagnostic"],
    reads: [
        ...messages.flatMap((message) => [`${message}.body.bytes`, `${message}.headers`]),
        ...requests.map(queryParams),
        "verbosity",
        "logClientIp",
    ],
    optional: [...messages.map((message) => `${message}.headers`), "verbosity", "logClientIp"],
    parameters: {
        logClientAddress: {
            type: "boolean",
            default: false,
            description:
                "Whether the address of the caller may be logged, which is personal data. Behind the edge it is the edge's own.",
        },
    },
    why: "Arguments and results of tools are what the servers protect, and a log of tokens is a log of open sessions; one byte of a body also makes the gateway hold a stream back.",
    fix: 'Set body.bytes to 0 and headers to none of the credentials in frontend and backend, request and response, and dataMasking.queryParams of both requests to value "*" with mode "Hide"; set verbosity to "information" or "error", and logClientIp to false.',
    check: (diagnostic, { parameters: { logClientAddress } }) => [
        ...messages.flatMap((message) => {
            const { body, headers = [] } = messageOf(diagnostic, message);
            return [
                ...unless(body?.bytes === 0, `${message}.body.bytes`, "content is logged"),
                ...unless(
                    !headers.some((name) => credentials.includes(name.toLowerCase())),
                    `${message}.headers`,
                    "credentials are logged",
                ),
            ];
        }),
        ...requests.flatMap((message) => {
            const masks = messageOf(diagnostic, message).dataMasking?.queryParams ?? [];
            return unless(
                masks.some(({ value, mode }) => value === "*" && ["Hide", "Mask"].includes(mode ?? "")),
                queryParams(message),
                "what stands in the query of an address is logged",
            );
        }),
        ...unless(diagnostic.verbosity !== "verbose", "verbosity", "values that policies handle are logged"),
        ...unless(logClientAddress || diagnostic.logClientIp !== true, "logClientIp", "addresses of people are logged"),
    ],
    examples: {
        compliant: [
            { inputs: diagnostic({}) },
            {
                type: "apimanagement:ApiDiagnostic",
                inputs: { ...diagnostic({ headers: ["Content-Type"] }), verbosity: "information", logClientIp: false },
            },
        ],
        violating: [
            // a token in the log
            { inputs: diagnostic({ headers: ["Authorization"] }) },
            { inputs: diagnostic({ headers: ["content-type", "mcp-session-id"] }) },
            { inputs: diagnostic({ body: { bytes: 8192 } }) },
            { type: "apimanagement:ApiDiagnostic", inputs: diagnostic({ body: {} }) },
            { inputs: diagnostic({ dataMasking: { queryParams: [{ value: "token", mode: "Hide" }] } }) },
            { inputs: diagnostic({ dataMasking: { queryParams: [{ value: "*" }] } }) },
            { inputs: diagnostic({ dataMasking: {} }) },
            { inputs: { ...diagnostic({}), verbosity: "verbose" } },
            { inputs: { ...diagnostic({}), logClientIp: true } },
            { inputs: { verbosity: "information" } },
        ],
    },
});

function messageOf(diagnostic: Record<string, Record<string, Message>>, message: string): Message {
    const [side = "", direction = ""] = message.split(".");
    return diagnostic[side]?.[direction] ?? {};
}

function diagnostic(changes: Message) {
    const message = {
        body: { bytes: 0 },
        headers: [],
        dataMasking: { queryParams: [{ value: "*", mode: "Hide" }] },
        ...changes,
    };
    return {
        frontend: { request: message, response: message },
        backend: { request: message, response: message },
    };
}
