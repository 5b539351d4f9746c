import { defineRule } from "../../engine";
import { examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { findingsInServer, type PolicyDocument, policyReads } from "./policy-document";
import { isOfHeader, isOfToken, type Sources, sourcesOf } from "./policy-expression";
import { actionOf, type Ending, isHeader, refusals } from "./policy-steps";

// for the examples
const header = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}", "")`;
const body = "context.Request.Body.As<JObject>(preserveContent: true)";
const known = [
    '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />',
    variable("scopes", '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("scp", "")'),
    variable("tool", `${body}["params"]["name"].ToString()`),
];
const agree = `<choose>${[
    `${header("Mcp-Method")} != ${body}["method"].ToString()`,
    `${header("Mcp-Name")} != (string)context.Variables["tool"]`,
]
    .map((differ) => when(differ, refusal(400)))
    .join("")}</choose>`;
const tool = '(string)context.Variables["tool"]';
const may = (scope: string) => `((string)context.Variables["scopes"]).Split(' ').Contains("${scope}")`;
const right = variable("right", `${tool} == "cancel_order" ? "orders.write" : "none"`);
const lacks = '!((string)context.Variables["scopes"]).Split(\' \').Contains((string)context.Variables["right"])';

/**
 * A tool runs only for who has the right to it, and one that nobody listed for no one.
 *
 * Three forms count as a refusal by default: the `otherwise` after branches that each ask for the tool; a branch that is
 * taken when a list does not contain the tool, or the rights what it needs; a branch that is taken when a variable has the
 * value that its code gives for what is not listed. The tool is that of the body: the headers that repeat it decide
 * nothing, and must agree with it or be deleted.
 */
export default defineRule({
    id: "apim-tool-authz",
    title: "A tool runs only for who has the right to it",
    severity: "critical",
    level: "mandatory",
    practices: ["MUST-2", "2.2", "7.3", "9.2"],
    references: { mcsb: ["PA-7"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/choose-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "A token says who calls, and not that the caller may delete orders; and a server offers new tools before anybody has thought of who may use them.",
    fix: "In inbound, refuse with status 403 by conditions that follow from scp or roles of the validated token and from the tool in the body of the request, and refuse what is not listed: in the otherwise of the choose, where a list or the rights do not contain what the tool is or needs, or where the variable of the needed right has the value that its code gives to unlisted tools. Refuse with status 400 headers Mcp-Method and Mcp-Name that differ from the body, or delete them. What a fragment does is not seen.",
    check: (inputs) =>
        findingsInServer(inputs, (document) => {
            const refused = refusals(document.inbound).filter(({ given }) =>
                given.every((each) => isOfMessage(each, document)),
            );
            const forbidden = refused.filter(({ status }) => status === "403");
            return [
                ...(forbidden.some((ending) => needsRight(ending, document))
                    ? []
                    : ["no tool is refused to callers whose token lacks the right to it"]),
                ...(forbidden.some((ending) => refusesUnlisted(ending, document))
                    ? []
                    : ["tools that nobody listed are not refused by default"]),
                ...["mcp-method", "mcp-name"]
                    .filter(
                        (name) =>
                            !deletes(name, document) && !refused.some((ending) => compares(name, ending, document)),
                    )
                    .map((name) => `the header ${name} may say something else than the body of the request`),
            ];
        }),
    examples: {
        compliant: [
            {
                inputs: policy(
                    `<choose>${when(`${tool} == "cancel_order" && ${may("orders.write")}`)}<otherwise>${refusal(403)}</otherwise></choose>`,
                    agree,
                ),
            },
            {
                inputs: policy(
                    right,
                    `<choose>${when('context.Request.Method == "POST"', `<choose>${when(lacks, refusal(403))}</choose>`, agree)}</choose>`,
                ),
            },
            {
                inputs: policy(
                    right,
                    `<choose>${when('(string)context.Variables["right"] == "none"', refusal(403))}${when(`${tool} == "cancel_order" && ${lacks}`, refusal(403))}</choose>`,
                    ...["Mcp-Method", "mcp-name"].map((name) => `<set-header name="${name}" exists-action="delete" />`),
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
            policy(agree),
            // what is not listed passes
            policy(
                `<choose>${when(`${tool} == "cancel_order" && !${may("orders.write")}`, refusal(403))}</choose>`,
                agree,
            ),
            policy(
                `<choose>${when(`${tool} == "cancel_order" && ${may("orders.write")}`)}${when("true")}<otherwise>${refusal(403)}</otherwise></choose>`,
                agree,
            ),
            // everybody may
            policy(
                right,
                `<choose>${when('(string)context.Variables["right"] == "none"', refusal(403))}</choose>`,
                agree,
            ),
            policy(
                `<choose>${when(`${tool} == "cancel_order"`)}<otherwise>${refusal(403)}</otherwise></choose>`,
                agree,
            ),
            // with the same right, everything
            policy(`<choose>${when(`!${may("orders.read")}`, refusal(403))}</choose>`, agree),
            policy(right, `<choose>${when(lacks, refusal(400))}</choose>`, agree),
            policy(right, `<choose>${when('"{{environment}}" == "dev"')}${when(lacks, refusal(403))}</choose>`, agree),
            policy(
                right,
                `<choose>${when(lacks, '<trace source="mcp"><message>forbidden</message></trace>')}</choose>`,
                agree,
            ),
            // the header decides, or is believed
            policy(
                variable("right", `${header("Mcp-Name")} == "cancel_order" ? "orders.write" : "none"`),
                `<choose>${when(lacks, refusal(403))}</choose>`,
                agree,
            ),
            policy(right, `<choose>${when(lacks, refusal(403))}</choose>`),
            policy(right, `<choose>${when(lacks, refusal(403))}</choose>`, agree.replace("Mcp-Method", "X-Method")),
            policy(right, `<choose>${when(lacks, refusal(403))}</choose>`, agree.replaceAll("400", "302")),
            policy(right, `<choose>${when(lacks, refusal(403))}</choose>`, agree.replaceAll("400", "500")),
            policy(
                right,
                `<choose>${when(lacks, refusal(403))}</choose>`,
                `<choose>${when(`${header("Mcp-Method")} + ${header("Mcp-Name")} != ""`, refusal(400))}</choose>`,
            ),
            policy(
                right,
                `<choose>${when(lacks, refusal(403))}</choose>`,
                ...["Mcp-Method", "mcp-name"].map((name) => `<set-header name="${name}" exists-action="override" />`),
            ),
        ].map((inputs) => ({ inputs })),
    },
});

/** Whether a condition only tells messages apart, and not environments or callers. */
function isOfMessage(condition: string, document: PolicyDocument): boolean {
    return /\bRequest\s*\??\s*\.\s*(Method|Body)\b/.test(sourcesOf(document, condition).code);
}

function needsRight({ decides }: Ending, document: PolicyDocument): boolean {
    return decides.every((condition) => isOfRight(condition, document) && isOfTool(condition, document));
}

function isOfRight(condition: string, document: PolicyDocument): boolean {
    const sources = sourcesOf(document, condition);
    return isOfToken(sources) && /"(scp|roles)"/.test(sources.code);
}

/** Whether a condition follows from the body alone: a header may name another tool. */
function isOfTool(condition: string, document: PolicyDocument): boolean {
    const sources = sourcesOf(document, condition);
    return isOfBody(sources) && !isOfHeader(sources, "mcp-name", "mcp-method");
}

function refusesUnlisted({ decides, isOtherwise }: Ending, document: PolicyDocument): boolean {
    return decides.every(
        (condition) =>
            isOfTool(condition, document) && (isOtherwise || isMissing(condition) || isUnlisted(condition, document)),
    );
}

/** Whether a list does not contain something, whatever the tool: no comparison with a name narrows it. */
function isMissing(condition: string): boolean {
    return /^(?!.*==\s*").*![^!]*\bContains\b/s.test(condition);
}

/** Whether variables have values that their own code gives, and not texts that only the body can hold. */
function isUnlisted(condition: string, document: PolicyDocument): boolean {
    const compared = [...condition.matchAll(/\b(Variables\["[^"]+"\])\s*==\s*("[^"]*")/g)];
    const isOwn = ([, variable = "", value = ""]: string[]) =>
        sourcesOf(document, `@(${variable})`).code.includes(value);
    return compared.length > 0 && compared.every(isOwn);
}

function compares(name: string, { decides, status }: Ending, document: PolicyDocument): boolean {
    const isOfBoth = (condition: string) => {
        const sources = sourcesOf(document, condition);
        return isOfHeader(sources, name) && isOfBody(sources);
    };
    return status === "400" && decides.every(isOfBoth);
}

function isOfBody({ code }: Sources): boolean {
    return /\bRequest\s*\??\s*\.\s*Body\b/.test(code);
}

function deletes(header: string, { inbound }: PolicyDocument): boolean {
    return inbound.some((statement) => isHeader(statement, header) && actionOf(statement) === "delete");
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...known, ...statements) });
}
