import { defineRule, unless } from "../../engine";
import { clusterType } from "./node-pool";

const diskEncryptionSet = "compute:DiskEncryptionSet";
const reads = {
    set: "diskEncryptionSetID",
    key: "activeKey.keyUrl",
    rotation: "rotationToLatestKeyVersionEnabled",
};

/**
 * The disks of nodes and volumes are encrypted with a key that the organisation can take away, and follow its rotation.
 *
 * That the key is in an HSM cannot be told from its address: `kv-key-hsm` demands it of every key.
 */
export default defineRule({
    id: "aks-disk-cmk",
    title: "Disks of clusters are encrypted with a key of one's own",
    severity: "medium",
    level: "mandatory",
    practices: ["3.2"],
    references: { mcsb: ["DP-5"], azurePolicy: ["7d7be79c"], checkov: ["CKV_AZURE_117"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys",
    types: [clusterType, diskEncryptionSet],
    reads: Object.values(reads),
    why: "What only the provider's keys protect is open to whoever can make the provider open it; and a set that does not follow its key stays at an old version until that expires, and the disks with it.",
    fix: "Set diskEncryptionSetID of the cluster, when it is created, to a compute.DiskEncryptionSet with the URL of an HSM key in activeKey.keyUrl and rotationToLatestKeyVersionEnabled true.",
    check: (inputs, { resource: { type } }) =>
        type === clusterType
            ? unless(Boolean(inputs.diskEncryptionSetID), reads.set, "keys of the provider encrypt the disks")
            : [
                  ...unless(Boolean(inputs.activeKey?.keyUrl), reads.key, "no key is named"),
                  ...unless(
                      inputs.rotationToLatestKeyVersionEnabled === true,
                      reads.rotation,
                      "disks stay at an old version of the key",
                  ),
              ],
    examples: {
        compliant: [{ inputs: { diskEncryptionSetID: id() } }, { type: diskEncryptionSet, inputs: set({}) }],
        violating: [
            { inputs: { diskEncryptionSetID: "" } },
            { type: diskEncryptionSet, inputs: set({ activeKey: { keyUrl: "" } }) },
            { type: diskEncryptionSet, inputs: set({ rotationToLatestKeyVersionEnabled: false }) },
        ],
    },
});

function id(): string {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return `${group}/providers/Microsoft.Compute/diskEncryptionSets/des-contoso`;
}

function set(changes: object) {
    const keyUrl = "https://kv-contoso.vault.azure.net/keys/disks/0123456789abcdef0123456789abcdef";
    return { activeKey: { keyUrl }, rotationToLatestKeyVersionEnabled: true, ...changes };
}
