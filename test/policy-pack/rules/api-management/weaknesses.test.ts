// Does not prove that a document without findings has none of these weaknesses: a rule sees what its page says.
import assert from "node:assert/strict";
import { rules } from "../../../../policy-pack/rules";
import {
    examplePolicy,
    lines,
    refusal,
    variable,
    when,
} from "../../../../policy-pack/rules/api-management/example-policy";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

/** What gateways before this one got wrong, as one rule finds it. */
interface Weakness {
    name: string;
    rule: string;
    resources: Record<string, SampleResource>;
    found: string;
}

const place = { serviceName: "apim", apiId: "oauth", operationId: "operation" };
const validation = '<validate-azure-ad-token header-name="Authorization" output-token-variable-name="jwt" />';
const claim = (name: string) =>
    variable(name, `((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("${name}", "")`);
const header = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}", "")`;
const query = (name: string) => `context.Request.Url.Query.GetValueOrDefault("${name}", "")`;
const body = "context.Request.Body.As<JObject>(preserveContent: true)";
const escaped = (code: string) => code.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const choose = (...branches: string[]) => `<choose>${branches.join("")}</choose>`;

function api(sections: Parameters<typeof examplePolicy>[0]): Record<string, SampleResource> {
    const inputs = { serviceName: "apim", apiId: "orders", ...examplePolicy(sections) };
    return { api: { type: "apimanagement:ApiPolicy", inputs } };
}

function operation(urlTemplate: string, ...inbound: string[]): Record<string, SampleResource> {
    const policy = { ...place, ...examplePolicy({ inbound: lines(...inbound) }) };
    return {
        operation: { type: "apimanagement:ApiOperation", inputs: { ...place, urlTemplate } },
        policy: { type: "apimanagement:ApiOperationPolicy", inputs: policy },
    };
}

const consent = (hash: string) =>
    `!${header("Cookie")}.Contains("__Host-consent=" + new ${hash}().ComputeHash((string)context.Variables["oid"] + ${query("client_id")}))`;
const page = (text: string) => `<return-response><set-body>@(${escaped(text)})</set-body></return-response>`;
const redirect = (state: string) =>
    `<return-response><set-status code="302" /><set-header name="Location"><value>@("https://login.microsoftonline.com/?state=" + ${state})</value></set-header></return-response>`;
const fresh = redirect("Guid.NewGuid()");
const signedIn = [validation, claim("oid")];
const gate = choose(when(consent("HMACSHA256"), page('"Do you allow it?"')));

const shield =
    '<send-request mode="new" response-variable-name="shield" ignore-error="true"><set-url>{{safety}}text:shieldPrompt</set-url><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></send-request>';
const attack =
    '(bool)((IResponse)context.Variables["shield"]).Body.As<JObject>()["userPromptAnalysis"]["attackDetected"]';
const entra = (attributes: string, audience: string) =>
    `<validate-azure-ad-token ${attributes} header-name="Authorization" failed-validation-httpcode="401"><client-application-ids><application-id>{{client}}</application-id></client-application-ids>${audience}</validate-azure-ad-token>`;
const audience = "<audiences><audience>{{audience}}</audience></audiences>";
const consentAsked =
    "a client is signed in for whom the user was not asked: no signed cookie of user and client decides, the state is that of the client, or a page shows what the address holds";
const wellKnown = "/.well-known/oauth-protected-resource/orders/mcp";
const published = page('"{\\"resource\\":\\"api://orders\\"}"').replace(
    "<set-body>",
    '<set-status code="200" /><set-body>',
);

/** W12 is about named values (apim-named-values-kv), W14 about the network (apim-private-ingress): no document shows them. */
const weaknesses: Weakness[] = [
    {
        name: "W1 a cookie of consent that nobody signed",
        rule: "apim-consent-gate",
        resources: operation(
            "/authorize",
            ...signedIn,
            choose(when(consent("SHA256"), page('"Do you allow it?"'))),
            fresh,
        ),
        found: consentAsked,
    },
    {
        name: "W2 the state of the client used again",
        rule: "apim-consent-gate",
        resources: operation("/authorize", ...signedIn, gate, redirect(query("state"))),
        found: consentAsked,
    },
    {
        name: "W3 registration of clients by anybody",
        rule: "apim-consent-gate",
        resources: operation("/register", page('"{\\"client_id\\":\\"orders\\"}"')),
        found: "anybody can register a client",
    },
    {
        name: "W4 the token of the client handed on to the server",
        rule: "apim-no-token-passthrough",
        resources: api({ inbound: lines(validation) }),
        found: "the header Authorization reaches the server as the client sent it, in some requests at least",
    },
    {
        name: "W5 no audience",
        rule: "apim-jwt-strict",
        resources: api({ inbound: lines(entra('tenant-id="{{tenant}}"', "")) }),
        found: "audiences must be ids of applications, and one at least",
    },
    {
        name: "W5 one audience for all servers",
        rule: "apim-jwt-strict",
        resources: api({ inbound: lines(entra('tenant-id="{{tenant}}"', audience.replace("{{audience}}", "*"))) }),
        found: "audiences must be ids of applications, and one at least",
    },
    {
        name: "W6 the issuer common",
        rule: "apim-jwt-strict",
        resources: api({ inbound: lines(entra('tenant-id="common"', audience)) }),
        found: "tenant-id must be the id of one tenant",
    },
    {
        name: "W7 the id of a session in the place of a token",
        rule: "apim-no-session-auth",
        resources: api({ inbound: lines(choose(when(`${header("Mcp-Session-Id")} == ""`, validation))) }),
        found: "the token is not checked on every request: no validation stands directly in inbound",
    },
    ...[header("Mcp-Session-Id"), 'context.RequestId + "calls"', `${body}["id"]`].map((key) => ({
        name: `W8 ${key} as the key of a limit`,
        rule: "apim-rate-limit-layers",
        resources: api({
            inbound: lines(`<rate-limit-by-key counter-key="${escaped(`@(${key})`).replaceAll('"', "&quot;")}" />`),
        }),
        found: "a counter-key is constant, or can be chosen by the client",
    })),
    {
        name: "W9 a check of content that passes when it fails",
        rule: "apim-content-safety",
        resources: api({ inbound: lines(shield, choose(when(attack, refusal(403)))) }),
        found: "arguments reach the server although Prompt Shields did not read them",
    },
    {
        name: "W10 a parameter shown in a page",
        rule: "apim-consent-gate",
        resources: operation(
            "/authorize",
            ...signedIn,
            choose(when(consent("HMACSHA256"), page(`"Do you allow " + ${query("client_id")} + "?"`))),
            fresh,
        ),
        found: consentAsked,
    },
    {
        name: "W11 the whole token in a trace",
        rule: "apim-no-token-passthrough",
        resources: api({
            inbound: lines(
                `<trace source="mcp"><message>@(${header("Authorization")})</message></trace>`,
                '<set-header name="Authorization" exists-action="delete" />',
            ),
        }),
        found: "trace hands on the header Authorization of the client",
    },
    {
        name: "W13 metadata of another resource than the identifier URI",
        rule: "apim-prm-endpoint",
        resources: {
            ...api({
                onError: lines(
                    `<set-header name="WWW-Authenticate"><value>Bearer resource_metadata="https://mcp.contoso.com${wellKnown}"</value></set-header>`,
                ),
            }),
            operation: { type: "apimanagement:ApiOperation", inputs: { ...place, urlTemplate: wellKnown } },
            policy: {
                type: "apimanagement:ApiOperationPolicy",
                inputs: { ...place, ...examplePolicy({ inbound: `${published}<base />` }) },
            },
        },
        found: "no operation publishes the metadata of the resource that the challenge names",
    },
    {
        name: "W15 a flag that leads past the token",
        rule: "apim-jwt-strict",
        resources: api({
            inbound: lines(
                choose(when('"{{skip-authentication}}" != "true"', entra('tenant-id="{{tenant}}"', audience))),
            ),
        }),
        found: "nothing checks the token of every request: validate-azure-ad-token stands in a branch, or nowhere",
    },
    {
        name: "W16 tools that nobody listed allowed",
        rule: "apim-tool-authz",
        resources: api({
            inbound: lines(
                validation,
                claim("scp"),
                variable("tool", `${body}["params"]["name"]`),
                choose(
                    when(
                        '(string)context.Variables["tool"] == "cancel_order" && !((string)context.Variables["scp"]).Contains("orders.write")',
                        refusal(403),
                    ),
                ),
            ),
        }),
        found: "tools that nobody listed are not refused by default",
    },
    {
        name: "W17 a header that names another tool than the body",
        rule: "apim-tool-authz",
        resources: api({ inbound: lines(validation, variable("tool", header("Mcp-Name"))) }),
        found: "the header mcp-name may say something else than the body of the request",
    },
    {
        name: "W18 a body that is written anew, without what its parser dropped",
        rule: "apim-schema-validation",
        resources: api({ inbound: lines(`<set-body>@(${escaped(body)}.ToString())</set-body>`) }),
        found: "the body is written anew after the gateway has judged it",
    },
    {
        name: "W18 names of members in any case",
        rule: "apim-schema-validation",
        resources: api({
            inbound: lines(
                '<validate-content unspecified-content-type-action="prevent" size-exceeded-action="prevent"><content validate-as="json" action="prevent" schema-id="orders" case-insensitive-property-names="true" /></validate-content>',
            ),
        }),
        found: "arguments are not compared with the schema of their tool, or a difference stops nothing",
    },
];

describe("the rules on policy documents find", () => {
    for (const { name, rule: id, resources, found } of weaknesses)
        it(name, () => {
            const rule = rules.find((each) => each.id === id);
            assert.ok(rule, id);
            const messages = judge(rule, stackOf(resources)).findings.map(({ message }) => message);
            assert.ok(messages.includes(found), messages.join("\n"));
        });
});
