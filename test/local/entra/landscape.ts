import type { Properties } from "../../../local/provider/provider";
import type { Tenant } from "./fixture";

export type Made = Record<string, { id: string; outputs: Properties }>;

export const users = "33333333-3333-4333-8333-000000000021";
export const breakGlass = "33333333-3333-4333-8333-000000000031";
export const scopeId = "66666666-6666-4666-8666-000000000001";
export const roleId = "66666666-6666-4666-8666-000000000002";
export const editor = "aebc6443-996d-45c2-90f0-388ff96faa56";
export const deployment = "44444444-4444-4444-8444-444444444444";
export const nobody = "99999999-9999-4999-8999-999999999999";

const idOf = (made: Made, name: string) => made[name]?.id ?? "";
const outputOf = (made: Made, name: string, output: string) => String(made[name]?.outputs[output]);

/** What one resource of each type is made from, in an order in which each finds what it needs. */
export const examples = {
    ApplicationRegistration: () => ({ displayName: "orders", description: "MCP server", notes: "n" }),
    ApplicationIdentifierUri: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        identifierUri: "https://mcp.contoso.com/orders/mcp",
    }),
    ApplicationPermissionScope: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        scopeId,
        adminConsentDescription: "Read orders",
        adminConsentDisplayName: "Read orders",
        value: "orders.read",
    }),
    ApplicationAppRole: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        roleId,
        allowedMemberTypes: ["User", "Application"],
        description: "May administer orders",
        displayName: "Administrator",
        value: "orders.admin",
    }),
    ApplicationPreAuthorized: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        authorizedClientId: editor,
        permissionIds: [scopeId],
    }),
    ApplicationFederatedIdentityCredential: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        audiences: ["api://AzureADTokenExchange"],
        displayName: "gateway",
        issuer: "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
        subject: "55555555-5555-4555-8555-000000000009",
    }),
    ApplicationApiAccess: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        apiClientId: editor,
        scopeIds: [scopeId],
    }),
    ApplicationRedirectUris: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        type: "PublicClient",
        redirectUris: ["http://localhost:6274/oauth/callback"],
    }),
    ApplicationOwner: (made) => ({
        applicationId: idOf(made, "ApplicationRegistration"),
        ownerObjectId: deployment,
    }),
    ServicePrincipal: (made) => ({
        clientId: outputOf(made, "ApplicationRegistration", "clientId"),
        appRoleAssignmentRequired: true,
    }),
    AppRoleAssignment: (made) => ({
        appRoleId: roleId,
        principalObjectId: users,
        resourceObjectId: outputOf(made, "ServicePrincipal", "objectId"),
    }),
    NamedLocation: () => ({ displayName: "offices", ip: { ipRanges: ["203.0.113.0/24"], trusted: true } }),
    AuthenticationStrengthPolicy: () => ({
        displayName: "phishing-resistant",
        allowedCombinations: ["fido2", "windowsHelloForBusiness"],
    }),
    ConditionalAccessPolicy: (made) => ({
        displayName: "orders",
        state: "enabled",
        conditions: {
            applications: { includedApplications: [outputOf(made, "ApplicationRegistration", "clientId")] },
            users: { includedUsers: ["All"], excludedGroups: [breakGlass] },
            clientAppTypes: ["all"],
            locations: {
                includedLocations: ["All"],
                excludedLocations: [outputOf(made, "NamedLocation", "objectId")],
            },
        },
        grantControls: {
            operator: "AND",
            builtInControls: ["compliantDevice"],
            authenticationStrengthPolicyId: idOf(made, "AuthenticationStrengthPolicy"),
        },
        sessionControls: { signInFrequency: 1, signInFrequencyPeriod: "hours" },
    }),
} satisfies Record<string, (made: Made) => Properties>;

export const names = Object.keys(examples);

export function example(name: string, made: Made, change: Properties = {}): Properties {
    return { ...examples[name as keyof typeof examples]?.(made), ...change };
}

/** Makes the examples in their order, up to the type and without it when there is one. */
export async function before(tenant: Tenant, last?: string): Promise<Made> {
    const made: Made = {};
    for (const name of last === undefined ? names : names.slice(0, names.indexOf(last))) {
        made[name] = await tenant.create(name, example(name, made));
    }
    return made;
}
