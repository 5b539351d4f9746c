import type { Row } from "../../../../local/kql/schema";
import { deployer } from "../../../../local/logs/callers";
import { seed } from "../../../local/azure/fixture";
import { sampleServer } from "../../gateway/policy/sample-server";

/** ARM ids of what writes the logs. */
export const gatewayId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim";
export const clusterId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks";

/** Object ids of principals, as far as nothing local has given them some. */
export const people = {
    emergency: "33333333-3333-4333-8333-000000000004",
    /** On the list of those who are watched more closely. */
    watched: "33333333-3333-4333-8333-00000000000a",
    stranger: "33333333-3333-4333-8333-000000000002",
};

/** What the watchlists of the environment hold. */
export const watchlists: Readonly<Record<string, readonly Row[]>> = {
    BreakGlassAccounts: [{ ObjectId: people.emergency }],
    Deployers: [{ ObjectId: deployer(seed).objectId }],
    EgressFqdns: [{ Fqdn: "orders-api.contoso.example" }, { Fqdn: "*.data.contoso.example" }],
    HighRiskPrincipals: [{ ObjectId: people.watched }],
    McpClients: sampleServer.clientIds.map((ClientId) => ({ ClientId, Name: "editor" })),
    McpTools: ["orders", "stock"].flatMap((Server) => sampleServer.tools.map(({ name }) => ({ Server, Tool: name }))),
};
