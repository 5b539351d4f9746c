// Does not prove that a program can sign in with the client.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EntraPublicClient, type EntraPublicClientArgs } from "../../../components";
import { entraPublicClientProblems } from "../../../components/entra-application/entra-public-client";
import { capture } from "../../support/capture";
import { clientArgs, users } from "./sample-args";

const token = (name: string) => `azuread:index/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;
const applicationId = "inspector-registration_id";
const server = "55555555-5555-4555-8555-000000000008";
const scopeId = "66666666-6666-4666-8666-000000000001";

const captureClient = (args: Partial<EntraPublicClientArgs> = {}) =>
    capture(() => new EntraPublicClient("inspector", { ...clientArgs, ...args }));
const everything = { users: { all: users }, apis: { orders: { clientId: server, scopeIds: [scopeId] } } };

describe("EntraPublicClient", () => {
    it("is of this tenant, without secrets, and gets tokens on no other way", async () => {
        const resources = await captureClient();
        assert.deepEqual(resources.typesAndNames(), [
            `${token("ApplicationRedirectUris")} inspector-redirects`,
            `${token("ApplicationRegistration")} inspector-registration`,
            `${token("ServicePrincipal")} inspector-principal`,
        ]);
        assert.deepEqual(resources.only(token("ApplicationRegistration")).inputs, {
            displayName: "MCP Inspector",
            notes: "Public client",
            signInAudience: "AzureADMyOrg",
            requestedAccessTokenVersion: 2,
            implicitAccessTokenIssuanceEnabled: false,
            implicitIdTokenIssuanceEnabled: false,
        });
        assert.deepEqual(resources.only("zero-trust-mcp:index:EntraPublicClient").inputs, {});
    });

    it("sends people back as a public client, never to a page", async () => {
        assert.deepEqual((await captureClient()).only(token("ApplicationRedirectUris")).inputs, {
            applicationId,
            type: "PublicClient",
            redirectUris: clientArgs.redirectUris,
        });
    });

    it("is for who is assigned", async () => {
        const resources = await captureClient(everything);
        assert.equal(resources.only(token("ServicePrincipal")).inputs.appRoleAssignmentRequired, true);
        assert.deepEqual(resources.only(token("AppRoleAssignment")).inputs, {
            appRoleId: "00000000-0000-0000-0000-000000000000",
            principalObjectId: users,
            resourceObjectId: "55555555-5555-4555-8555-000000000004",
        });
    });

    it("may ask for the scopes that it is told, and for no role", async () => {
        const resources = await captureClient(everything);
        const access = resources.only(token("ApplicationApiAccess"));
        assert.deepEqual(access.inputs, { applicationId, apiClientId: server, scopeIds: [scopeId] });
        assert.deepEqual(resources.waitsFor()["inspector-api-orders"], [
            "inspector-redirects",
            "inspector-registration",
        ]);
    });

    it("gives its client id when it is complete", async () => {
        class Waiting extends pulumi.CustomResource {
            constructor({ clientId, servicePrincipalId }: EntraPublicClient) {
                super("test:index:Waiting", "waiting", { clientId, servicePrincipalId });
            }
        }
        const resources = await capture(
            () => new Waiting(new EntraPublicClient("inspector", { ...clientArgs, ...everything })),
        );
        assert.deepEqual(resources.only("test:index:Waiting").inputs, {
            clientId: "55555555-5555-4555-8555-000000000003",
            servicePrincipalId: "55555555-5555-4555-8555-000000000004",
        });
        assert.deepEqual(resources.waitsFor().waiting, [
            "inspector-api-orders",
            "inspector-principal",
            "inspector-registration",
            "inspector-user-all",
        ]);
    });

    for (const [argument, args] of Object.entries({
        "apis.orders.clientId": { apis: { orders: { clientId: pulumi.output("x"), scopeIds: [scopeId] } } },
        "apis.orders.scopeIds": { apis: { orders: { clientId: server, scopeIds: [pulumi.output("x")] } } },
        "The principal of inspector-user-all": { users: { all: pulumi.output("x") } },
    }))
        it(`is refused when a value from elsewhere is none: ${argument}`, async () => {
            await assert.rejects(captureClient(args), {
                message: new RegExp(`: ${argument} is "x"; it must be a GUID\\.$`),
            });
        });
});

describe("entraPublicClientProblems", () => {
    const redirect = (uri: string) => ({ redirectUris: [uri] });
    const rule =
        "it must be an https URL, or begin with http://localhost or http://127.0.0.1, without wildcard, query and fragment, and have 256 characters at most.";
    const good = [
        "http://localhost",
        "http://localhost:6274/oauth/callback",
        "http://127.0.0.1:33418/",
        "https://vscode.dev/redirect",
        "https://claude.ai/api/mcp/auth_callback",
    ];
    const bad = [
        "http://mcp.contoso.com/callback",
        "http://localhost.evil.example/callback",
        "http://localhost@evil.example/",
        "http://127.0.0.10/",
        "https://*.contoso.com/callback",
        "https://contoso.com/*",
        "https://contoso.com/callback#token",
        "https://contoso.com/callback?next=https://evil.example",
        "https://user:password@contoso.com/callback",
        "vscode://callback",
        "urn:ietf:wg:oauth:2.0:oob",
        `https://contoso.com/${"x".repeat(240)}`,
        "",
    ];
    const cases: [title: string, args: object, problem: string | undefined][] = [
        ...good.map((uri): [string, object, undefined] => [uri, redirect(uri), undefined]),
        ...bad.map((uri): [string, object, string] => [
            uri.slice(0, 60),
            redirect(uri),
            `redirectUris[0] is "${uri}"; ${rule}`,
        ]),
        ["no redirect URI", { redirectUris: [] }, "redirectUris is empty; give at least one."],
        [
            "one twice",
            { redirectUris: ["http://localhost", "http://localhost"] },
            "redirectUris has the same URI twice; remove one.",
        ],
        ["no name", { displayName: "" }, 'displayName is ""; it must be text of 1 to 120 characters.'],
        ["users by name", { users: { all: "all" } }, 'users.all is "all"; it must be a GUID.'],
        [
            "an API by name",
            { apis: { orders: { clientId: "orders", scopeIds: [scopeId] } } },
            'apis.orders.clientId is "orders"; it must be a GUID.',
        ],
        [
            "an API without scopes",
            { apis: { orders: { clientId: server, scopeIds: [] } } },
            "apis.orders.scopeIds is empty; give at least one.",
        ],
        [
            "a scope by name",
            { apis: { orders: { clientId: server, scopeIds: ["mcp.read"] } } },
            'apis.orders.scopeIds[0] is "mcp.read"; it must be a GUID.',
        ],
        [
            "an API with a name that no resource can have",
            { apis: { "a.b": { clientId: server, scopeIds: [scopeId] } } },
            '"a.b" in apis is no short name; it must be lower-case letters, digits and single hyphens, a letter first.',
        ],
    ];
    for (const [title, args, problem] of cases)
        it(`says about ${title}: ${problem?.slice(0, 60) ?? "nothing"}`, () => {
            assert.deepEqual(
                entraPublicClientProblems("inspector", { ...clientArgs, ...args }),
                problem === undefined ? [] : [problem],
            );
        });

    it("says that the component's name is none", () => {
        assert.deepEqual(entraPublicClientProblems("Inspector", clientArgs), [
            'The component\'s name is "Inspector"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ]);
    });
});
