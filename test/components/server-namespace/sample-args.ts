import type { ServerNamespaceArgs } from "../../../components";
import type { ProxySettings } from "../../../components/server-namespace/proxy/settings";
import { placement } from "../../support/sample-placement";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

export const tools = [
    {
        name: "get_order",
        title: "Get an order",
        description: "Returns one order.",
        inputSchema: { type: "object", properties: { orderId: { type: "string" } }, required: ["orderId"] },
        annotations: { readOnlyHint: true },
    },
    { name: "search_orders", inputSchema: { type: "object" } },
];

/** The gateway, when it calls for itself. */
export const caller = {
    audience: "44444444-4444-4444-8444-000000000001",
    gatewayPrincipalId: "44444444-4444-4444-8444-000000000002",
};

/** The gateway, when it calls for a user. */
export const onBehalfOf = { ...caller, onBehalfOfClientId: "44444444-4444-4444-8444-000000000003" };

const vault = (name: string) =>
    `/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-shared/providers/Microsoft.KeyVault/vaults/${name}`;

/** Secrets of a server, in two vaults. */
export const secrets = {
    database: { uri: "https://kv-contoso-orders.vault.azure.net/secrets/db-2", vaultId: vault("kv-contoso-orders") },
    "identity-key-even": {
        uri: "https://kv-contoso.vault.azure.net/secrets/identity-orders-even",
        vaultId: vault("kv-contoso"),
    },
};

/** Arguments of a server that the gateway calls for itself. */
export const serverNamespaceArgs: ServerNamespaceArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    oidcIssuerUrl: "https://westeurope.oic.prod-aks.azure.com/11111111-1111-4111-8111-111111111111/cluster/",
    internalDomain: "dev.internal.contoso.com",
    image: `crcontoso.azurecr.io/mcp/orders@${digest}`,
    proxyImage: `crcontoso.azurecr.io/platform/envoy@${digest}`,
    definitionCheckImage: `crcontoso.azurecr.io/platform/node@${digest}`,
    certificate: {
        vaultId: vault("kv-contoso-mesh"),
        certificateName: "orders",
        authorityName: "ingress-authority",
    },
    caller,
    egress: ["orders-api.contoso.example"],
    toolDefinitions: JSON.stringify(tools),
};

/** What the configuration of the server's proxy follows from. */
export const proxySettings: ProxySettings = {
    server: "orders",
    host: "orders.dev.internal.contoso.com",
    callerName: "client.ingress.dev.internal.contoso.com",
    tenantId: serverNamespaceArgs.tenantId,
    ...caller,
    path: "/mcp",
    port: 8080,
};
