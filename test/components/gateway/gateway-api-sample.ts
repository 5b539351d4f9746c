import type { GatewayApiArgs } from "../../../components";
import { groupId, placement } from "../../support/sample-placement";

const serviceId = `${groupId}/providers/Microsoft.ApiManagement/service/apim-contoso`;

/** A server with two tools, one of them for managers. */
export const gatewayApiArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    serviceName: "apim-contoso",
    loggerId: `${serviceId}/loggers/azuremonitor`,
    metadataApiName: "oauth-protected-resource",
    internalDomain: "internal.contoso.example",
    ingressPrivateAddress: "10.10.3.254",
    endpoint: "https://mcp.contoso.example/orders/mcp",
    title: "Orders",
    clientId: "66666666-6666-4666-8666-000000000001",
    clients: { vscode: "aebc6443-996d-45c2-90f0-388ff96faa56" },
    identityKey: {
        uri: "https://kv-contoso.vault.azure.net/secrets/identity-orders-even",
        vaultId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-contoso`,
    },
    systemIdentityPrincipalId: "33333333-3333-4333-8333-000000000061",
    scopes: ["mcp.read", "orders.read"],
    roles: ["Orders.Manager"],
    tools: [
        {
            name: "get_order",
            description: "Returns one order.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: { orderId: { type: "string" } },
                required: ["orderId"],
            },
            annotations: { readOnlyHint: true },
            scope: "orders.read",
            callsPerMinute: 60,
        },
        {
            name: "cancel_order",
            description: "Cancels an order.",
            inputSchema: { type: "object", additionalProperties: false },
            role: "Orders.Manager",
            callsPerMinute: 5,
            stepUp: true,
        },
    ],
} satisfies GatewayApiArgs;
