import { defineRule } from "../../engine";
import { examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads, type Section, type Statement } from "./policy-document";
import { sourcesOf } from "./policy-expression";
import { type Ending, partsOf, refusals, steps } from "./policy-steps";

// for the examples
const native = '<llm-content-safety backend-id="content-safety" shield-prompt="true" />';
const ask = (ignoreError: string, mode = "new") =>
    `<send-request mode="${mode}" response-variable-name="shield" ignore-error="${ignoreError}"><set-url>https://cs-contoso.cognitiveservices.azure.com/contentsafety/text:shieldPrompt?api-version=2024-09-01</set-url><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></send-request>`;
const answer = '((IResponse)context.Variables["shield"])';
const isUnchecked = `${answer}.StatusCode != 200`;
const isAttack = `(bool)${answer}.Body.As<JObject>(true)["userPromptAnalysis"]["attackDetected"]`;
const refuses = (...conditions: string[]) =>
    `<choose>${conditions.map((each) => when(each, refusal(403))).join("")}</choose>`;

/**
 * Prompt Shields read what goes to a tool and what comes back, and nothing passes that they did not read.
 *
 * A check fails closed when an error of the call ends the request or is looked for, another status than 200 is refused,
 * and what an answer says is a reason to refuse. Whether an answer of another shape passes is not seen.
 */
export default defineRule({
    id: "apim-content-safety",
    title: "Arguments and results pass Prompt Shields",
    severity: "critical",
    level: "mandatory",
    practices: ["1.3", "9.1", "9.3"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/llm-content-safety-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "Text from elsewhere steers the model that reads it: a tool result can call the next tool. A check that passes when it fails is switched off by whoever makes it fail.",
    fix: 'In inbound and in outbound, put llm-content-safety with shield-prompt "true" directly into the section; or call text:shieldPrompt by send-request with mode "new" and a managed identity, and refuse when attackDetected is true or StatusCode is not 200, with ignore-error "false" or a null that is refused, too. Conditions around that may only ask for the message and the response. What a fragment does is not seen.',
    check: (inputs) =>
        findingsInServer(inputs, (document) => [
            ...(isShielded("inbound", document)
                ? []
                : ["arguments reach the server although Prompt Shields did not read them"]),
            ...(isShielded("outbound", document)
                ? []
                : ["results reach the client although Prompt Shields did not read them"]),
        ]),
    examples: {
        compliant: [
            { inputs: policy([native], [native]) },
            {
                inputs: policy(
                    [ask("false"), refuses(isUnchecked, isAttack)],
                    [ask("false"), refuses(`${isUnchecked} || ${isAttack}`)],
                ),
            },
            {
                inputs: policy(
                    [ask("true"), refuses(`context.Variables["shield"] == null || ${isUnchecked}`, isAttack)],
                    [native],
                ),
            },
            {
                inputs: policy(
                    [`<choose>${when("true", ask("false"), refuses(isUnchecked, isAttack))}</choose>`],
                    [
                        `<choose>${when("context.Response.StatusCode == 200", ask("false"), refuses(isUnchecked, isAttack))}</choose>`,
                    ],
                ),
            },
            {
                inputs: policy(
                    [
                        ask("true"),
                        variable("verdict", `${isUnchecked} || ${isAttack} ? "harmful" : "harmless"`)
                            .replace("@(", "@{try { return ")
                            .replace(/\)(" \/>)$/, "; } catch { return &quot;harmful&quot;; }}$1"),
                        refuses('(string)context.Variables["verdict"] != "harmless"'),
                    ],
                    [native],
                ),
            },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
        ],
        violating: [
            policy([], [native]),
            policy([native], []),
            policy([native.replace("true", "false")], [native]),
            policy([`<choose>${when("true", native)}</choose>`], [native]),
            // an error passes
            policy(
                [
                    ask("false"),
                    ask("true").replace('"shield"', '"again"'),
                    refuses(isUnchecked, isAttack, isAttack.replace("shield", "again")),
                ],
                [native],
            ),
            policy([ask("true"), refuses(isUnchecked, isAttack)], [native]),
            policy([native], [ask("true"), refuses(isUnchecked, isAttack)]),
            policy([ask("false"), refuses(isAttack)], [native]),
            policy([ask("false"), refuses(isUnchecked)], [native]),
            policy([ask("false")], [native]),
            policy([ask("false", "copy"), refuses(isUnchecked, isAttack)], [native]),
            policy([ask("false").replace("shieldPrompt", "analyze"), refuses(isUnchecked, isAttack)], [native]),
            policy([ask("false").replace(/<authentication.*?>/, ""), refuses(isUnchecked, isAttack)], [native]),
            policy(
                [
                    ask("false"),
                    `<choose>${when('"{{environment}}" != "dev"', refuses(isUnchecked, isAttack))}</choose>`,
                ],
                [native],
            ),
            policy([ask("false"), refuses(isUnchecked, isAttack).replaceAll("403", "200")], [native]),
        ].map((inputs) => ({ inputs })),
    },
});

function isShielded(section: Section, document: PolicyDocument): boolean {
    if (document[section].some(isNative)) return true;
    const calls = steps(document[section])
        .map(({ statement }) => statement)
        .filter((statement) => asksShield(statement, document));
    const code = refusals(document[section])
        .filter(({ given }) => given.every((condition) => isOfMessage(condition, document)))
        .flatMap((ending) => conclusions(ending, calls, document));
    const isChecked = (pattern: RegExp) => code.some((each) => pattern.test(each));
    return (
        isChecked(/\bStatusCode\s*!=\s*200\b/) &&
        isChecked(/"attackDetected"/) &&
        (calls.every(({ attributes }) => attributes["ignore-error"] !== "true") || isChecked(/==\s*null\b|\bcatch\b/))
    );
}

function isNative({ attributes }: Statement): boolean {
    return attributes["shield-prompt"] === "true";
}

/** Whether a call asks Prompt Shields, as the gateway. */
function asksShield(statement: Statement, document: PolicyDocument): boolean {
    const isNew = (statement.attributes.mode ?? "new") === "new";
    const isAsGateway = partsOf(statement, "authentication-managed-identity").length > 0;
    if (!isNew || !isAsGateway) return false;
    const [url] = partsOf(statement, "set-url");
    return sourcesOf(document, url?.text ?? "").code.includes("text:shieldPrompt");
}

/** Code of the conditions by which an answer of such a call decides. */
function conclusions({ decides }: Ending, calls: readonly Statement[], document: PolicyDocument): string[] {
    const sources = decides.map((condition) => sourcesOf(document, condition));
    return sources.filter(({ setters }) => setters.some((setter) => calls.includes(setter))).map(({ code }) => code);
}

/** Whether a condition only tells messages apart. */
function isOfMessage(condition: string, document: PolicyDocument): boolean {
    return /\bcontext\s*\??\s*\.\s*(Request|Response)\b/.test(sourcesOf(document, condition).code);
}

function policy(inbound: readonly string[], outbound: readonly string[]) {
    return examplePolicy({ inbound: lines(...inbound), outbound: lines(...outbound) });
}
