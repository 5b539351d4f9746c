import { defineRule } from "../../engine";
import { examplePolicy, lines, variable, when } from "./example-policy";
import {
    answersItself,
    findingsIn,
    fragmentType,
    type PolicyDocument,
    policyReads,
    policyTypes,
    type Statement,
} from "./policy-document";
import { sourcesOf } from "./policy-expression";
import { type Step, steps, textsOf } from "./policy-steps";

// for the examples
const read = "<set-body>@(context.Response.Body.As&lt;string&gt;(preserveContent: true))</set-body>";
const contentType = 'context.Response.Headers.GetValueOrDefault("Content-Type", "")';
const isPlain = `!${contentType}.Contains("text/event-stream")`;

/**
 * Events reach the client when they happen.
 *
 * An answer that is read, checked, cached or buffered arrives when it is complete, which an event stream never is. So the
 * body of an answer is read only in a branch that is not for `text/event-stream`.
 */
export default defineRule({
    id: "apim-stream-safe",
    title: "Event streams are not held back",
    severity: "medium",
    level: "mandatory",
    practices: ["1.4", "4.3"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/how-to-server-sent-events",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "A stream that is held back looks like a server that is down: clients ask again, and people switch the checks off.",
    fix: 'Set buffer-response "false" on every forward-request. Read the body of a response only in a branch whose condition excludes "text/event-stream" by the header Content-Type; have no validate-content or llm-content-safety in outbound outside of such a branch, and no cache-lookup or cache-store.',
    check: (inputs) =>
        findingsIn(inputs, (document) => {
            if (answersItself(document)) return [];
            const outbound = [...steps(document.outbound), ...steps(document["on-error"])];
            const all = Object.values(document).flatMap((statements) => steps(statements));
            return [
                ...(all.every(({ statement }) => isUnbuffered(statement))
                    ? []
                    : ['forward-request holds events back: buffer-response is not "false"']),
                ...(all.some(({ statement }) => /^cache-(lookup|store)$/.test(statement.name))
                    ? ["responses are cached, and streams with them"]
                    : []),
                ...(all.some((step) => readsResponse(step.statement) && !isOfPlain(step, document))
                    ? ["the body of a response is read, also when it is a stream"]
                    : []),
                ...(outbound.some((step) => step.statement.name === "validate-content" && !isOfPlain(step, document))
                    ? ["validate-content reads a response, also when it is a stream"]
                    : []),
            ];
        }),
    examples: {
        compliant: [
            { type: "apimanagement:ApiPolicy", inputs: examplePolicy({}) },
            {
                type: "apimanagement:ApiPolicy",
                inputs: examplePolicy({
                    inbound: lines(
                        '<validate-content max-size="65536" />',
                        '<cache-lookup-value key="a" variable-name="a" />',
                    ),
                    backend: '<forward-request buffer-response="false" />',
                    outbound: lines(
                        `<choose>${when(isPlain, read, '<validate-content max-size="65536" />')}</choose>`,
                        '<set-header name="X-Status"><value>@(context.Response.StatusCode.ToString())</value></set-header>',
                    ),
                }),
            },
            {
                type: "apimanagement:ApiPolicy",
                inputs: examplePolicy({
                    outbound: lines(
                        variable("type", contentType),
                        `<choose>${when(`${contentType}.StartsWith("application/json")`, read)}</choose>`,
                    ),
                }),
            },
            {
                inputs: examplePolicy({
                    inbound: `<return-response><set-body>@(context.Response.Body.ToString())</set-body></return-response><base />`,
                }),
            },
        ],
        violating: [
            examplePolicy({ backend: "<forward-request />" }),
            examplePolicy({
                backend:
                    '<limit-concurrency key="a" max-count="2"><forward-request buffer-response="true" /></limit-concurrency>',
            }),
            examplePolicy({ inbound: lines("<cache-lookup />") }),
            examplePolicy({ outbound: lines('<cache-store duration="60" />') }),
            examplePolicy({ outbound: lines(read) }),
            examplePolicy({ outbound: lines(`<choose>${when("context.Response.StatusCode == 200", read)}</choose>`) }),
            examplePolicy({
                outbound: lines(`<choose>${when(`${contentType}.Contains("text/event-stream")`, read)}</choose>`),
            }),
            examplePolicy({ outbound: lines(variable("response", "context.Response")) }),
            examplePolicy({
                outbound: lines(`<choose>${when('context.Response.Body.As<string>().Contains("secret")')}</choose>`),
            }),
            examplePolicy({ outbound: lines('<validate-content max-size="65536" />') }),
            examplePolicy({ onError: lines('<validate-content max-size="65536" />') }),
        ].map((inputs) => ({ type: "apimanagement:ApiPolicy", inputs })),
    },
});

function isUnbuffered({ name, attributes }: Statement): boolean {
    return name !== "forward-request" || attributes["buffer-response"] === "false";
}

function readsResponse(statement: Statement): boolean {
    return textsOf(statement).some((text) => reading.test(text));
}

/** The response as a whole may be read, too, unless it is only asked whether there is one. */
const reading =
    /\bcontext\s*\??\s*\.\s*Response\b(?!\s*\??\s*\.\s*(StatusCode|StatusReason|Headers)\b)(?!\s*[!=]=\s*null\b)/;

/** Whether a branch around a statement is only for responses that are no stream. */
function isOfPlain({ given }: Step, document: PolicyDocument): boolean {
    return given.some((condition) => {
        const { code } = sourcesOf(document, condition);
        return /"Content-Type"/i.test(code) && plain.test(code);
    });
}

/** Either no stream, or another type that is named. */
const plain =
    /(!(?!=)[^!&|]*|!=\s*)"text\/event-stream|^(?!.*event-stream).*\b(StartsWith|Contains|Equals)\s*\(\s*"application\/json/s;
