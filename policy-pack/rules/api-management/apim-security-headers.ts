import { defineRule } from "../../engine";
import { examplePolicy, lines, when } from "./example-policy";
import {
    findingsIn,
    fragmentType,
    type PolicyDocument,
    policyReads,
    policyTypes,
    type Statement,
} from "./policy-document";
import { sourcesOf } from "./policy-expression";
import { actionOf, isHeader, partsOf, steps, textsOf } from "./policy-steps";

const [globalType = ""] = policyTypes;

/** Headers that every answer must have, with what their value must hold. */
const wanted: Readonly<Record<string, RegExp>> = {
    "strict-transport-security": /max-age=\d{8}/,
    "x-content-type-options": /^nosniff$/,
    "cache-control": /\bno-store\b/,
    "content-security-policy": /default-src 'none'/,
};

/** Headers that tell with what the answer was made. */
const telling = ["server", "x-powered-by"];

// for the examples
const all = [
    set("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    set("X-Content-Type-Options", "nosniff"),
    set("Cache-Control", "no-store"),
    set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    '<set-header name="Server" exists-action="delete" />',
    '<set-header name="X-Powered-By" exists-action="delete" />',
];
const reason = "@(context.LastError.Message)";

/** Answers tell a browser to be careful with them, and nobody how they were made. */
export default defineRule({
    id: "apim-security-headers",
    title: "Answers have security headers and reveal nothing",
    severity: "medium",
    level: "mandatory",
    practices: ["1.4", "8.4"],
    references: {},
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/set-header-policy",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "What a browser keeps, guesses or frames is an attack on the user of a tool; what an error tells of the inside is the beginning of one on the server.",
    fix: "In outbound and in on-error of the global policy, set Strict-Transport-Security, X-Content-Type-Options, Cache-Control with no-store and Content-Security-Policy directly and literally, and delete Server and X-Powered-By. Nowhere put the message, path or section of context.LastError into an answer: write it to a trace.",
    check: (inputs, { resource: { type } }) =>
        findingsIn(inputs, (document) => [
            ...(type === globalType
                ? (["outbound", "on-error"] as const).flatMap((section) => missing(document, section))
                : []),
            ...(steps(document["on-error"]).some(({ statement }) => reveals(statement, document))
                ? ["an answer tells what went wrong inside"]
                : []),
        ]),
    examples: {
        compliant: [
            { inputs: policy(all) },
            {
                inputs: examplePolicy({
                    outbound: lines(...all.map((header) => header.replace(/override(">.*no-store)/, "skip$1"))),
                    onError: lines(`<return-response>${all.slice(0, 4).join("")}</return-response>`),
                }),
            },
            {
                type: "apimanagement:ApiPolicy",
                inputs: examplePolicy({
                    onError: lines(
                        `<trace source="mcp"><message>${reason}</message></trace>`,
                        `<choose>${when('context.LastError.Source == "validate-azure-ad-token"', set("X-Reason", "@(context.LastError.Reason)"))}</choose>`,
                        `<set-variable name="reason" value="${reason}" />`,
                    ),
                }),
            },
        ],
        violating: [
            ...all.map((_, index) => ({ inputs: policy(all.toSpliced(index, 1)) })),
            ...[
                policy(all.toSpliced(0, 1, set("Strict-Transport-Security", "max-age=0"))),
                policy(all.toSpliced(1, 1, set("X-Content-Type-Options", "nosniff").replace("override", "skip"))),
                policy(all.toSpliced(2, 1, set("Cache-Control", "no-store").replace("override", "append"))),
                examplePolicy({
                    outbound: lines(...all),
                    onError: lines(
                        `<choose>${when("true", `<return-response>${all.join("")}</return-response>`)}</choose>`,
                        '<return-response><set-status code="500" /></return-response>',
                    ),
                }),
                examplePolicy({
                    outbound: lines(`<return-response>${all.join("")}</return-response>`),
                    onError: lines(...all),
                }),
                policy(all.toSpliced(4, 1, set("Server", "none"))),
                policy(all.toSpliced(2, 1, `<choose>${when("true", set("Cache-Control", "no-store"))}</choose>`)),
                examplePolicy({ outbound: lines(...all) }),
                examplePolicy({ onError: lines(...all) }),
            ].map((inputs) => ({ inputs })),
            ...[
                examplePolicy({ onError: lines(`<set-body>${reason}</set-body>`) }),
                examplePolicy({
                    onError: lines(
                        `<set-variable name="reason" value="${reason}" />`,
                        '<return-response><set-body>@((string)context.Variables["reason"])</set-body></return-response>',
                    ),
                }),
                examplePolicy({ onError: lines(set("X-Error", "@(context.LastError.ToString())")) }),
            ].map((inputs) => ({ type: "apimanagement:ApiPolicy", inputs })),
        ],
    },
});

/** What is answered in on-error has the headers that the answer sets itself, and none of the server's. */
function missing(document: PolicyDocument, section: "outbound" | "on-error"): string[] {
    const answers = steps(document[section])
        .map(({ statement }) => statement)
        .filter(({ name }) => name === "return-response");
    const isAnswer = section === "on-error" && answers.length > 0;
    const places = isAnswer ? answers.map(({ children }) => children) : [document[section]];
    const lacks = (holds: (header: Statement) => boolean) => places.some((headers) => !headers.some(holds));
    return [
        ...Object.entries(wanted)
            .filter(([header, value]) => lacks((statement) => isHeader(statement, header) && isSet(statement, value)))
            .map(([header]) => `${section} does not set the header ${header} of every answer to a safe value`),
        ...telling
            .filter(
                (header) =>
                    !isAnswer && lacks((statement) => isHeader(statement, header) && actionOf(statement) === "delete"),
            )
            .map((header) => `${section} does not delete the header ${header} of every answer`),
    ];
}

/** A server may say more about how its answer is cached: only what says nothing is stored. */
function isSet(statement: Statement, value: RegExp): boolean {
    const actions = isHeader(statement, "cache-control") ? ["override", "skip"] : ["override"];
    const values = partsOf(statement, "value").map(({ text }) => text.trim());
    return actions.includes(actionOf(statement)) && value.test(values.join(", "));
}

/** Traces and variables stay inside, and a condition only compares. */
function reveals(statement: Statement, document: PolicyDocument): boolean {
    if (/^(trace|set-variable|choose|when)$/.test(statement.name)) return false;
    return textsOf(statement).some((text) => inside.test(sourcesOf(document, text).code));
}

/** All of an error but its kind. */
const inside = /\bLastError\b(?!\s*\??\s*\.\s*(Source|Reason)\b)/;

function policy(headers: readonly string[]) {
    return examplePolicy({ outbound: lines(...headers), onError: lines(...headers) });
}

function set(name: string, value: string): string {
    return `<set-header name="${name}" exists-action="override"><value>${value}</value></set-header>`;
}
