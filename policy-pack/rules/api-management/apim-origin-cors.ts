import { defineRule } from "../../engine";
import { examplePolicy, lines, refusal, variable, when } from "./example-policy";
import {
    answersItself,
    findingsIn,
    fragmentType,
    type PolicyDocument,
    policyReads,
    policyTypes,
    type Statement,
} from "./policy-document";
import { isExpression, isOfHeader, sourcesOf } from "./policy-expression";
import { isHeader, partsOf, refusals, steps } from "./policy-steps";

// for the examples
const origin = 'context.Request.Headers.GetValueOrDefault("Origin", "")';
const isForeign = `context.Request.Headers.ContainsKey("Origin") && !"https://chat.contoso.example".Split(' ').Contains(${origin})`;
const check = `<choose>${when(isForeign, refusal(403))}</choose>`;

/**
 * Pages of unknown origin are refused, and no other page is told that it may call.
 *
 * The policy `cors` alone refuses nothing: it answers preflight requests, and leaves it to the browser whether a script
 * sees the answer of a call that has long been made. A document that answers by itself, such as metadata, is open to all.
 */
export default defineRule({
    id: "apim-origin-cors",
    title: "Pages of unknown origin are refused",
    severity: "high",
    level: "mandatory",
    practices: ["8.4"],
    references: { psrule: ["APIM.CORSPolicy"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/cors-policy",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "By DNS rebinding, a page that a user happens to visit can call servers in the name of that user.",
    fix: "Directly in inbound of an API, refuse with status 403 what has a header Origin that is not on a list, in a choose whose other branches ask for nothing else. List every origin, method and header of cors literally, without an asterisk, and set no header Access-Control-Allow-Origin yourself. What a fragment does is not seen.",
    check: (inputs, { resource: { type } }) =>
        findingsIn(inputs, (document) => {
            if (answersItself(document)) return [];
            const all = Object.values(document).flatMap((statements) => steps(statements));
            return [
                ...(type !== "apimanagement:ApiPolicy" || refusesForeign(document)
                    ? []
                    : ["a request of a page of unknown origin is not refused"]),
                ...(all.some(({ statement }) => opens(statement))
                    ? ["pages of origins that nobody listed are told that they may call"]
                    : []),
            ];
        }),
    examples: {
        compliant: [
            { inputs: policy(check) },
            {
                inputs: policy(
                    `<choose>${when('context.Request.Headers.ContainsKey("Origin")', refusal(403))}</choose>`,
                ),
            },
            {
                inputs: policy(
                    cors("https://chat.contoso.example"),
                    '<set-header name="Accept-Encoding" exists-action="delete" />',
                    variable("origin", origin),
                    `<choose>${[
                        when('(string)context.Variables["origin"] == ""'),
                        when('(string)context.Variables["origin"] == "https://chat.contoso.example"'),
                        `<otherwise>${refusal(403)}</otherwise>`,
                    ].join("")}</choose>`,
                ),
            },
            { type: "apimanagement:Policy", inputs: policy(cors("https://chat.contoso.example")) },
            {
                inputs: examplePolicy({
                    inbound: `${cors("*")}<return-response><set-status code="200" /></return-response><base />`,
                }),
            },
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
        violating: [
            ...[
                policy(),
                policy(`<choose>${when('context.Request.Method == "POST"', check)}</choose>`),
                policy(`<choose>${when('"{{environment}}" == "dev"')}${when(isForeign, refusal(403))}</choose>`),
                policy(`<choose>${when('context.Request.Method == "PUT"', refusal(403))}</choose>`),
                policy(`<choose>${when(isForeign, "<trace source='mcp'><message>foreign</message></trace>")}</choose>`),
                policy(cors("*"), check),
            ].map((inputs) => ({ inputs })),
            ...[
                policy(cors("https://chat.contoso.example", "*")),
                policy(cors(`@(${origin.replaceAll('"', "&quot;")})`)),
                policy(`<choose>${when("true", cors("*"))}</choose>`),
                policy(
                    '<set-header name="Access-Control-Allow-Origin"><value>https://chat.contoso.example</value></set-header>',
                ),
            ].map((inputs) => ({ type: "apimanagement:Policy", inputs })),
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
    },
});

/** Whether a branch that nothing but the header decides on ends such requests. */
function refusesForeign(document: PolicyDocument): boolean {
    const isOfOrigin = (condition: string) => isAbout(condition, document);
    return refusals(document.inbound).some(({ decides, given }) => [...decides, ...given].every(isOfOrigin));
}

/** Who lists no origin asks only whether there is one. */
function isAbout(condition: string, document: PolicyDocument): boolean {
    const sources = sourcesOf(document, condition);
    return isOfHeader(sources, "origin") || /\bContainsKey\s*\(\s*"Origin"/i.test(sources.code);
}

function opens(statement: Statement): boolean {
    const listed = ["origin", "method", "header"].flatMap((part) => partsOf(statement, part));
    return (
        isHeader(statement, "access-control-allow-origin") ||
        listed.some(({ text }) => text.includes("*") || isExpression(text))
    );
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}

function cors(origin: string, header = "Authorization"): string {
    return [
        '<cors allow-credentials="false">',
        `<allowed-origins><origin>${origin}</origin></allowed-origins>`,
        "<allowed-methods><method>POST</method></allowed-methods>",
        `<allowed-headers><header>${header}</header></allowed-headers>`,
        "</cors>",
    ].join("");
}
