import type { keyvault } from "@pulumi/azure-native/types/input";
import type { BuiltInRole } from "../shared";

/** What a key is for. One key serves one purpose. */
export const KeyPurpose = {
    /** Encrypts managed disks, through a disk encryption set. */
    DiskEncryption: "disk-encryption",
    /** Encrypts storage accounts. */
    Storage: "storage",
    /** Encrypts container registries. */
    Registry: "registry",
    /** Encrypts a dedicated Log Analytics cluster. */
    LogCluster: "log-cluster",
    /** Encrypts the secrets in etcd of a Kubernetes cluster. */
    Kms: "kms",
    /** Signs, for example tokens. */
    Signing: "signing",
} as const;
export type KeyPurpose = (typeof KeyPurpose)[keyof typeof KeyPurpose];

interface PurposeProfile {
    key: keyvault.KeyPropertiesArgs;
    /** What a user of the key may do with it. */
    userRole: BuiltInRole;
    /** Whether new versions appear by themselves and old ones expire. */
    rotates: boolean;
    /** Whether the key is read by an Azure service from outside the network, which the vault's firewall must let pass. */
    trustedService: boolean;
}

// 3072 bits equal the strength of P-256: NIST SP 800-57 part 1, table 2
const rsa = { kty: "RSA-HSM", keySize: 3072 };
const customerManaged: Omit<PurposeProfile, "trustedService"> = {
    key: { ...rsa, keyOps: ["wrapKey", "unwrapKey"] },
    userRole: "Key Vault Crypto Service Encryption User",
    rotates: true,
};

/**
 * Key, operations and role of each purpose.
 *
 * A Kubernetes cluster pins a version of its key, and its API server stops when that version expires; so `kms` keys
 * have no expiry, and rotation is a new key: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
 * Services that pass the firewall: https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints
 */
export const purposeProfiles: Readonly<Record<KeyPurpose, PurposeProfile>> = {
    "disk-encryption": { ...customerManaged, trustedService: true },
    storage: { ...customerManaged, trustedService: true },
    registry: { ...customerManaged, trustedService: false },
    "log-cluster": { ...customerManaged, trustedService: true },
    kms: {
        key: { ...rsa, keyOps: ["encrypt", "decrypt"] },
        userRole: "Key Vault Crypto User",
        rotates: false,
        trustedService: false,
    },
    signing: {
        key: { kty: "EC-HSM", curveName: "P-256", keyOps: ["sign", "verify"] },
        userRole: "Key Vault Crypto User",
        rotates: true,
        trustedService: false,
    },
};

/** Days from the creation of a key's version to the next one, when the key does not say. */
export const defaultRotationDays = 90;

/** Days that a version stays valid after the next one exists, for users to move on. */
export const overlapDays = 30;

/** All that is sent to create the key; Azure never changes it afterwards. */
export function keyProperties(key: { purpose: KeyPurpose; rotationDays?: number }): keyvault.KeyPropertiesArgs {
    const { key: properties, rotates } = purposeProfiles[key.purpose];
    const rotationDays = key.rotationDays ?? defaultRotationDays;
    return {
        ...properties,
        attributes: { enabled: true, exportable: false },
        ...(rotates && {
            rotationPolicy: {
                attributes: { expiryTime: `P${rotationDays + overlapDays}D` },
                lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: `P${rotationDays}D` } }],
            },
        }),
    };
}
