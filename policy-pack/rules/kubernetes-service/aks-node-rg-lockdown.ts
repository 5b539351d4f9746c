import { defineRule, unless } from "../../engine";

const path = "nodeResourceGroupProfile.restrictionLevel";

/** Nobody but Azure changes the machines, disks and load balancers of a cluster. */
export default defineRule({
    id: "aks-node-rg-lockdown",
    title: "The resource group of the nodes is read-only",
    severity: "medium",
    level: "mandatory",
    practices: ["10.1"],
    references: { mcsb: ["PV-3"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/node-resource-group-lockdown",
    types: ["containerservice:ManagedCluster"],
    reads: [path],
    why: "Whoever may change that group runs commands as root on every node, past the API server, its policies and its log.",
    fix: 'Set nodeResourceGroupProfile.restrictionLevel to "ReadOnly".',
    check: ({ nodeResourceGroupProfile }) =>
        unless(
            nodeResourceGroupProfile?.restrictionLevel === "ReadOnly",
            path,
            "nodes can be changed past the API server",
        ),
    examples: {
        compliant: [{ inputs: { nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" } } }],
        violating: [{ inputs: { nodeResourceGroupProfile: { restrictionLevel: "Unrestricted" } } }],
    },
});
