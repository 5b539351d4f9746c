import { defineRule, unless } from "../../engine";

const path = "apiServerAccessProfile.disableRunCommand";

/** Nobody gets into the cluster through Azure Resource Manager. */
export default defineRule({
    id: "aks-no-run-command",
    title: "Nobody runs commands in the cluster from outside of its network",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-1"],
    references: { azurePolicy: ["89f2d532"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/access-private-cluster",
    types: ["containerservice:ManagedCluster"],
    reads: [path],
    why: "Run command starts a pod in the cluster for whoever has a role on it in Azure, from any network: the private API server is then private no more.",
    fix: "Set apiServerAccessProfile.disableRunCommand to true.",
    check: ({ apiServerAccessProfile }) =>
        unless(
            apiServerAccessProfile?.disableRunCommand === true,
            path,
            "commands reach this cluster past its private network",
        ),
    examples: {
        compliant: [{ inputs: { apiServerAccessProfile: { disableRunCommand: true } } }],
        violating: [{ inputs: { apiServerAccessProfile: { disableRunCommand: false } } }],
    },
});
