import { defineRule, unless } from "../../engine";
import { partsIn } from "../network/parts";
import { clusterType, inPools, type NodePool, poolType } from "./node-pool";

const wanted = {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
};
const systems = inPools(["osType", "osSKU"]);

/** Network policies are enforced on every node, and by Cilium: only it knows hosts by their name, and only on Linux. */
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
    types: [clusterType, poolType],
    reads: [...Object.keys(wanted).map(pathOf), ...systems],
    // nodes have Linux unless they are told otherwise
    optional: systems,
    why: "Without an engine, the API server takes network policies and nothing heeds them: every pod reaches every other and the internet.",
    fix: `Set ${Object.entries(wanted)
        .map(([name, value]) => `${pathOf(name)} to "${value}"`)
        .join(", ")} when the cluster is created, and give its pools Linux.`,
    check: (inputs, { resource: { type } }) => [
        ...Object.entries(wanted).flatMap(([name, value]) =>
            unless(
                type !== clusterType || inputs.networkProfile?.[name] === value,
                pathOf(name),
                `this must be ${value}`,
            ),
        ),
        ...partsIn(inputs, type).flatMap(({ part, at }: { part: NodePool; at: string }) => {
            const { osType = "Linux", osSKU = "" } = part;
            const message = "nothing enforces network policies on Windows";
            return [
                ...unless(osType === "Linux", `${at}osType`, message),
                ...unless(!osSKU.startsWith("Windows"), `${at}osSKU`, message),
            ];
        }),
    ],
    examples: {
        compliant: [
            { inputs: { networkProfile: wanted } },
            { inputs: { networkProfile: wanted, agentPoolProfiles: [{ osType: "Linux", osSKU: "AzureLinux" }] } },
            { type: poolType, inputs: { osType: "Linux", osSKU: "Ubuntu" } },
        ],
        violating: [
            { inputs: { networkProfile: { ...wanted, networkPlugin: "kubenet" } } },
            { inputs: { networkProfile: { ...wanted, networkPluginMode: "" } } },
            { inputs: { networkProfile: { ...wanted, networkDataplane: "azure" } } },
            { inputs: { networkProfile: { ...wanted, networkPolicy: "calico" } } },
            { inputs: { networkProfile: wanted, agentPoolProfiles: [{}, { osType: "Windows" }] } },
            { inputs: { networkProfile: wanted, agentPoolProfiles: [{ osSKU: "Windows2022" }] } },
            { type: poolType, inputs: { osType: "Windows" } },
            { type: poolType, inputs: { osSKU: "Windows2022" } },
        ],
    },
});

function pathOf(name: string): string {
    return `networkProfile.${name}`;
}
