import { defineRule } from "../../engine";
import { examplePolicy, lines, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Statement } from "./policy-document";
import { isOfHeader, isValidation, sourcesOf } from "./policy-expression";
import { steps, textsOf } from "./policy-steps";

// for the examples
const validation = '<validate-azure-ad-token tenant-id="{{tenant-id}}" header-name="Authorization" />';
const session = variable("session", 'context.Request.Headers.GetValueOrDefault("Mcp-Session-Id", "")');
const ofSession = "@((string)context.Variables[&quot;session&quot;])";

/** A session belongs to a user and stands for none: whoever knows its id has still to show a token. */
export default defineRule({
    id: "apim-no-session-auth",
    title: "A session never stands for a token",
    severity: "critical",
    level: "mandatory",
    practices: ["MUST-2", "8.2"],
    references: { mcsb: ["IM-1"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "Ids of sessions are in logs and in the memory of every client: as a credential, each is a password that never changes.",
    fix: "Put validate-azure-ad-token or validate-jwt directly into inbound, where no branch leads around it, and look nothing up in the cache by Mcp-Session-Id.",
    check: (inputs) =>
        findingsInServer(inputs, (document) => [
            ...(document.inbound.some(isValidation)
                ? []
                : ["the token is not checked on every request: no validation stands directly in inbound"]),
            ...(steps(document.inbound).some(({ statement }) => remembers(statement, document))
                ? ["a cache answers by the id of a session, which its client chooses"]
                : []),
        ]),
    examples: {
        compliant: [
            { inputs: policy(validation) },
            {
                inputs: policy(
                    validation,
                    session,
                    '<cache-lookup-value key="catalogue" variable-name="catalogue" />',
                    `<set-header name="Mcp-Session-Id" exists-action="override"><value>${ofSession}</value></set-header>`,
                ),
            },
        ],
        violating: [
            policy(),
            policy(
                session,
                `<choose>${when('(string)context.Variables["session"] == ""', validation)}</choose>`,
                `<set-header name="X-User" exists-action="override"><value>${ofSession}</value></set-header>`,
            ),
            policy(
                session,
                `<cache-lookup-value key="${ofSession}" variable-name="user" />`,
                `<choose>${when('!context.Variables.ContainsKey("user")', validation)}</choose>`,
            ),
            policy(validation, session, `<cache-lookup-value key="${ofSession}" variable-name="rights" />`),
        ].map((inputs) => ({ inputs })),
    },
});

function remembers(statement: Statement, document: PolicyDocument): boolean {
    if (!statement.name.startsWith("cache-lookup")) return false;
    return textsOf(statement).some((text) => isOfHeader(sourcesOf(document, text), "mcp-session-id"));
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}
