import type { Clock } from "../../../../local/cloud/clock";
import { principalRecord } from "../../../../local/cloud/principals";
import type { Store, Write } from "../../../../local/cloud/store";
import { managedIdentityToken } from "../../../../local/entra/tokens/managed-identity-token";
import { newSigningKey } from "../../../../local/entra/tokens/signing-key";
import { type Tenant, tenantOf } from "../../../../local/entra/tokens/tenant";
import { issueUserToken } from "../../../../local/entra/tokens/user-token";
import type { Properties } from "../../../../local/provider/provider";
import { isObject } from "../../../../local/provider/values";
import { newTenant, seed } from "../fixture";

/** A user of the seed, who is directly in the group of users, and one who is in no group. */
export const user = "33333333-3333-4333-8333-000000000023";
export const stranger = "33333333-3333-4333-8333-000000000025";
export const users = "33333333-3333-4333-8333-000000000021";
export const managers = "33333333-3333-4333-8333-000000000022";

export const endpoint = "https://mcp.contoso.com/orders/mcp";
export const vscode = "aebc6443-996d-45c2-90f0-388ff96faa56";
/** Where clients are told codes: programs on a device, in a browser, and on a server. */
export const callback = "http://localhost:6274/oauth/callback";
export const browserCallback = "https://inspector.contoso.com/callback";
export const serverCallback = "https://portal.contoso.com/callback";
export const exchange = "api://AzureADTokenExchange";
export const issuer = `https://login.microsoftonline.com/${seed.tenantId}/v2.0`;

export const gateway = {
    id: `/subscriptions/${seed.subscriptionId}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway`,
    clientId: "77777777-7777-4777-8777-000000000001",
    principalId: "77777777-7777-4777-8777-000000000002",
};

/** The identity of the gateway, in the cloud and in the tenant. */
export const gatewayRecords: Write[] = [
    {
        key: `arm:${gateway.id.toLowerCase()}`,
        value: {
            type: "azure-native:managedidentity:UserAssignedIdentity",
            id: gateway.id,
            body: { name: "gateway", clientId: gateway.clientId, principalId: gateway.principalId },
        },
    },
    principalRecord(gateway.principalId, { type: "ServicePrincipal", name: "gateway" }),
];

const defaultAccess = "00000000-0000-0000-0000-000000000000";
const guid = (number: number) => `66666666-6666-4666-8666-00000000000${number}`;
const managerRole = guid(1);

const deploying = newTenant();
const key = newSigningKey();

/** A server behind the gateway, as the components deploy it: two applications, a public client, the gateway's identity. */
async function deploy() {
    const { create, store } = deploying;
    const register = async (displayName: string, inputs: Properties = {}) => {
        const { id, outputs } = await create("ApplicationRegistration", { displayName, ...inputs });
        return { id, clientId: String(outputs.clientId) };
    };
    const part = (application: { id: string }, name: string, inputs: Properties) =>
        create(`Application${name}`, { applicationId: application.id, ...inputs });
    const scope = (application: { id: string }, scopeId: string, value: string, type = "User") =>
        part(application, "PermissionScope", {
            scopeId,
            value,
            type,
            adminConsentDescription: value,
            adminConsentDisplayName: value,
        });
    const role = (application: { id: string }, roleId: string, value: string) =>
        part(application, "AppRole", {
            roleId,
            value,
            allowedMemberTypes: ["User", "Application"],
            description: value,
            displayName: value,
        });
    const represent = async ({ clientId }: { clientId: string }, inputs: Properties = {}) =>
        String(
            (await create("ServicePrincipal", { clientId, appRoleAssignmentRequired: true, ...inputs })).outputs
                .objectId,
        );
    const assign = (resourceObjectId: string, principalObjectId: string, appRoleId: string) =>
        create("AppRoleAssignment", { resourceObjectId, principalObjectId, appRoleId });

    await store.write(gatewayRecords);
    const front = await register("Orders");
    await part(front, "IdentifierUri", { identifierUri: endpoint });
    await scope(front, guid(2), "mcp.read");
    await scope(front, guid(3), "orders.read");
    await scope(front, guid(8), "orders.admin", "Admin");
    await role(front, managerRole, "Orders.Manager");
    await role(front, guid(4), "Orders.Auditor");
    await part(front, "PreAuthorized", { authorizedClientId: vscode, permissionIds: [guid(2)] });
    await part(front, "FederatedIdentityCredential", {
        audiences: [exchange],
        displayName: "gateway",
        issuer,
        subject: gateway.principalId,
    });
    const frontPrincipal = await represent(front);
    await assign(frontPrincipal, users, managerRole);
    await assign(frontPrincipal, managers, guid(4));

    const backend = await register("Orders behind the gateway");
    await part(backend, "IdentifierUri", { identifierUri: `${endpoint}/backend` });
    await scope(backend, guid(5), "mcp.execute");
    await role(backend, guid(6), "Gateway.Invoke");
    await role(backend, guid(7), "User.Invoke");
    await part(backend, "PreAuthorized", { authorizedClientId: front.clientId, permissionIds: [guid(5)] });
    const backendPrincipal = await represent(backend);
    await assign(backendPrincipal, gateway.principalId, guid(6));
    await assign(backendPrincipal, users, guid(7));

    const inspector = await register("Inspector");
    await part(inspector, "RedirectUris", { type: "PublicClient", redirectUris: [callback, "http://127.0.0.1"] });
    await part(inspector, "RedirectUris", { type: "SPA", redirectUris: [browserCallback] });
    await part(inspector, "ApiAccess", { apiClientId: front.clientId, scopeIds: [guid(2)] });
    await assign(await represent(inspector), users, defaultAccess);

    const portal = await register("Portal");
    await part(portal, "RedirectUris", { type: "Web", redirectUris: [serverCallback] });
    await part(portal, "FederatedIdentityCredential", {
        audiences: [exchange],
        displayName: "gateway",
        issuer,
        subject: gateway.principalId,
    });
    const portalPrincipal = await represent(portal, { appRoleAssignmentRequired: false });
    await assign(frontPrincipal, portalPrincipal, guid(4));

    await create("ConditionalAccessPolicy", {
        displayName: "Orders: phishing-resistant sign-in",
        state: "enabledForReportingButNotEnforced",
        conditions: {
            applications: { includedApplications: [front.clientId] },
            users: { includedUsers: ["All"], excludedGroups: [managers] },
            clientAppTypes: ["all"],
        },
        grantControls: {
            operator: "AND",
            builtInControls: ["compliantDevice"],
            authenticationStrengthPolicyId:
                "/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004",
        },
    });

    const old = await register("Old", { requestedAccessTokenVersion: 1 });
    await part(old, "IdentifierUri", { identifierUri: "https://old.contoso.com" });
    await represent(old, { appRoleAssignmentRequired: false });

    const disabled = await register("Disabled");
    await part(disabled, "IdentifierUri", { identifierUri: "https://disabled.contoso.com" });
    await represent(disabled, { accountEnabled: false });

    const unrepresented = await register("Unrepresented");
    await part(unrepresented, "IdentifierUri", { identifierUri: "https://unrepresented.contoso.com" });
    return {
        ...{ front, backend, inspector, portal, old, disabled, unrepresented },
        ...{ frontPrincipal, backendPrincipal, portalPrincipal },
    };
}

let deployed: ReturnType<typeof deploy> | undefined;

/** What is deployed, the same for all tests. */
export async function landscape() {
    deployed ??= deploy();
    const names = await deployed;
    return { ...names, tenant: await tenantWith((_, body) => body) };
}

/** The tenant as it would be if some objects were otherwise, or were not there. */
export async function tenantWith(
    change: (path: string, body: Properties) => Properties | undefined,
    principals = seed.principals,
    clock: Clock = deploying.clock,
): Promise<Tenant> {
    deployed ??= deploy();
    await deployed;
    const { store } = deploying;
    const changed = (record: Properties): Properties | undefined => {
        const body = isObject(record.body) && change(String(record.path), record.body);
        return body === undefined ? undefined : { ...record, ...(body && { body }) };
    };
    const records: Pick<Store, "get" | "list"> = {
        get: (key) => {
            const record = store.get(key);
            return record && changed(record);
        },
        list: (prefix) =>
            store.list(prefix).flatMap(([key, record]): [string, Properties][] => {
                const value = changed(record);
                return value ? [[key, value]] : [];
            }),
    };
    return tenantOf(records, { key: await key, clock, seed: { ...seed, principals } });
}

/** The tenant if the user were in other groups. */
export function tenantWhereUserIsIn(...groups: string[]): Promise<Tenant> {
    const principals = seed.principals.map((each) => (each.id === user ? { ...each, memberOf: groups } : each));
    return tenantWith((_, body) => body, principals);
}

/** What Visual Studio Code gets for somebody who signs in. */
export async function tokenOf(tenant: Tenant, userId: string): Promise<string> {
    const { accessToken } = await issueUserToken(tenant, {
        clientId: vscode,
        clientAuthentication: "0",
        userId,
        resource: endpoint,
        scopes: ["mcp.read"],
    });
    return accessToken;
}

export const backendScope = `${endpoint}/backend/.default`;

/** What the policy of a server sends for a token on behalf of the user whose token it has. */
export async function grantOf(tenant: Tenant, clientId: string, assertion: string): Promise<Record<string, string>> {
    return {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        requested_token_use: "on_behalf_of",
        scope: backendScope,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_id: clientId,
        client_assertion: (await managedIdentityToken(tenant, gateway.clientId, exchange)).accessToken,
        assertion,
    };
}
