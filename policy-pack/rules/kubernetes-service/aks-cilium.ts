import { defineRule, unless } from "../../engine";

const wanted = {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
};

/** Network policies are enforced, and by Cilium: only it knows hosts by their name. */
export default defineRule({
    id: "aks-cilium",
    title: "Cilium enforces network policies",
    severity: "critical",
    level: "mandatory",
    practices: ["10.3"],
    references: {
        mcsb: ["NS-1"],
        azurePolicy: ["46238e2f"],
        checkov: ["CKV_AZURE_7", "CKV2_AZURE_29"],
        psrule: ["AKS.NetworkPolicy"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium",
    types: ["containerservice:ManagedCluster"],
    reads: Object.keys(wanted).map(pathOf),
    why: "Without an engine, the API server takes network policies and nothing heeds them: every pod reaches every other and the internet.",
    fix: `Set ${Object.entries(wanted)
        .map(([name, value]) => `${pathOf(name)} to "${value}"`)
        .join(", ")}, when the cluster is created.`,
    check: ({ networkProfile }) =>
        Object.entries(wanted).flatMap(([name, value]) =>
            unless(networkProfile?.[name] === value, pathOf(name), `this must be ${value}`),
        ),
    examples: {
        compliant: [{ inputs: { networkProfile: wanted } }],
        violating: [
            { inputs: { networkProfile: { ...wanted, networkPlugin: "kubenet" } } },
            { inputs: { networkProfile: { ...wanted, networkPluginMode: "" } } },
            { inputs: { networkProfile: { ...wanted, networkDataplane: "azure" } } },
            { inputs: { networkProfile: { ...wanted, networkPolicy: "calico" } } },
        ],
    },
});

function pathOf(name: string): string {
    return `networkProfile.${name}`;
}
