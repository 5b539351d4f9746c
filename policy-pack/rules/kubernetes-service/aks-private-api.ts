import { defineRule, unless } from "../../engine";

const reads = {
    isPrivate: "apiServerAccessProfile.enablePrivateCluster",
    publicName: "apiServerAccessProfile.enablePrivateClusterPublicFQDN",
};

/** The API server has no public address, and no public name. */
export default defineRule({
    id: "aks-private-api",
    title: "The API server is private",
    severity: "critical",
    level: "mandatory",
    practices: ["ZT-2"],
    references: {
        mcsb: ["NS-2"],
        azurePolicy: ["040732e8"],
        checkov: ["CKV_AZURE_6", "CKV_AZURE_115"],
        psrule: ["AKS.AuthorizedIPs"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/private-clusters",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "Whoever reaches the API server of a cluster can try stolen tokens and new flaws on what runs every tool; and a public name tells everybody a private address.",
    fix: "Set apiServerAccessProfile.enablePrivateCluster to true when the cluster is created, and apiServerAccessProfile.enablePrivateClusterPublicFQDN to false.",
    check: ({ apiServerAccessProfile }) => [
        ...unless(
            apiServerAccessProfile?.enablePrivateCluster === true,
            reads.isPrivate,
            "the internet reaches this API server",
        ),
        ...unless(
            apiServerAccessProfile?.enablePrivateClusterPublicFQDN === false,
            reads.publicName,
            "this API server has a public name",
        ),
    ],
    examples: {
        compliant: [
            {
                inputs: {
                    apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false },
                },
            },
        ],
        violating: [
            { inputs: { apiServerAccessProfile: { authorizedIPRanges: ["192.0.2.0/24"] } } },
            {
                inputs: {
                    apiServerAccessProfile: { enablePrivateCluster: false, enablePrivateClusterPublicFQDN: false },
                },
            },
            {
                inputs: {
                    apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: true },
                },
            },
        ],
    },
});
