import { defineRule } from "../../engine";
import { examplePolicy, lines, variable } from "./example-policy";
import {
    answersItself,
    findingsIn,
    fragmentType,
    type PolicyDocument,
    policyReads,
    policyTypes,
    type Statement,
} from "./policy-document";
import { isOfHeader, sourcesOf } from "./policy-expression";
import { actionOf, isHeader, partsOf, type Step, steps, textsOf } from "./policy-steps";

// for the examples
const minted = '<authentication-managed-identity resource="api://orders" output-token-variable-name="backendToken" />';
const backendToken = authorization('@("Bearer " + (string)context.Variables["backendToken"])');
const userToken = variable(
    "userToken",
    'context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\' \').Last()',
);
const forwarded = '(string)context.Variables["userToken"]';

/**
 * The token of a client ends at the gateway: the server gets one that was issued for the server, or none.
 *
 * The only place that may see it besides is Entra, which exchanges it for a token on behalf of the user. A token in a
 * trace, a log or an answer is passed through as well, to whoever reads those.
 */
export default defineRule({
    id: "apim-no-token-passthrough",
    title: "The token of a client ends at the gateway",
    severity: "critical",
    level: "mandatory",
    practices: ["7.1"],
    references: { mcsb: ["IM-4"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy",
    types: [...policyTypes, fragmentType],
    ...policyReads,
    why: "A server that gets the token of its client can act as the user wherever the token is good, and cannot tell what the gateway allowed.",
    fix: 'Directly in inbound of an API, set the header Authorization with exists-action "override" from a token of authentication-managed-identity, of get-authorization-context or of a request to the token endpoint of Entra, or delete it. Read the header of the client into nothing but variables and that request. What a fragment does is not seen.',
    check: (inputs, { resource: { type } }) =>
        findingsIn(inputs, (document) => [
            ...(type !== "apimanagement:ApiPolicy" || answersItself(document) || replacesToken(document)
                ? []
                : ["the header Authorization reaches the server as the client sent it, in some requests at least"]),
            ...unminted(document),
            ...leaks(document),
        ]),
    examples: {
        compliant: [
            {
                inputs: policy(
                    minted,
                    '<set-variable name="authorization" value="replaced" />',
                    `<set-header name="X-Kind"><value>@(/* Request.Headers["Authorization"] */ "none")</value></set-header>`,
                    backendToken,
                ),
            },
            { inputs: policy('<set-header name="authorization" exists-action="delete" />') },
            { inputs: policy('<authentication-managed-identity resource="api://orders" />') },
            {
                inputs: policy(
                    '<get-authorization-context provider-id="a" context-variable-name="backendToken" />',
                    backendToken,
                ),
            },
            {
                inputs: policy(
                    userToken,
                    exchange("https://login.microsoftonline.com/{{tenant-id}}/oauth2/v2.0/token"),
                    authorization(
                        '@((string)((IResponse)context.Variables["obo"]).Body.As<JObject>()["access_token"])',
                    ),
                ),
            },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
            {
                type: "apimanagement:ApiOperationPolicy",
                inputs: policy('<set-header name="Accept"><value>*/*</value></set-header>'),
            },
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
        violating: [
            ...[
                policy(),
                policy(minted, `<choose><when condition="@(true)">${backendToken}</when></choose>`),
                policy(minted, backendToken.replace("override", "append")),
                policy(minted, backendToken.replace("Authorization", "X-Backend-Token")),
                policy(minted),
                // minted nowhere
                policy(
                    '<authentication-managed-identity resource="backendToken" output-token-variable-name="other" />',
                    backendToken,
                ),
                policy('<cache-lookup-value key="token" variable-name="backendToken" />', backendToken),
                policy(authorization("Bearer {{backend-token}}")),
                policy(userToken, authorization(`@(&quot;Bearer &quot; + ${forwarded})`)),
                policy(minted, backendToken, '<send-request mode="copy" response-variable-name="user" />'),
                policy(
                    userToken,
                    exchange("https://login.example.com/token"),
                    '<set-header name="Authorization" exists-action="delete" />',
                ),
            ].map((inputs) => ({ inputs })),
            ...[
                policy(
                    userToken,
                    `<set-header name="X-Token" exists-action="override"><value>@(${forwarded})</value></set-header>`,
                ),
                policy(
                    '<set-query-parameter name="t"><value>@(string.Join(",", context.Request.Headers.Values))</value></set-query-parameter>',
                ),
                policy(userToken, `<trace source="mcp"><message>@(${forwarded})</message></trace>`),
            ].map((inputs) => ({ type: "apimanagement:ApiOperationPolicy", inputs })),
            {
                type: fragmentType,
                inputs: { format: "xml", value: `<fragment>${authorization("{{backend-token}}")}</fragment>` },
            },
        ].map((example) => ({ type: "apimanagement:ApiPolicy", ...example })),
    },
});

/** Whether every request loses the token that it came with. */
function replacesToken({ inbound }: PolicyDocument): boolean {
    return inbound.some(
        (statement) =>
            (isCredential(statement) && /^(override|delete)$/.test(actionOf(statement))) || setsToken(statement),
    );
}

/** Credentials that are set from something else than a token that was made for the server. */
function unminted(document: PolicyDocument): string[] {
    const isMade = (statement: Statement) =>
        sourcesOf(document, textsOf(statement).join("\n")).setters.some(({ name }) => minting.test(name));
    const set = (["inbound", "backend", "fragment"] as const)
        .flatMap((section) => steps(document[section]))
        .filter(({ statement }) => isCredential(statement) && actionOf(statement) !== "delete");
    return set.every(({ statement }) => isMade(statement))
        ? []
        : ["the header Authorization is set from something else than a token that was issued for the server"];
}

const minting = /^(authentication-managed-identity|get-authorization-context|send-request)$/;

function leaks(document: PolicyDocument): string[] {
    const all = Object.values(document).flatMap((statements) => steps(statements));
    const leaking = all.filter((step) => leaksToken(step, document)).map(({ statement }) => statement.name);
    return [...new Set(leaking)].map((name) => `${name} hands on the header Authorization of the client`);
}

/** Variables only keep a value, and conditions only compare it. */
function leaksToken({ statement }: Step, document: PolicyDocument): boolean {
    const { name, attributes } = statement;
    if (/^(set-variable|choose|when)$/.test(name) || isExchange(statement)) return false;
    if ((attributes.mode ?? "new") !== "new") return true;
    return textsOf(statement).some((text) => isOfHeader(sourcesOf(document, text), "authorization"));
}

/** Whether a request goes to the token endpoint of Entra, in any cloud, whatever its body. */
function isExchange(statement: Statement): boolean {
    const [url] = partsOf(statement, "set-url");
    return /^https:\/\/login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn)\/(\{\{[\w-]+\}\}|[\da-f-]{36})\/oauth2\/v2\.0\/token$/.test(
        url?.text.trim() ?? "",
    );
}

function isCredential(statement: Statement): boolean {
    return isHeader(statement, "authorization");
}

/** Whether a statement puts a token of the gateway into the header itself. */
function setsToken({ name, attributes }: Statement): boolean {
    return name === "authentication-managed-identity" && !("output-token-variable-name" in attributes);
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}

function authorization(value: string): string {
    return `<set-header name="Authorization" exists-action="override"><value>${value.replaceAll("<", "&lt;")}</value></set-header>`;
}

function exchange(url: string): string {
    return `<send-request mode="new" response-variable-name="obo"><set-url>${url}</set-url><set-body>@("assertion=" + ${forwarded})</set-body></send-request>`;
}
