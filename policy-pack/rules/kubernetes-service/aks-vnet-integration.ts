import { defineRule, unless } from "../../engine";

const reads = {
    enabled: "apiServerAccessProfile.enableVnetIntegration",
    subnet: "apiServerAccessProfile.subnetId",
};

/** The API server stands in a subnet of the network, whose security group says who reaches it. */
export default defineRule({
    id: "aks-vnet-integration",
    title: "The API server is in the network",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-2"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "Without it, nodes and API server meet in a tunnel that no security group filters, and the API server reaches no private key vault.",
    fix: "Set apiServerAccessProfile.enableVnetIntegration to true, and apiServerAccessProfile.subnetId to a subnet that is delegated to Microsoft.ContainerService/managedClusters.",
    check: ({ apiServerAccessProfile }) => [
        ...unless(
            apiServerAccessProfile?.enableVnetIntegration === true,
            reads.enabled,
            "the API server is not in the network",
        ),
        ...unless(Boolean(apiServerAccessProfile?.subnetId), reads.subnet, "the API server has no subnet of its own"),
    ],
    examples: {
        compliant: [{ inputs: { apiServerAccessProfile: access({}) } }],
        violating: [
            { inputs: { apiServerAccessProfile: access({ enableVnetIntegration: false }) } },
            { inputs: { apiServerAccessProfile: access({ subnetId: "" }) } },
        ],
    },
});

function access(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        enableVnetIntegration: true,
        subnetId: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-contoso/subnets/cluster-api`,
        ...changes,
    };
}
