import { defineRule, unless } from "../../engine";
import { application, redirectUris, registration } from "./entra-types";

const lists = ["redirectUris", "web.redirectUris", "singlePageApplication.redirectUris", "publicClient.redirectUris"];
const grants = [
    "implicitAccessTokenIssuanceEnabled",
    "implicitIdTokenIssuanceEnabled",
    "web.implicitGrant.accessTokenIssuanceEnabled",
    "web.implicitGrant.idTokenIssuanceEnabled",
];

/** Codes and tokens reach the client that asked for them. Graph issues none implicitly unless it is told to. */
export default defineRule({
    id: "entra-app-redirects",
    title: "Sign-ins end at exact addresses",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-3"],
    references: {},
    component: "EntraPublicClient",
    url: "https://learn.microsoft.com/entra/identity-platform/reply-url",
    types: [redirectUris, registration, application],
    reads: [...lists, ...grants],
    optional: [...lists, ...grants],
    why: "Entra sends the code, or with the implicit grant the token itself, to a redirect URI: one without TLS can be read on its way, one with a wildcard leads to whoever gets hold of a matching name.",
    fix: "Give redirect URIs in full, with https or, for programs on the user's device, http://localhost or http://127.0.0.1; and switch off both implicit grants.",
    check: (inputs) => {
        const { web, singlePageApplication, publicClient } = inputs;
        const uris = [inputs, web, singlePageApplication, publicClient].map((owner) => owner?.redirectUris ?? []);
        const implicit = [
            inputs.implicitAccessTokenIssuanceEnabled,
            inputs.implicitIdTokenIssuanceEnabled,
            web?.implicitGrant?.accessTokenIssuanceEnabled,
            web?.implicitGrant?.idTokenIssuanceEnabled,
        ];
        return [
            ...lists.flatMap((path, index) =>
                unless(uris[index].every(isExact), path, "a sign-in may end where somebody else listens"),
            ),
            ...grants.flatMap((path, index) =>
                unless((implicit[index] ?? false) === false, path, "tokens are issued without a code"),
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { redirectUris: ["http://localhost:6274/oauth/callback", "http://127.0.0.1"] } },
            {
                type: registration,
                inputs: { implicitAccessTokenIssuanceEnabled: false, implicitIdTokenIssuanceEnabled: false },
            },
            {
                type: application,
                inputs: {
                    web: {
                        redirectUris: ["https://mcp.contoso.com/callback"],
                        implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
                    },
                    singlePageApplication: { redirectUris: ["https://mcp.contoso.com/"] },
                    publicClient: { redirectUris: ["http://localhost"] },
                },
            },
        ],
        violating: [
            { inputs: { redirectUris: ["http://mcp.contoso.com/callback"] } },
            { inputs: { redirectUris: ["https://*.contoso.com/callback"] } },
            { inputs: { redirectUris: ["http://localhost.attacker.example/callback"] } },
            { inputs: { redirectUris: ["cursor://callback"] } },
            { type: registration, inputs: { implicitAccessTokenIssuanceEnabled: true } },
            { type: registration, inputs: { implicitIdTokenIssuanceEnabled: true } },
            { type: application, inputs: { web: { redirectUris: ["http://mcp.contoso.com/callback"] } } },
            { type: application, inputs: { web: { implicitGrant: { accessTokenIssuanceEnabled: true } } } },
            { type: application, inputs: { web: { implicitGrant: { idTokenIssuanceEnabled: true } } } },
            { type: application, inputs: { singlePageApplication: { redirectUris: ["https://contoso.com/*"] } } },
            { type: application, inputs: { publicClient: { redirectUris: ["urn:ietf:wg:oauth:2.0:oob"] } } },
        ],
    },
});

function isExact(uri: string): boolean {
    return !uri.includes("*") && /^(https:\/\/[^/@\s]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/|$)/.test(uri);
}
