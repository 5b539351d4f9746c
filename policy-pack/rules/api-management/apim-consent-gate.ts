import { defineRelation, type Resource, someReferring, text, unless } from "../../engine";
import { attribute, examplePolicy, lines, refusal, variable, when } from "./example-policy";
import { documentOf, ownAnswer, type PolicyDocument, type Statement, unreadable } from "./policy-document";
import { isOfHeader, isOfToken, sourcesOf } from "./policy-expression";
import { operationPolicyType, operationReads, operationType, policyInputs, toOperation } from "./policy-operation";
import { type Ending, endings, partsOf, statusOf, steps, textsOf } from "./policy-steps";

// for the examples
const place = { serviceName: "apim-contoso", apiId: "oauth", operationId: "authorize" };
const refused = examplePolicy({ inbound: `${refusal(404)}<base />` });
const cookie = 'context.Request.Headers.GetValueOrDefault("Cookie", "")';
const clientId = 'context.Request.Url.Query.GetValueOrDefault("client_id", "")';
const isForged = (user = '(string)context.Variables["oid"]', client = clientId, kind = "HMACSHA256") =>
    `!${cookie}.Contains("__Host-consent=" + Convert.ToBase64String(new ${kind}(Convert.FromBase64String((string)context.Variables["key"])).ComputeHash(Encoding.UTF8.GetBytes(${user} + ${client}))))`;
const known = [
    '<validate-jwt header-name="X-Sign-In" output-token-variable-name="jwt" />',
    variable("oid", '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", "")'),
    '<set-variable name="key" value="{{consent-key}}" />',
];
const ask = (text: string) =>
    `<return-response><set-status code="200" /><set-body>${text}</set-body></return-response>`;
const page = ask(attribute(`@("Do you allow " + System.Net.WebUtility.HtmlEncode(${clientId}) + "?")`));
const gate = (condition = isForged(), answer = page) => `<choose>${when(condition, answer)}</choose>`;
const redirect = (state: string) =>
    `<return-response><set-status code="302" /><set-header name="Location" exists-action="override"><value>${attribute(`@("https://login.microsoftonline.com/{{tenant-id}}/oauth2/v2.0/authorize?state=" + ${state})`)}</value></set-header></return-response>`;
const fresh = redirect("Guid.NewGuid().ToString()");

/**
 * The gateway registers nobody, and signs nobody in for a client that the user has not allowed.
 *
 * Clients have ids of their own in Entra and go there themselves. Who puts a proxy between them, with one client id for
 * all, has to ask each user for each client, because Entra asks for the proxy once only.
 */
export default defineRelation({
    id: "apim-consent-gate",
    title: "No client acts for a user who has not allowed it",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-3"],
    references: {},
    url: "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow",
    types: [operationType],
    reads: [...operationReads, "urlTemplate"],
    related: { [operationPolicyType]: { required: [...operationReads, "value"], optional: ["format"] } },
    why: "With one client id for all, an attacker registers a client, sends the user a link, and gets the code that Entra gives away without asking, because the user allowed the proxy long ago.",
    fix: "Have no operations for /register and /authorize, or let their policy answer 404 before <base />. An authorize proxy first answers what lacks a cookie __Host-consent whose HMACSHA256 is over the user of a validated token and client_id; it makes a state of its own, and puts nothing from the address into a page without HtmlEncode.",
    check: (operation, stack) => {
        const [, kind = ""] = /\/(register|authorize)\/?$/i.exec(text(operation, "urlTemplate")) ?? [];
        return Object.entries(kept)
            .filter(([name]) => name === kind.toLowerCase())
            .flatMap(([, { isSafe, message }]) => {
                const isKept = (policy: Resource) => isSafe(documentOf(policyInputs(policy)) ?? unreadable);
                return unless(someReferring(toOperation, operation, stack, isKept), "urlTemplate", message);
            });
    },
    examples: {
        compliant: [
            { operation: operation("/orders", {}) },
            { operation: operation("/oauth/register"), policy: policy(refused) },
            {
                operation: operation("/authorize"),
                policy: policy(examplePolicy({ inbound: `${variable("a", '"a"')}${refusal(404)}<base />` })),
            },
            {
                operation: operation("/authorize"),
                policy: policy(
                    proxy(
                        ...known,
                        `<choose>${when(isForged().replace("!", ""))}<otherwise>${page}</otherwise></choose>`,
                        `<choose>${when('context.Request.Method == "PUT"', ask("No."))}</choose>`,
                        fresh,
                    ),
                ),
            },
            { operation: operation("/authorize"), policy: policy(proxy(...known, gate(), fresh)) },
        ],
        violating: [
            { operation: operation("/register") },
            { operation: operation("/register"), policy: policy(examplePolicy({})) },
            { operation: operation("/register"), policy: policy(examplePolicy({ inbound: `${ask("{}")}<base />` })) },
            { operation: operation("/register"), policy: policy(refused, { operationId: "other" }) },
            { operation: operation("/register"), policy: policy(proxy(...known, gate(), fresh)) },
            { operation: operation("/register/"), policy: policy({ ...refused, value: "<policies>" }) },
            { operation: operation("/authorize"), policy: policy(proxy(fresh)) },
            ...[
                `<choose>${when(isForged().replace("!", ""))}${when("true")}<otherwise>${page}</otherwise></choose>`,
                // not signed, not of this user, not of this client, no cookie of this host
                gate(isForged(undefined, undefined, "SHA256")),
                gate(isForged('"all"')),
                gate(isForged(undefined, '"all"')),
                gate(isForged().replace("__Host-", "")),
                gate(isForged().replace('"Cookie"', '"X-Cookie"')),
                `<choose>${when('"{{environment}}" == "dev"')}${when(isForged(), page)}</choose>`,
                gate(isForged(), ask(attribute(`@("Do you allow " + ${clientId} + "?")`))),
                `<choose>${when(isForged(), page)}${when("true", ask(attribute(`@(${clientId})`)))}</choose>`,
            ].map((each) => ({ operation: operation("/authorize"), policy: policy(proxy(...known, each, fresh)) })),
            {
                operation: operation("/authorize"),
                policy: policy(
                    proxy(...known, gate(), redirect('context.Request.Url.Query.GetValueOrDefault("state", "")')),
                ),
            },
        ],
    },
});

/** What an operation must do, by the last segment of its path. */
const kept: Readonly<Record<string, { isSafe: (document: PolicyDocument) => boolean; message: string }>> = {
    register: { isSafe: isRefused, message: "anybody can register a client" },
    authorize: {
        isSafe: (document) => isRefused(document) || isGated(document),
        message:
            "a client is signed in for whom the user was not asked: no signed cookie of user and client decides, the state is that of the client, or a page shows what the address holds",
    },
};

/** Whether every request is answered with an error. */
function isRefused(document: PolicyDocument): boolean {
    return ownAnswer(document).some((answer) => /^4\d\d$/.test(statusOf(answer)));
}

function isGated(document: PolicyDocument): boolean {
    const all = steps(document.inbound).map(({ statement }) => statement);
    const codeOf = (statement: Statement) => sourcesOf(document, textsOf(statement).join("\n")).code;
    const bodies = all.flatMap((statement) => partsOf(statement, "set-body")).map(codeOf);
    return (
        endings(document.inbound).some((ending) => asksUser(ending, document)) &&
        all.every((statement) => !/"state"/.test(codeOf(statement))) &&
        bodies.every((body) => !/\bUrl\b/.test(body) || /\bHtmlEncode\b/.test(body))
    );
}

/** Whether a branch answers who has no cookie that was signed for this user and this client. */
function asksUser({ decides, given }: Ending, document: PolicyDocument): boolean {
    const isSigned = (condition: string) => {
        const sources = sourcesOf(document, condition);
        return isOfHeader(sources, "cookie") && isOfToken(sources) && signed.every((part) => part.test(sources.code));
    };
    return given.length === 0 && decides.every(isSigned);
}

const signed = [/"__Host-/, /\bHMACSHA256\b/, /"client_id"/];

function operation(urlTemplate: string, changes: object = {}) {
    return { type: operationType, inputs: { ...place, urlTemplate, ...changes } };
}

function policy(document: object, changes: object = {}) {
    return { type: operationPolicyType, inputs: { ...place, ...document, ...changes } };
}

function proxy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}
