import { defineRule } from "../../engine";
import { examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads } from "./policy-document";
import { isOfHeader, sourcesOf } from "./policy-expression";
import { refusals } from "./policy-steps";

/** The version of the protocol whose practices this pack is about. */
const version = "2025-11-25";

// for the examples
const header = 'context.Request.Headers.GetValueOrDefault("MCP-Protocol-Version", "")';
const isUnknown = `context.Request.Headers.ContainsKey("MCP-Protocol-Version") && !"${version} 2026-07-28".Split(' ').Contains(${header})`;

/** Whoever speaks another version of the protocol is told so, instead of being understood by chance. */
export default defineRule({
    id: "apim-protocol-version",
    title: "Unknown versions of the protocol are refused",
    severity: "medium",
    level: "mandatory",
    practices: ["3.4"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/choose-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "Versions differ in what must be checked: a version that the gateway does not know is one whose requests it cannot read.",
    fix: `In inbound, refuse with status 400 a header MCP-Protocol-Version that is not on a list, which has ${version} on it. What a fragment does is not seen.`,
    check: (inputs) =>
        findingsInServer(inputs, (document) =>
            refusals(document.inbound).some(({ decides, status }) => status === "400" && areAbout(decides, document))
                ? []
                : [`an MCP-Protocol-Version that is not on a list with ${version} is not refused with status 400`],
        ),
    examples: {
        compliant: [
            policy(`<choose>${when(isUnknown, refusal(400))}</choose>`),
            policy(
                `<set-variable name="versions" value="${version} 2026-07-28" />`,
                variable("isKnown", `((string)context.Variables["versions"]).Split(' ').Contains(${header})`),
                `<choose>${when('(bool)context.Variables["isKnown"]')}<otherwise>${refusal(400)}</otherwise></choose>`,
            ),
            examplePolicy({ inbound: '<return-response><set-status code="200" /></return-response><base />' }),
        ].map((inputs) => ({ inputs })),
        violating: [
            policy(),
            policy(`<choose>${when(isUnknown, refusal(500))}</choose>`),
            policy(`<choose>${when(isUnknown.replace(version, "2024-11-05"), refusal(400))}</choose>`),
            policy(`<choose>${when(`context.Request.Method == "${version}"`, refusal(400))}</choose>`),
            policy(`<choose>${when(`"{{environment}}" == "dev"`)}<otherwise>${refusal(400)}</otherwise></choose>`),
            policy(`<choose><otherwise>${refusal(400)}</otherwise></choose>`),
        ].map((inputs) => ({ inputs })),
    },
});

function areAbout(conditions: readonly string[], document: PolicyDocument): boolean {
    const sources = conditions.map((condition) => sourcesOf(document, condition));
    return (
        sources.every((source) => isOfHeader(source, "mcp-protocol-version")) &&
        sources.some(({ code }) => code.includes(version))
    );
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}
