// Does not prove that Entra accepts the application, nor that it issues tokens for it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { validate as isUuid } from "uuid";
import { EntraApplication, type EntraApplicationArgs } from "../../../components";
import { permissionId } from "../../../components/entra-application/entra-application";
import { endpointOf } from "../../../components/shared/endpoint";
import { type Capture, capture, UNKNOWN } from "../../support/capture";
import {
    applicationArgs,
    breakGlass,
    endpoint,
    gateway,
    manager,
    managers,
    tenantId,
    users,
    visualStudioCode,
} from "./sample-args";

const token = (name: string) => `azuread:index/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;
const applicationId = "orders-registration_id";
const clientId = "55555555-5555-4555-8555-000000000003";
const servicePrincipalId = "55555555-5555-4555-8555-000000000004";
const read = permissionId(endpoint, "scope", "mcp.read");
const write = permissionId(endpoint, "scope", "orders.write");

const captureApplication = (args: Partial<EntraApplicationArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new EntraApplication("orders", { ...applicationArgs, ...args }), { preview });

const everything: Partial<EntraApplicationArgs> = {
    roles: { "Orders.Manager": manager },
    preAuthorizedClients: { vscode: { clientId: visualStudioCode, scopes: ["mcp.read"] } },
    assignments: { users: { principalId: users }, managers: { principalId: managers, role: "Orders.Manager" } },
    federatedCredentials: {
        gateway: { issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`, subject: gateway },
    },
    owners: { platform: gateway },
    conditionalAccess: { state: "on", breakGlassGroupId: breakGlass },
};

describe("EntraApplication", () => {
    it("is of this tenant, with tokens of version 2 and nothing that issues them otherwise", async () => {
        const resources = await captureApplication();
        const registration = resources.only(token("ApplicationRegistration"));
        assert.deepEqual(registration.inputs, {
            displayName: "MCP server orders",
            notes: endpoint,
            signInAudience: "AzureADMyOrg",
            requestedAccessTokenVersion: 2,
            implicitAccessTokenIssuanceEnabled: false,
            implicitIdTokenIssuanceEnabled: false,
        });
        const component = resources.only("zero-trust-mcp:index:EntraApplication");
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
        assert.deepEqual(component.inputs, {});
    });

    it("consists of its parts and what stands for it, and of nobody by itself", async () => {
        assert.deepEqual((await captureApplication()).typesAndNames(), [
            `${token("ApplicationIdentifierUri")} orders-uri`,
            `${token("ApplicationPermissionScope")} orders-scope-mcp.read`,
            `${token("ApplicationPermissionScope")} orders-scope-orders.write`,
            `${token("ApplicationRegistration")} orders-registration`,
            `${token("ServicePrincipal")} orders-principal`,
        ]);
    });

    it("writes its parts one after another, each after what it needs", async () => {
        const waits = (await captureApplication(everything)).waitsFor();
        const order = [
            "orders-registration",
            "orders-uri",
            "orders-scope-mcp.read",
            "orders-scope-orders.write",
            "orders-role-Orders.Manager",
            "orders-role-access",
            "orders-client-vscode",
            "orders-credential-gateway",
            "orders-owner-platform",
        ];
        for (const [index, name] of order.entries()) {
            const before = order[index - 1];
            assert.ok(before === undefined || waits[name]?.includes(before), `${name} waits for ${waits[name]}`);
            assert.ok(index === 0 || waits[name]?.includes("orders-registration"), name);
        }
        assert.deepEqual(waits["orders-principal"], ["orders-registration", "orders-role-access"]);
        assert.deepEqual(waits["orders-assignment-users"], ["orders-principal", "orders-role-access"]);
        assert.deepEqual(waits["orders-assignment-managers"], ["orders-principal", "orders-role-Orders.Manager"]);
        assert.deepEqual(waits["orders-access-sign-in"], ["orders-principal"]);
    });

    it("has the endpoint as its only identifier URI", async () => {
        const uri = (await captureApplication()).only(token("ApplicationIdentifierUri"));
        assert.deepEqual(uri.inputs, { applicationId, identifierUri: endpoint });
    });

    it("has the endpoint of every host and server as identifier URI, byte for byte, in a preview, too", async () => {
        const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
        const server = fc.stringMatching(/^[a-z](-?[a-z0-9]){1,39}$/);
        await fc.assert(
            fc.asyncProperty(fc.array(label, { maxLength: 3 }), server, fc.boolean(), async (labels, name, preview) => {
                const { url } = endpointOf([...labels, "contoso.com"].join("."), name);
                const resources = await captureApplication({ endpoint: url }, preview);
                const { inputs, unknownPaths } = resources.only(token("ApplicationIdentifierUri"));
                assert.equal(inputs.identifierUri, url);
                assert.deepEqual(unknownPaths, preview ? ["applicationId"] : []);
            }),
            { seed: 1, numRuns: 40 },
        );
    });

    it("takes the endpoint of the backend as it is", async () => {
        const backend = `${endpoint}/backend`;
        const uri = (await captureApplication({ endpoint: backend })).only(token("ApplicationIdentifierUri"));
        assert.equal(uri.inputs.identifierUri, backend);
    });

    for (const host of ["mcp.fabrikam.com", "mcp.unverified.example", "evilcontoso.com"])
        it(`refuses ${host}, which the tenant has not verified, in a preview`, async () => {
            const url = `https://${host}/orders/mcp`;
            await assert.rejects(captureApplication({ endpoint: url }, true), ({ message }: Error) =>
                message.endsWith(
                    `: endpoint is "${url}", whose domain the tenant has not verified; it must be one of contoso.com, contoso.example, or below one of them. Verify the domain first: docs/entra.md.`,
                ),
            );
        });
});

describe("EntraApplication: scopes and roles", () => {
    it("lets users consent to a scope unless an administrator has to", async () => {
        const scopes = (await captureApplication()).all(token("ApplicationPermissionScope"));
        assert.deepEqual(
            scopes.map(({ inputs }) => inputs),
            [
                {
                    applicationId,
                    scopeId: read,
                    value: "mcp.read",
                    type: "User",
                    adminConsentDisplayName: "See the tools",
                    adminConsentDescription: "See which tools the server offers.",
                    userConsentDisplayName: "See the tools",
                    userConsentDescription: "See which tools the server offers.",
                },
                {
                    applicationId,
                    scopeId: write,
                    value: "orders.write",
                    type: "Admin",
                    adminConsentDisplayName: "Change orders",
                    adminConsentDescription: "Create and change orders.",
                },
            ],
        );
    });

    it("gives a role to the kinds of members that it names", async () => {
        const roles = { "Gateway.Invoke": { ...manager, members: ["Application" as const] } };
        assert.deepEqual((await captureApplication({ roles })).only(token("ApplicationAppRole")).inputs, {
            applicationId,
            roleId: permissionId(endpoint, "role", "Gateway.Invoke"),
            value: "Gateway.Invoke",
            displayName: "Order manager",
            description: "Cancel and refund orders.",
            allowedMemberTypes: ["Application"],
        });
    });

    it("gives each scope and role of each endpoint an id that stays", () => {
        const other = "https://mcp.contoso.com/invoices/mcp";
        const ids = [
            read,
            write,
            permissionId(endpoint, "role", "mcp.read"),
            permissionId(other, "scope", "mcp.read"),
            permissionId(other, "scope", "orders.write"),
        ];
        assert.ok(ids.every((id) => isUuid(id)));
        assert.equal(new Set(ids).size, ids.length);
        assert.equal(permissionId(endpoint, "scope", "mcp.read"), "c47b3c3c-5310-5629-a13e-4cd6f9608be9");
    });
});

describe("EntraApplication: access", () => {
    const assignments = async (args: Partial<EntraApplicationArgs>) =>
        Object.fromEntries(
            (await captureApplication(args))
                .all(token("AppRoleAssignment"))
                .map(({ name, inputs }) => [
                    name,
                    [inputs.principalObjectId, inputs.appRoleId, inputs.resourceObjectId],
                ]),
        );

    it("is for who is assigned", async () => {
        assert.deepEqual((await captureApplication()).only(token("ServicePrincipal")).inputs, {
            clientId,
            accountEnabled: true,
            appRoleAssignmentRequired: true,
            useExisting: false,
        });
    });

    it("without a role is the default access of an application that has no roles", async () => {
        assert.deepEqual(await assignments({ assignments: { users: { principalId: users } } }), {
            "orders-assignment-users": [users, "00000000-0000-0000-0000-000000000000", servicePrincipalId],
        });
    });

    it("without a role is a role without value where there are roles", async () => {
        const args = { roles: { "Orders.Manager": manager }, assignments: everything.assignments };
        const access = permissionId(endpoint, "role", "");
        assert.deepEqual(await assignments(args), {
            "orders-assignment-users": [users, access, servicePrincipalId],
            "orders-assignment-managers": [
                managers,
                permissionId(endpoint, "role", "Orders.Manager"),
                servicePrincipalId,
            ],
        });
        assert.deepEqual(
            (await captureApplication(args)).only(token("ApplicationAppRole"), "orders-role-access").inputs,
            {
                applicationId,
                roleId: access,
                displayName: "Access",
                description: "Use the application, without a role of its own.",
                allowedMemberTypes: ["User", "Application"],
            },
        );
    });

    it("has no such role when everybody has another", async () => {
        const roles = { "Orders.Manager": manager };
        const named = { managers: { principalId: managers, role: "Orders.Manager" } };
        const resources = await captureApplication({ roles, assignments: named });
        assert.deepEqual(
            resources.all(token("ApplicationAppRole")).map(({ name }) => name),
            ["orders-role-Orders.Manager"],
        );
    });

    it("needs no consent where a client is pre-authorized for a scope", async () => {
        const { inputs } = (await captureApplication(everything)).only(token("ApplicationPreAuthorized"));
        assert.deepEqual(inputs, { applicationId, authorizedClientId: visualStudioCode, permissionIds: [read] });
    });

    it("is proved with tokens of an exact issuer and subject for Entra", async () => {
        const { inputs } = (await captureApplication(everything)).only(token("ApplicationFederatedIdentityCredential"));
        assert.deepEqual(inputs, {
            applicationId,
            displayName: "gateway",
            audiences: ["api://AzureADTokenExchange"],
            issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
            subject: gateway,
        });
    });

    it("to the application itself is for its owners", async () => {
        const { inputs } = (await captureApplication(everything)).only(token("ApplicationOwner"));
        assert.deepEqual(inputs, { applicationId, ownerObjectId: gateway });
    });

    it("never has a secret", async () => {
        const { resources } = await captureApplication(everything);
        assert.deepEqual(
            resources.filter(({ type }) => /Password|Certificate|RedirectUris/.test(type)),
            [],
        );
        assert.deepEqual(
            resources.flatMap(({ secretPaths }) => secretPaths),
            [],
        );
    });

    const late: Record<string, Partial<EntraApplicationArgs>> = {
        "preAuthorizedClients.vscode.clientId": {
            preAuthorizedClients: { vscode: { clientId: pulumi.output("code"), scopes: ["mcp.read"] } },
        },
        "The principal of orders-assignment-users": { assignments: { users: { principalId: pulumi.output("all") } } },
        "owners.platform": { owners: { platform: pulumi.output("me") } },
        "federatedCredentials.gateway.issuer": {
            federatedCredentials: { gateway: { issuer: pulumi.output("login"), subject: gateway } },
        },
        "federatedCredentials.gateway.subject": {
            federatedCredentials: { gateway: { issuer: "https://login.example", subject: pulumi.output("*") } },
        },
        "The break-glass group of orders": {
            conditionalAccess: { state: "on", breakGlassGroupId: pulumi.output("glass") },
        },
    };
    for (const [argument, args] of Object.entries(late))
        it(`is refused when a value from elsewhere is none: ${argument}`, async () => {
            await assert.rejects(captureApplication(args), {
                message: new RegExp(`: ${argument} is "[a-z*]+"; it must be `),
            });
        });
});

describe("EntraApplication: outputs", () => {
    const outputsOf = async (preview: boolean) => {
        const known: Record<string, unknown> = {};
        const resources = await capture(
            () => {
                const application = new EntraApplication("orders", { ...applicationArgs, ...everything });
                const { clientId, applicationId, servicePrincipalId, identifierUri, scopeIds, roleIds } = application;
                const all = { clientId, applicationId, servicePrincipalId, identifierUri, scopeIds, roleIds };
                for (const [name, output] of Object.entries(all)) {
                    (output as pulumi.Output<unknown>).apply((value) => {
                        known[name] = value;
                    });
                }
                new Waiting(application);
            },
            { preview },
        );
        return { known, resources };
    };

    /** A resource that needs the client id. */
    class Waiting extends pulumi.CustomResource {
        constructor({ clientId }: EntraApplication) {
            super("test:index:Waiting", "waiting", { clientId });
        }
    }

    const ids = {
        identifierUri: endpoint,
        scopeIds: { "mcp.read": read, "orders.write": write },
        roleIds: { "Orders.Manager": permissionId(endpoint, "role", "Orders.Manager") },
    };

    it("are ids, and known in a preview where Entra does not choose them", async () => {
        assert.deepEqual((await outputsOf(false)).known, { ...ids, clientId, applicationId, servicePrincipalId });
        const { known, resources } = await outputsOf(true);
        assert.deepEqual(known, ids);
        assert.equal(resources.only("test:index:Waiting").inputs.clientId, UNKNOWN);
    });

    it("give the client id when nothing is missing any more", async () => {
        const { resources } = await outputsOf(false);
        assert.deepEqual(resources.waitsFor().waiting, [
            "orders-access-sign-in",
            "orders-access-sign-in-risk",
            "orders-access-user-risk",
            "orders-assignment-managers",
            "orders-assignment-users",
            "orders-owner-platform",
            "orders-principal",
            "orders-registration",
        ]);
    });
});
