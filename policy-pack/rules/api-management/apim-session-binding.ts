import { defineRule } from "../../engine";
import { attribute, examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Statement } from "./policy-document";
import { isOfHeader, isOfToken, type Sources, sourcesOf } from "./policy-expression";
import { actionOf, isHeader, refusals, steps, textsOf } from "./policy-steps";

const header = "mcp-session-id";

// for the examples
const received = 'context.Request.Headers.GetValueOrDefault("Mcp-Session-Id", "")';
const bound =
    '(string)context.Variables["oid"] + (string)context.Variables["azp"] + (string)context.Variables["epoch"]';
const known = [
    '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />',
    ...["oid", "azp"].map((claim) =>
        variable(claim, `((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("${claim}", "")`),
    ),
    ...["session-key-current", "session-key-previous", "session-epoch"].map(
        (name) => `<set-variable name="${name.replace("session-", "")}" value="{{${name}}}" />`,
    ),
];
const unwrapped = variable(
    "session",
    `${["key-current", "key-previous"].map((key) => mac(key, received)).join(" + ")} + DateTimeOffset.UtcNow.ToUnixTimeSeconds()`,
);
const unknown = `<choose>${when('(string)context.Variables["session"] == ""', refusal(404))}</choose>`;
const toServer = set('(string)context.Variables["session"]');
const toClient = set(mac("key-current", 'context.Response.Headers.GetValueOrDefault("Mcp-Session-Id", "")'));
const removed = '<set-header name="Mcp-Session-Id" exists-action="delete" />';

/**
 * The id of a session is good for the user and the client that began it, for some time, and until responders end it.
 *
 * The gateway keeps no state: it hands out the id of the server together with an HMAC over user, client and epoch, and
 * takes it only with that HMAC. A server without sessions loses the header in both directions.
 */
export default defineRule({
    id: "apim-session-binding",
    title: "Sessions are bound to user and client",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-4", "7.4", "8.1", "8.2", "8.3"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/api-management-policy-expressions",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "Whoever learns the id of a session continues it as its user, with what the server remembers of that user.",
    fix: "In inbound, verify Mcp-Session-Id by an HMACSHA256 over claims of the validated token with a current and a previous key and an epoch from three named values, and its age by DateTimeOffset UtcNow; refuse with status 404 what fails, and set the header to the verified id. In outbound, set it to the id with such an HMAC. Or delete the header directly in both sections. What a fragment does is not seen.",
    check: (inputs) =>
        findingsInServer(inputs, (document) => {
            if (isWithoutSessions(document)) return [];
            const { inbound, outbound } = document;
            const verified = refusals(inbound).some(
                ({ decides, status }) =>
                    status === "404" && decides.every((condition) => isVerified(sourcesOf(document, condition))),
            );
            return [
                ...(verified
                    ? []
                    : [
                          "a session id is not refused with status 404 when its HMAC over user, client and epoch is wrong or old",
                      ]),
                ...(areBound(inbound, document) ? [] : ["the server gets a session id that nobody has verified"]),
                ...(areBound(outbound, document)
                    ? []
                    : ["the client gets a session id that is not bound to it by an HMAC"]),
            ];
        }),
    examples: {
        compliant: [
            { inputs: policy([...known, unwrapped, unknown, toServer], [toClient]) },
            {
                inputs: policy(
                    [
                        ...known,
                        unwrapped,
                        `<choose>${when("true", unknown, toServer)}<otherwise>${removed}</otherwise></choose>`,
                    ],
                    [`<choose>${when("true", toClient)}<otherwise>${removed}</otherwise></choose>`],
                ),
            },
            { inputs: policy([removed], [removed]) },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
        ],
        violating: [
            policy([], []),
            policy([removed], []),
            policy([], [removed]),
            policy([...known, unwrapped, unknown, toServer], []),
            policy([...known, unwrapped, unknown], [toClient]),
            policy([...known, unwrapped, toServer], [toClient]),
            policy([...known, unwrapped, unknown.replace("404", "400"), toServer], [toClient]),
            policy([...known, unwrapped.replaceAll("HMACSHA256", "SHA256"), unknown, toServer], [toClient]),
            policy([...known, unwrapped.replaceAll("Mcp-Session-Id", "X-Session"), unknown, toServer], [toClient]),
            // of nobody
            policy([...known.slice(1), unwrapped, unknown, toServer], [toClient]),
            // never changes
            policy([...known.slice(0, -1), unwrapped, unknown, toServer], [toClient]),
            // never ends
            policy([...known, unwrapped.replace("UtcNow", "MinValue"), unknown, toServer], [toClient]),
            policy([...known, unwrapped, unknown, toServer, set(received)], [toClient]),
            policy(
                [...known, unwrapped, unknown, toServer],
                [toClient, set('context.Response.Headers.GetValueOrDefault("Mcp-Session-Id", "")')],
            ),
            policy([...known, unwrapped, unknown, toServer, toServer.replace("override", "append")], [toClient]),
            policy([...known, unwrapped, unknown, removed], [removed.replace("delete", "skip")]),
        ].map((inputs) => ({ inputs })),
    },
});

function isWithoutSessions({ inbound, outbound }: PolicyDocument): boolean {
    return [inbound, outbound].every((section) =>
        section.some((statement) => isSession(statement) && actionOf(statement) === "delete"),
    );
}

/** Whether a condition follows from the signature and the age of the id that came. */
function isVerified(sources: Sources): boolean {
    const namedValues = new Set(sources.code.match(/\{\{[\w.-]+\}\}/g));
    return isSigned(sources) && isOfHeader(sources, header) && namedValues.size >= 3 && /\bUtcNow\b/.test(sources.code);
}

function isSigned(sources: Sources): boolean {
    return isOfToken(sources) && /\bHMACSHA256\b/.test(sources.code);
}

/** Whether the header is set to an id with a signature, and to nothing else. */
function areBound(section: readonly Statement[], document: PolicyDocument): boolean {
    const kept = steps(section)
        .map(({ statement }) => statement)
        .filter((statement) => isSession(statement) && actionOf(statement) !== "delete");
    const isSafe = (statement: Statement) =>
        actionOf(statement) === "override" && isSigned(sourcesOf(document, textsOf(statement).join("\n")));
    return kept.length > 0 && kept.every(isSafe);
}

function isSession(statement: Statement): boolean {
    return isHeader(statement, header);
}

function policy(inbound: readonly string[], outbound: readonly string[]) {
    return examplePolicy({ inbound: lines(...inbound), outbound: lines(...outbound) });
}

function mac(key: string, id: string): string {
    return `Convert.ToBase64String(new HMACSHA256(Convert.FromBase64String((string)context.Variables["${key}"])).ComputeHash(Encoding.UTF8.GetBytes(${bound} + ${id})))`;
}

function set(code: string): string {
    return `<set-header name="Mcp-Session-Id" exists-action="override"><value>${attribute(`@(${code})`)}</value></set-header>`;
}
