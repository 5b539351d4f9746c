import type { EntraApplicationArgs, EntraPublicClientArgs } from "../../../components";

export const tenantId = "11111111-1111-4111-8111-111111111111";
export const users = "33333333-3333-4333-8333-000000000021";
export const managers = "33333333-3333-4333-8333-000000000022";
export const breakGlass = "33333333-3333-4333-8333-000000000031";
export const gateway = "55555555-5555-4555-8555-000000000009";
/** https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
export const visualStudioCode = "aebc6443-996d-45c2-90f0-388ff96faa56";

export const endpoint = "https://mcp.contoso.com/orders/mcp";

export const applicationArgs = {
    displayName: "MCP server orders",
    endpoint,
    scopes: {
        "mcp.read": { title: "See the tools", description: "See which tools the server offers." },
        "orders.write": { title: "Change orders", description: "Create and change orders.", adminConsent: true },
    },
} satisfies EntraApplicationArgs;

export const manager = {
    title: "Order manager",
    description: "Cancel and refund orders.",
    members: ["User"],
} satisfies NonNullable<EntraApplicationArgs["roles"]>[string];

export const clientArgs = {
    displayName: "MCP Inspector",
    redirectUris: ["http://localhost:6274/oauth/callback", "http://localhost:6274/oauth/callback/debug"],
} satisfies EntraPublicClientArgs;
