import { defineRelation, get, haveCommon, proves, some, someReferred, text, unless } from "../../engine";
import { toKey } from "../key-vault/key-consumer";
import { clusterType } from "./node-pool";

const kms = "securityProfile.azureKeyVaultKms";
const reads = {
    enabled: `${kms}.enabled`,
    access: `${kms}.keyVaultNetworkAccess`,
    vault: `${kms}.keyVaultResourceId`,
    key: `${kms}.keyId`,
};

/**
 * What the cluster keeps about itself is encrypted with a key of an HSM, in a vault that only the network reaches.
 *
 * Azure needs a user-assigned identity and an API server in the network for it, as `aks-managed-identity` and
 * `aks-vnet-integration` demand; that the key neither expires nor rotates by itself, `kv-key-rotation` does.
 */
export default defineRelation({
    id: "aks-kms",
    title: "The state of the cluster is encrypted with a key of one's own",
    severity: "high",
    level: "mandatory",
    practices: ["3.2"],
    references: { mcsb: ["DP-5"], azurePolicy: ["dbbdc317"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
    types: [clusterType],
    reads: Object.values(reads),
    related: { "keyvault:Key": { required: ["vaultName", "keyName", "properties.kty"] } },
    parameters: {
        hsmKeys: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Keys of an HSM outside the stack, as <vault>/<key>.",
        },
    },
    why: "The store behind the API server has every secret and every right in the cluster, and only a key of one's own lets the organisation close it.",
    fix: 'In securityProfile.azureKeyVaultKms, set enabled to true, keyVaultNetworkAccess to "Private", keyVaultResourceId to a vault of its own, and keyId to a version of a key in it whose kty is "RSA-HSM".',
    check: (cluster, stack, { parameters: { hsmKeys } }) => {
        const isListed = () => some(hsmKeys, (name) => haveCommon(keyOfCluster.names(cluster), { known: [name] }));
        const isInStack = () =>
            someReferred(keyOfCluster, cluster, stack, (key) => /^(EC|RSA)-HSM$/.test(text(key, "properties.kty")));
        return [
            ...unless(get(cluster, reads.enabled) === true, reads.enabled, "only keys of the provider encrypt etcd"),
            ...unless(
                text(cluster, reads.access) === "Private",
                reads.access,
                "the vault of the key must be reached privately",
            ),
            ...unless(text(cluster, reads.vault) !== "", reads.vault, "no vault is named for the key"),
            ...unless(
                some([isListed, isInStack], proves),
                reads.key,
                "this must be a key of an HSM, in the stack or on the rule's list",
            ),
        ];
    },
    examples: {
        compliant: [{ cluster: cluster({}), key: key("RSA-HSM") }],
        violating: [
            { cluster: cluster({ enabled: false }), key: key("RSA-HSM") },
            { cluster: cluster({ keyVaultNetworkAccess: "Public" }), key: key("RSA-HSM") },
            { cluster: cluster({ keyVaultResourceId: "" }), key: key("RSA-HSM") },
            { cluster: cluster({}), key: key("RSA") },
            { cluster: cluster({}) },
        ],
    },
});

const keyOfCluster = toKey(clusterType);

function cluster(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        type: clusterType,
        inputs: {
            securityProfile: {
                azureKeyVaultKms: {
                    enabled: true,
                    keyVaultNetworkAccess: "Private",
                    keyVaultResourceId: `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso-kms`,
                    keyId: "https://kv-contoso-kms.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef",
                    ...changes,
                },
            },
        },
    };
}

function key(kty: string) {
    return { type: "keyvault:Key", inputs: { vaultName: "kv-contoso-kms", keyName: "etcd", properties: { kty } } };
}
