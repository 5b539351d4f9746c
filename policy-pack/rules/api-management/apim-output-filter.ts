import { defineRule } from "../../engine";
import { examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Statement } from "./policy-document";
import { sourcesOf } from "./policy-expression";
import { partsOf, refusals, steps, textsOf } from "./policy-steps";

// for the examples
const redacted =
    '<set-body>@(Regex.Replace(context.Response.Body.As&lt;string&gt;(preserveContent: true), "AKIA[A-Z2-7]{16}", "[redacted]"))</set-body>';
const native =
    '<llm-content-safety backend-id="content-safety"><categories><category name="Hate" threshold="4" /></categories></llm-content-safety>';
const severity = '((IResponse)context.Variables["harm"]).Body.As<JObject>()["categoriesAnalysis"][0]["severity"]';
const analysed = [
    '<send-request mode="new" response-variable-name="harm"><set-url>{{content-safety-endpoint}}contentsafety/text:analyze?api-version=2024-09-01</set-url></send-request>',
    `<choose>${when(`(int)${severity} >= 4`, refusal(502))}</choose>`,
];

/**
 * What a tool returns loses secrets and personal data, and is refused above a threshold of harm.
 *
 * An event stream cannot be read without holding it back (see apim-stream-safe), so that the rule asks for results that
 * are none. Whether the patterns are the right ones is not seen.
 */
export default defineRule({
    id: "apim-output-filter",
    title: "Results lose secrets, and are refused when they harm",
    severity: "high",
    level: "mandatory",
    practices: ["1.4", "9.3", "PP-1"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/set-body-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "A tool returns what its sources hold: a key in a file, data of another customer, a text that was written to hurt.",
    fix: "In outbound, set the body to the body of the response after Regex.Replace with patterns of secrets and personal data; and have llm-content-safety with categories, or call text:analyze by send-request and refuse by the severity in its answer. What a fragment does is not seen.",
    check: (inputs) =>
        findingsInServer(inputs, (document) => [
            ...(steps(document.outbound).some(({ statement }) => redacts(statement, document))
                ? []
                : ["secrets in a result reach the client"]),
            ...(document.outbound.some(hasThresholds) || refusesHarm(document)
                ? []
                : ["results have no threshold of harm"]),
        ]),
    examples: {
        compliant: [
            { inputs: policy(`<choose>${when("true", redacted)}</choose>`, native) },
            {
                inputs: policy(
                    variable("text", 'Regex.Replace(context.Response.Body.As<string>(), "AKIA", "")'),
                    '<set-body>@((string)context.Variables["text"])</set-body>',
                    ...analysed,
                    `<choose>${when("context.Response.StatusCode == 404", refusal(404))}</choose>`,
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
            policy(redacted),
            policy(native),
            policy(redacted.replace("Regex.Replace", "string.Concat"), native),
            policy(redacted.replace("context.Response.Body", "context.Request.Body"), native),
            policy(redacted.replaceAll("set-body", "set-method"), native),
            policy(redacted, native.replace(/<category .*\/>/, "")),
            policy(redacted, `<choose>${when("true", native)}</choose>`),
            policy(
                redacted,
                native
                    .replace("llm-content-safety", "llm-token-limit")
                    .replace("/llm-content-safety", "/llm-token-limit"),
            ),
            policy(redacted, analysed[0] ?? ""),
            policy(redacted, analysed[1] ?? ""),
            policy(redacted, ...analysed.map((each) => each.replace("severity", "category"))),
            policy(redacted, ...analysed.map((each) => each.replace("text:analyze", "text:detect"))),
        ].map((inputs) => ({ inputs })),
    },
});

function redacts(statement: Statement, document: PolicyDocument): boolean {
    if (statement.name !== "set-body") return false;
    const { code } = sourcesOf(document, textsOf(statement).join("\n"));
    return /\bRegex\s*\.\s*Replace\b/.test(code) && /\bResponse\s*\??\s*\.\s*Body\b/.test(code);
}

function hasThresholds(statement: Statement): boolean {
    return statement.name === "llm-content-safety" && partsOf(statement, "category").length > 0;
}

/** Whether a result is refused by the severity that text analysis found. */
function refusesHarm(document: PolicyDocument): boolean {
    const sources = refusals(document.outbound).flatMap(({ decides }) =>
        decides.map((each) => sourcesOf(document, each)),
    );
    return sources.some(
        ({ code, setters }) => code.includes('"severity"') && setters.some((setter) => analyses(setter, document)),
    );
}

function analyses(call: Statement, document: PolicyDocument): boolean {
    const [url] = partsOf(call, "set-url");
    return sourcesOf(document, url?.text ?? "").code.includes("text:analyze");
}

function policy(...statements: string[]) {
    return examplePolicy({ outbound: lines(...statements) });
}
