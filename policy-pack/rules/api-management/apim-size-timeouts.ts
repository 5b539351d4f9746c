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
import { sourcesOf } from "./policy-expression";
import { refusals, steps } from "./policy-steps";

/** Connections without traffic may be cut after that: https://learn.microsoft.com/azure/api-management/forward-request-policy */
const longest = 240;

// for the examples
const length = variable("length", "context.Request.Body.As<string>(preserveContent: true).Length");
const check = `<choose>${when('(int)context.Variables["length"] > 65536', refusal(413))}</choose>`;

/**
 * A request has a limit in size, and its answer one in time.
 *
 * That answers are not held back is a matter of apim-stream-safe.
 */
export default defineRule({
    id: "apim-size-timeouts",
    title: "Requests are limited in size and time",
    severity: "medium",
    level: "mandatory",
    practices: ["1.1", "4.3", "9.4"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/forward-request-policy",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "A few requests that are endless, in size or in time, take what all others need.",
    fix: `In inbound of an API, refuse with status 413 what is longer than a limit, by the length of the body itself; give every forward-request a timeout of 1 to ${longest} seconds as a literal. What a fragment does is not seen.`,
    check: (inputs, { resource: { type } }) =>
        findingsIn(inputs, (document) => {
            const forwarding = Object.values(document)
                .flatMap((statements) => steps(statements))
                .filter(({ statement }) => statement.name === "forward-request");
            return [
                ...(type !== "apimanagement:ApiPolicy" || answersItself(document) || refusesLong(document)
                    ? []
                    : ["a body of any size is read: its length is not a reason to refuse it with status 413"]),
                ...(forwarding.every(({ statement }) => ends(statement))
                    ? []
                    : [`forward-request waits for an answer without a timeout of 1 to ${longest} seconds`]),
            ];
        }),
    examples: {
        compliant: [
            { inputs: examplePolicy({ inbound: lines(length, check), backend: forward('timeout="230"') }) },
            {
                inputs: examplePolicy({
                    inbound: lines(
                        check.replace(
                            "(int)context.Variables[&quot;length&quot;]",
                            "Encoding.UTF8.GetByteCount(context.Request.Body.As&lt;string&gt;(preserveContent: true))",
                        ),
                    ),
                }),
            },
            { type: "apimanagement:Policy", inputs: examplePolicy({ backend: forward('timeout="1"') }) },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
        violating: [
            ...[
                examplePolicy({ backend: forward('timeout="230"') }),
                examplePolicy({ inbound: lines(length, check.replace("413", "400")) }),
                examplePolicy({
                    inbound: lines(length, `<choose>${when('context.Request.Method == "PUT"', refusal(413))}</choose>`),
                }),
                // says what the client says
                examplePolicy({
                    inbound: lines(
                        `<choose>${when('long.Parse(context.Request.Headers.GetValueOrDefault("Content-Length", "0")) > 65536', refusal(413))}</choose>`,
                    ),
                }),
                examplePolicy({ inbound: lines(length, check), backend: forward("") }),
            ].map((inputs) => ({ inputs })),
            ...[
                forward('timeout="241"'),
                forward('timeout="0"'),
                forward('timeout="@(230)"'),
                `<limit-concurrency key="a" max-count="2">${forward("")}</limit-concurrency>`,
            ].map((backend) => ({ type: "apimanagement:Policy", inputs: examplePolicy({ backend }) })),
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
    },
});

function refusesLong(document: PolicyDocument): boolean {
    return refusals(document.inbound).some(
        ({ decides, status }) =>
            status === "413" && decides.every((condition) => measures(sourcesOf(document, condition))),
    );
}

/** Whether code counts what is in the body, and not what a header says. */
function measures({ code }: { code: string }): boolean {
    return /\bRequest\s*\??\s*\.\s*Body\b/.test(code) && /\b(Length|GetByteCount|Count)\b/.test(code);
}

function ends({ attributes }: Statement): boolean {
    const seconds = Number(attributes.timeout);
    return seconds >= 1 && seconds <= longest;
}

function forward(attributes: string): string {
    return `<forward-request ${attributes} />`;
}
