import { defineRule } from "../../engine";
import { examplePolicy, lines, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Statement } from "./policy-document";
import { headersIn, isOfToken, type Sources, sourcesOf } from "./policy-expression";
import { steps } from "./policy-steps";

const layers = 4;

// for the examples
const validation = '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />';
const oid = variable("oid", '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", "")');
const client = limit('context.Request.Headers.GetValueOrDefault("X-MCP-Client-Address", "")');
const user = limit('(string)context.Variables["oid"]');
const received = 'context.Request.Headers.GetValueOrDefault("Mcp-Session-Id", "")';
const session = variable(
    "session",
    `new HMACSHA256(Convert.FromBase64String((string)context.Variables["key"])).ComputeHash(Encoding.UTF8.GetBytes(${received})).ToString()`,
);
const bySession = limit('(string)context.Variables["session"]');
const tool = variable("tool", 'context.Request.Body.As<JObject>(preserveContent: true)["params"]["name"].ToString()');
const byTool = limit('(string)context.Variables["oid"] + "|" + (string)context.Variables["tool"]');

/**
 * A flood is stopped wherever it comes from: one address, one user, one session, one user with one tool.
 *
 * A key that its client chooses makes a new counter for each request. So a key is made of the validated token, of the
 * address of the client or of a session id whose signature was checked; something from the body may be added to that. The
 * address is in a header, because the gateway stands behind the edge, which overwrites that header.
 */
export default defineRule({
    id: "apim-rate-limit-layers",
    title: "Calls are limited by address, user, session and tool",
    severity: "high",
    level: "mandatory",
    practices: ["4.1", "4.2", "9.4"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    parameters: {
        edgeHeaders: {
            type: "array",
            items: { type: "string" },
            default: ["X-MCP-Client-Address"],
            description: "Request headers that the edge overwrites, whatever the client sent.",
        },
    },
    why: "One key leaves a way around the limit: many users of one address, many sessions of one user, one costly tool.",
    fix: `Have ${layers} policies rate-limit-by-key or quota-by-key in inbound, with counter-keys that differ and are expressions of the validated token, of the client's address and of the session id after its signature is checked; a request header only if edgeHeaders names it, nothing from the address of the request or new in each, and from the body only together with one of these. What a fragment does is not seen.`,
    check: (inputs, { parameters: { edgeHeaders } }) =>
        findingsInServer(inputs, (document) => {
            const keys = keysIn(document);
            const fixed = keys.filter((key) => isFixed(sourcesOf(document, key), edgeHeaders));
            const counted = new Set(fixed.map((key) => key.replace(/\s/g, "")));
            return [
                ...(fixed.length === keys.length ? [] : ["a counter-key is constant, or can be chosen by the client"]),
                ...(counted.size >= layers ? [] : [`calls are limited by ${counted.size} keys of ${layers}`]),
            ];
        }),
    examples: {
        compliant: [
            { inputs: policy(client, validation, oid, tool, session, user, bySession, byTool) },
            {
                inputs: policy(
                    limit("context.Request.IpAddress"),
                    validation,
                    oid,
                    user,
                    `<choose>${when("true", session, bySession)}</choose>`,
                    limit("context.Subscription.Id").replace("rate-limit", "quota"),
                ),
            },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
        ],
        violating: [
            policy(),
            policy(client, validation, oid, tool, user, byTool),
            policy(client, validation, oid, tool, user, user, byTool),
            policy(client, validation, oid, tool, user, user.replace("@(", "@( "), byTool),
            policy(client, validation, oid, tool, user, byTool, limit(received)),
            policy(client, validation, oid, tool, user, byTool, limit("context.RequestId")),
            policy(client, validation, oid, tool, user, byTool, limit('"all"')),
            policy(client, validation, oid, tool, session, user, bySession, limit('(string)context.Variables["tool"]')),
            policy(
                client,
                validation,
                oid,
                tool,
                user,
                byTool,
                limit(`(string)context.Variables["oid"] + ${received}`),
            ),
            policy(
                client,
                validation,
                oid,
                tool,
                user,
                byTool,
                limit('context.Request.IpAddress + context.Request.Url.Query.GetValueOrDefault("k", "")'),
            ),
            policy(client, validation, oid, tool, session, user, bySession, byTool, limit(received)),
            policy(
                ...[client, validation, oid, tool, session, user, bySession, byTool],
                limit('(string)context.Variables["oid"] + context.RequestId'),
            ),
        ].map((inputs) => ({ inputs })),
    },
});

function keysIn({ inbound }: PolicyDocument): string[] {
    return steps(inbound)
        .filter(({ statement }) => isLimit(statement))
        .map(({ statement }) => statement.attributes["counter-key"] ?? "");
}

function isLimit({ name }: Statement): boolean {
    return /^(rate-limit|quota)-by-key$/.test(name);
}

/** Whether a key means somebody, and the client cannot add to it what it likes. */
function isFixed(sources: Sources, edgeHeaders: readonly string[]): boolean {
    const { code } = sources;
    const trusted = edgeHeaders.map((name) => name.toLowerCase());
    const headers = headersIn(sources).filter((name) => !trusted.includes(name));
    const isSigned = /\bHMACSHA256\b/.test(code);
    const isSomebody =
        isOfToken(sources) || isSigned || somebody.test(code) || headersIn(sources).length > headers.length;
    return (
        isSomebody &&
        (isSigned || headers.length === 0) &&
        !/\b(Url|OriginalUrl|RequestId|NewGuid|Timestamp|Random)\b/.test(code)
    );
}

/** What API Management itself knows about the caller. */
const somebody = /\bcontext\s*\??\s*\.\s*(Request\s*\??\s*\.\s*IpAddress|Subscription|User)\b/;

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}

function limit(key: string): string {
    const escaped = key.replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    return `<rate-limit-by-key calls="60" renewal-period="60" counter-key="@(${escaped})" />`;
}
