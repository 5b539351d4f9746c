import { defineRule } from "../../engine";
import { examplePolicy, lines, variable, when } from "./example-policy";
import { findingsInServer, policyReads, type Statement } from "./policy-document";
import { isExpression, isNamedValue, isValidation } from "./policy-expression";
import { isHeader, partsOf, steps, textsOf } from "./policy-steps";

// for the examples
const tenant = "11111111-1111-4111-8111-111111111111";
const clients = parts("client-application-ids", "application-id", "aebc6443-996d-45c2-90f0-388ff96faa56");
const audiences = parts("audiences", "audience", "{{mcp-orders-client-id}}");
const keys = openId(tenant);
const azp = claim("azp", "aebc6443-996d-45c2-90f0-388ff96faa56");
const entra = { "tenant-id": tenant, "header-name": "Authorization", "failed-validation-httpcode": "401" };
const jwt = { "header-name": "Authorization", "require-scheme": "Bearer", "failed-validation-httpcode": "401" };

/**
 * Every request shows a token that was issued for this server, by this tenant, to a client that is known.
 *
 * The check stands directly in the inbound section, so that no branch leads around it, and comes before the request is
 * read, sent anywhere or changed. Tokens of version 2 have the id of the application as their audience, never its URI.
 */
export default defineRule({
    id: "apim-jwt-strict",
    title: "Every request shows a token for this server",
    severity: "critical",
    level: "mandatory",
    practices: ["MUST-1", "MUST-2", "2.1", "2.3", "7.2", "ZT-1"],
    references: { mcsb: ["IM-1", "IM-4"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",
    types: ["apimanagement:ApiPolicy"],
    ...policyReads,
    why: "A token of another tenant, for another server or of an unknown client is as good as none, and whoever finds a way around the check is everybody.",
    fix: 'Put validate-azure-ad-token directly into inbound, not into a branch or a fragment, with tenant-id, header-name "Authorization", failed-validation-httpcode "401", audiences and client-application-ids, each an id or a named value; or validate-jwt with require-scheme "Bearer", the openid-config of one tenant, audiences, and a required claim azp. Read, send or change the request behind it only.',
    check: (inputs) =>
        findingsInServer(inputs, ({ inbound }) => {
            const validations = inbound.filter(isValidation);
            const strict = validations.find((validation) => problemsOf(validation).length === 0);
            if (strict === undefined) return validations.map(problemsOf)[0] ?? [notThere];
            return tooEarly(inbound.slice(0, inbound.indexOf(strict)));
        }),
    examples: {
        compliant: [
            { inputs: policy(validation(entra, clients, audiences)) },
            {
                inputs: policy(
                    variable("Authorization", "context.Request.IpAddress"),
                    '<set-header name="X-Forwarded-User" exists-action="delete" />',
                    validation({ ...entra, "tenant-id": "{{tenant-id}}" }, clients, audiences),
                    '<set-header name="Authorization" exists-action="delete" />',
                ),
            },
            { inputs: policy(validation(jwt, keys, audiences, azp)) },
            {
                inputs: policy(
                    validation({ ...jwt, "require-expiration-time": "true" }, keys, audiences),
                    validation({ ...jwt, "require-signed-tokens": "true" }, keys, audiences, azp),
                ),
            },
            {
                inputs: examplePolicy({
                    inbound: '<return-response><set-status code="200" /></return-response><base />',
                }),
            },
        ],
        violating: [
            ...[
                policy(),
                // for some requests only
                policy(`<choose>${when('"{{environment}}" != "dev"', validation(entra, clients, audiences))}</choose>`),
                policy(validation(entra, clients)),
                policy(validation(entra, clients, parts("audiences", "audience", "*"))),
                policy(
                    validation(
                        entra,
                        clients,
                        parts("audiences", "audience", "{{mcp-orders-client-id}}", "api://orders"),
                    ),
                ),
                policy(validation({ ...entra, "tenant-id": "common" }, clients, audiences)),
                policy(validation({ ...entra, "tenant-id": "" }, clients, audiences)),
                policy(
                    validation(
                        { ...entra, "tenant-id": "@((string)context.Variables[&quot;tenant&quot;])" },
                        clients,
                        audiences,
                    ),
                ),
                policy(validation(entra, audiences)),
                policy(validation(entra, audiences, claim("tid", tenant))),
                policy(validation(entra, parts("client-application-ids", "application-id", "*"), audiences)),
                policy(validation({ ...entra, "header-name": "X-Token" }, clients, audiences)),
                policy(validation({ ...entra, "query-parameter-name": "access_token" }, clients, audiences)),
                policy(validation({ ...entra, "token-value": "@(context.RequestId.ToString())" }, clients, audiences)),
                policy(validation({ ...entra, "failed-validation-httpcode": "403" }, clients, audiences)),
                policy(validation({ ...entra, "ignore-error": "true" }, clients, audiences)),
                policy(validation({ ...jwt, "require-scheme": "Basic" }, keys, audiences, azp)),
                policy(validation({ ...jwt, "require-expiration-time": "false" }, keys, audiences, azp)),
                policy(validation({ ...jwt, "require-signed-tokens": "false" }, keys, audiences, azp)),
                policy(validation(jwt, audiences, azp)),
                policy(validation(jwt, keys, openId("organizations"), audiences, azp)),
                policy(validation(jwt, keys.replace("https:", "http:"), audiences, azp)),
                policy(validation(jwt, '<openid-config url="https://@(context.Request.Host)/keys" />', audiences, azp)),
                policy(variable("body", "context.Request.Body.As<string>()"), validation(entra, clients, audiences)),
                policy(
                    '<set-header name="Authorization" exists-action="delete" />',
                    validation(entra, clients, audiences),
                ),
                policy(
                    `<choose>${when("true", '<send-request mode="new" response-variable-name="user" />')}</choose>`,
                    validation(entra, clients, audiences),
                ),
            ].map((inputs) => ({ inputs })),
            { inputs: { format: "xml", value: "<policies>" } },
        ],
    },
});

const notThere = "nothing checks the token of every request: validate-azure-ad-token stands in a branch, or nowhere";
const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function problemsOf(validation: Statement): string[] {
    const { name, attributes } = validation;
    const wanted = name === "validate-jwt" ? wantedOfJwt : wantedOfEntra;
    return [...wantedOfAll, ...wanted]
        .filter(([holds]) => !holds(attributes, validation))
        .map(([, message]) => message);
}

type Wanted = [(attributes: Statement["attributes"], validation: Statement) => boolean, message: string][];

const wantedOfAll: Wanted = [
    [(at) => /^authorization$/i.test(at["header-name"] ?? ""), "the token must be that of the header Authorization"],
    [(at) => !("query-parameter-name" in at), "a token must not be taken from the address"],
    [(at) => !("token-value" in at), "a token must not be taken from elsewhere"],
    [(at) => at["failed-validation-httpcode"] === "401", "failed-validation-httpcode must be 401"],
    [(at) => !("ignore-error" in at), "a failed validation must not be ignored"],
    [
        (_, validation) => areIds(partsOf(validation, "audience")),
        "audiences must be ids of applications, and one at least",
    ],
    [
        (_, validation) => areIds(clientsOf(validation)),
        "the clients that may call must be listed by id, or required by the claim azp",
    ],
];

const wantedOfEntra: Wanted = [[(at) => isId(at["tenant-id"] ?? ""), "tenant-id must be the id of one tenant"]];

const wantedOfJwt: Wanted = [
    [(at) => at["require-scheme"] === "Bearer", "require-scheme must be Bearer"],
    [(at) => isDefault(at["require-expiration-time"]), "tokens without an end must be refused"],
    [(at) => isDefault(at["require-signed-tokens"]), "tokens without a signature must be refused"],
    [(_, validation) => areOfOneTenant(partsOf(validation, "openid-config")), "openid-config must be of one tenant"],
];

function isDefault(value = "true"): boolean {
    return value === "true";
}

/** Of the claim by which version 1 or 2 of a token names its client. */
function clientsOf(validation: Statement): Statement[] {
    const claims = partsOf(validation, "claim").filter(({ attributes }) => /^(azp|appid)$/.test(attributes.name ?? ""));
    return [...partsOf(validation, "application-id"), ...claims.flatMap((each) => partsOf(each, "value"))];
}

function areIds(elements: readonly Statement[]): boolean {
    return elements.length > 0 && elements.every(({ text }) => isId(text.trim()));
}

function isId(text: string): boolean {
    return id.test(text) || isNamedValue(text);
}

function areOfOneTenant(configurations: readonly Statement[]): boolean {
    const urls = configurations.map(({ attributes }) => attributes.url ?? "");
    return urls.length > 0 && urls.every((url) => /^https:/.test(url) && !isExpression(url) && !shared.test(url));
}

/** Addresses of Entra that issue tokens of every tenant. */
const shared = /\/(common|organizations|consumers)(\/|$)/i;

function tooEarly(before: readonly Statement[]): string[] {
    const early = steps(before)
        .map(({ statement }) => statement)
        .filter(touches)
        .map(({ name }) => name);
    return [...new Set(early)].map(
        (name) => `${name} reads, sends or changes a request whose token nobody has checked`,
    );
}

const touching =
    /^(send-|cache-|authentication-|get-authorization-context|validate-content|llm-|log-to-|set-body|set-backend-service)/;

/** Whether a statement does with a request what only known callers may cause. */
function touches(statement: Statement): boolean {
    const isCredential = isHeader(statement, "authorization");
    return isCredential || touching.test(statement.name) || textsOf(statement).some(readsBody);
}

function readsBody(text: string): boolean {
    return /\bRequest\s*\??\s*\.\s*Body\b/.test(text);
}

function policy(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}

function validation(attributes: Record<string, string>, ...children: string[]): string {
    const name = "tenant-id" in attributes ? "validate-azure-ad-token" : "validate-jwt";
    const given = Object.entries(attributes).map(([key, value]) => `${key}="${value}"`);
    return `<${[name, ...given].join(" ")}>${children.join("")}</${name}>`;
}

function parts(list: string, name: string, ...texts: string[]): string {
    return `<${list}>${texts.map((text) => `<${name}>${text}</${name}>`).join("")}</${list}>`;
}

function claim(name: string, value: string): string {
    return `<required-claims><claim name="${name}"><value>${value}</value></claim></required-claims>`;
}

function openId(issuer: string): string {
    return `<openid-config url="https://login.microsoftonline.com/${issuer}/v2.0/.well-known/openid-configuration" />`;
}
