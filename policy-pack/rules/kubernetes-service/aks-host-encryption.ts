import { defineRule, unless } from "../../engine";
import { partsIn } from "../network/parts";
import { clusterType, inPools, type NodePool, poolTypes } from "./node-pool";

const path = "enableEncryptionAtHost";

/** Temporary disks and caches of nodes are encrypted, too: disk encryption covers neither. */
export default defineRule({
    id: "aks-host-encryption",
    title: "Every node pool encrypts at its host",
    severity: "high",
    level: "mandatory",
    practices: ["3.2"],
    references: { mcsb: ["DP-4"], azurePolicy: ["41425d9f"], checkov: ["CKV_AZURE_227"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/enable-host-encryption",
    types: poolTypes,
    reads: inPools([path]),
    // of the other type
    optional: [`agentPoolProfiles[].${path}`],
    why: "What a tool writes to a temporary disk, such as its memory when a node swaps it out, lies there in the clear, and between host and storage it travels in the clear.",
    fix: "Register the feature Microsoft.Compute/EncryptionAtHost, and set enableEncryptionAtHost to true on every pool when it is created.",
    check: (inputs, { resource: { type } }) =>
        partsIn(inputs, type).flatMap(({ part, at }: { part: NodePool; at: string }) =>
            unless(part.enableEncryptionAtHost === true, `${at}${path}`, "temporary disks and caches are in the clear"),
        ),
    examples: {
        compliant: [
            { inputs: { enableEncryptionAtHost: true } },
            { type: clusterType, inputs: { agentPoolProfiles: [{ enableEncryptionAtHost: true }] } },
        ],
        violating: [
            { inputs: { enableEncryptionAtHost: false } },
            { type: clusterType, inputs: { agentPoolProfiles: [{ enableEncryptionAtHost: true }, {}] } },
        ],
    },
});
