import type { McpServerArgs } from "../../../components";
import { gatewayApiArgs } from "../gateway/gateway-api-sample";
import { serverNamespaceArgs } from "../server-namespace/sample-args";

const { clientId: _, clients: __, endpoint: ___, scopes: ____, roles: _____, ...shared } = gatewayApiArgs;
const { serviceName, loggerId, metadataApiName, internalDomain, ingressPrivateAddress, ...own } = shared;
const { systemIdentityPrincipalId, ...rest } = own;
export const words = { title: "Read orders", description: "Read the orders of your customers." };
export const vscode = "aebc6443-996d-45c2-90f0-388ff96faa56";
export const users = "33333333-3333-4333-8333-000000000021";
export const identityPrincipalId = "33333333-3333-4333-8333-000000000062";

/** A server behind a gateway, with a tool for users and one for managers. */
export const mcpServerArgs: McpServerArgs = {
    ...rest,
    gateway: {
        hostName: "mcp.contoso.com",
        ...{ serviceName, loggerId, metadataApiName, internalDomain, ingressPrivateAddress },
        ...{ systemIdentityPrincipalId, identityPrincipalId },
    },
    scopes: { "orders.read": words },
    roles: { "Orders.Manager": { title: "Order manager", description: "Cancel orders." } },
    clients: { vscode: { clientId: vscode } },
    assignments: { users: { principalId: users } },
};

const { oidcIssuerUrl, image, proxyImage, definitionCheckImage, certificate } = serverNamespaceArgs;
/** How it runs in the cluster. */
export const workload = {
    ...{ oidcIssuerUrl, image, proxyImage, definitionCheckImage, certificate },
    internalDomain: serverNamespaceArgs.internalDomain,
};
