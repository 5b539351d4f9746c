// Does not prove that Entra accepts the application, nor that it issues tokens for it: the tenant is the local cloud's.
import assert from "node:assert/strict";
import { scaledClock } from "../../local/cloud/scaled-clock";
import { readSeed } from "../../local/cloud/seed";
import { entraPackage } from "../../local/entra";
import { Directory } from "../../local/entra/directory";
import { objectsAt } from "../../local/provider/values";
import { MemoryStore } from "../local/cloud/memory-store";
import { AttachedProgram } from "./attached-program";

/** The application of one MCP server: each part is written after the one that it needs. */
const source = `
import { ApplicationAppRole } from "@pulumi/azuread/applicationAppRole";
import { ApplicationFederatedIdentityCredential } from "@pulumi/azuread/applicationFederatedIdentityCredential";
import { ApplicationIdentifierUri } from "@pulumi/azuread/applicationIdentifierUri";
import { ApplicationPermissionScope } from "@pulumi/azuread/applicationPermissionScope";
import { ApplicationPreAuthorized } from "@pulumi/azuread/applicationPreAuthorized";
import { ApplicationRegistration } from "@pulumi/azuread/applicationRegistration";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import { AuthenticationStrengthPolicy } from "@pulumi/azuread/authenticationStrengthPolicy";
import { ConditionalAccessPolicy } from "@pulumi/azuread/conditionalAccessPolicy";
import { getClientConfigOutput } from "@pulumi/azuread/getClientConfig";
import { NamedLocation } from "@pulumi/azuread/namedLocation";
import { Provider } from "@pulumi/azuread/provider";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";

const provider = new Provider("entra", { tenantId: "11111111-1111-4111-8111-111111111111" });
const options = { provider };
const registration = new ApplicationRegistration("orders", {
    displayName: "MCP server orders",
    requestedAccessTokenVersion: 2,
    signInAudience: "AzureADMyOrg",
}, options);
const applicationId = registration.id;
const uri = new ApplicationIdentifierUri("uri", {
    applicationId,
    identifierUri: process.env.URI ?? "https://mcp.contoso.com/orders/mcp",
}, options);
const scope = new ApplicationPermissionScope("scope", {
    applicationId,
    scopeId: "66666666-6666-4666-8666-000000000001",
    value: "orders.read",
    type: process.env.SCOPE_TYPE ?? "User",
    adminConsentDisplayName: "Read orders",
    adminConsentDescription: "Read orders on behalf of the user",
}, { provider, dependsOn: [uri] });
const role = new ApplicationAppRole("role", {
    applicationId,
    roleId: process.env.ROLE_ID ?? "66666666-6666-4666-8666-000000000002",
    value: "orders.admin",
    displayName: "Administrator",
    description: "May administer orders",
    allowedMemberTypes: ["User", "Application"],
}, { provider, dependsOn: [uri] });
new ApplicationPreAuthorized("editor", {
    applicationId,
    authorizedClientId: "aebc6443-996d-45c2-90f0-388ff96faa56",
    permissionIds: [scope.scopeId],
}, options);
new ApplicationFederatedIdentityCredential("gateway", {
    applicationId,
    displayName: "gateway",
    audiences: ["api://AzureADTokenExchange"],
    issuer: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
    subject: "55555555-5555-4555-8555-000000000009",
}, options);
const principal = new ServicePrincipal("principal", {
    clientId: registration.clientId,
    appRoleAssignmentRequired: true,
    owners: [getClientConfigOutput(options).objectId],
}, { provider, dependsOn: [scope, role] });
new AppRoleAssignment("users", {
    appRoleId: role.roleId,
    principalObjectId: "33333333-3333-4333-8333-000000000021",
    resourceObjectId: principal.objectId,
}, options);
const offices = new NamedLocation("offices", { displayName: "offices", ip: { ipRanges: ["203.0.113.0/24"] } }, options);
const strength = new AuthenticationStrengthPolicy("strength", {
    displayName: "phishing-resistant",
    allowedCombinations: ["windowsHelloForBusiness", "fido2"],
}, options);
new ConditionalAccessPolicy("access", {
    displayName: "orders",
    state: "enabled",
    conditions: {
        applications: { includedApplications: [principal.clientId] },
        users: { includedUsers: ["All"], excludedGroups: ["33333333-3333-4333-8333-000000000031"] },
        clientAppTypes: ["all"],
        locations: { includedLocations: ["All"], excludedLocations: [offices.objectId] },
    },
    grantControls: { operator: "AND", authenticationStrengthPolicyId: strength.id },
    sessionControls: { signInFrequency: 1, signInFrequencyPeriod: "hours" },
}, options);
if (process.env.GROUP) {
    new (require("@pulumi/azuread/group").Group)("group", { displayName: "g", securityEnabled: true }, options);
}
export const audience = registration.clientId;
export const scopes = principal.oauth2PermissionScopeIds;
export const names = principal.servicePrincipalNames;
`;

const children = ["uri", "scope", "role", "editor", "gateway", "principal", "users", "offices", "strength", "access"];

describe("an application in Entra on the real engine", function () {
    this.timeout(180_000);

    const seed = readSeed();
    const store = new MemoryStore();
    const clock = scaledClock(10_000);
    const directory = new Directory(store, clock, seed);
    let program: AttachedProgram;

    before(async () => {
        program = await AttachedProgram.open("entra", source, [entraPackage({ store, clock, seed })]);
    });
    after(() => program.close());

    const application = () =>
        directory.below("/applications").find(({ body }) => body.displayName === "MCP server orders");

    it("is previewed without anything being made", async () => {
        const created = ["entra-test", "entra", "orders", ...children].map((name) => [name, "create"]);
        assert.deepEqual(await program.preview(), Object.fromEntries(created));
        assert.equal(store.records.size, 0);
    });

    it("comes up in the order in which its parts need each other", async () => {
        const { audience, scopes, names } = await program.up();
        assert.equal(audience, application()?.body.clientId);
        assert.deepEqual(scopes, { "orders.read": "66666666-6666-4666-8666-000000000001" });
        assert.deepEqual(names, ["https://mcp.contoso.com/orders/mcp"]);
        assert.equal(directory.below("/identity/conditionalAccess/policies").length, 1);
    });

    it("does not change the second time, nor has it drifted", async () => {
        assert.deepEqual(await program.preview(), {});
        const refreshed = await program.pulumi({}, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
        assert.match(refreshed, new RegExp(`${children.length + 3} unchanged`));
        assert.deepEqual(await program.preview(), {});
    });

    it("updates a scope in place, although Graph refuses to change one that is enabled", async () => {
        const change = { SCOPE_TYPE: "Admin" };
        assert.deepEqual(await program.preview(change), { scope: "update" });
        await program.up(change);
        const scopes = objectsAt(application()?.body, "oauth2PermissionScopes");
        assert.deepEqual(
            scopes.map(({ type, isEnabled }) => [type, isEnabled]),
            [["Admin", true]],
        );
        await program.up();
    });

    it("refuses a URI with a domain that the tenant has not verified, and stays as it was", async () => {
        await assert.rejects(program.up({ URI: "https://mcp.example.org/orders" }), ({ stdout }) =>
            stdout.includes(
                "HostNameNotOnVerifiedDomain: Values of identifierUris property must use a verified domain of the organization or its subdomain: 'https://mcp.example.org/orders'",
            ),
        );
        assert.deepEqual(application()?.body.identifierUris, ["https://mcp.contoso.com/orders/mcp"]);
        assert.deepEqual(await program.preview(), {});
    });

    it("cannot have the same role twice, not even while it is replaced", async () => {
        const change = { ROLE_ID: "66666666-6666-4666-8666-000000000003" };
        assert.deepEqual(await program.preview(change), { role: "replace", users: "replace" });
        await assert.rejects(program.up(change), ({ stdout }) =>
            stdout.includes("DuplicateValue: Request contains a property with duplicate values."),
        );
        assert.deepEqual(await program.preview(), {});
    });

    it("says what to add for a type that the local cloud does not have", async () => {
        await assert.rejects(program.preview({ GROUP: "1" }), ({ stdout }) =>
            stdout.includes("Resource type azuread:index/group:Group not found: the local cloud does not have it."),
        );
    });

    it("leaves nothing after destroy but an application that can be restored", async () => {
        await program.destroy();
        const { deployment } = JSON.parse(await program.exported());
        assert.equal(deployment.resources, undefined);
        assert.deepEqual(
            [...store.records.keys()]
                .filter((key) => !key.startsWith("created:")) // notes, which the command line settles after a run
                .map((key) => key.replace(/[0-9a-f-]{36}$/, "")),
            ["entra-deleted:/applications/"],
        );
        assert.deepEqual(directory.deletedApplications()[0]?.identifierUris, []);
    });

    it("comes up again with the same names", async () => {
        await program.up();
        await program.destroy();
    });
});
