import { ofType, type Resource, refersTo, sameName, some, text } from "../../engine";
import { isIn } from "./vault-content";

/** How a service names the key that it encrypts with. */
interface KeyConsumer {
    /** As in the tag `purpose` of the key. */
    purpose: string;
    /** The key's URL, or the vault's URL and the key's name. */
    reads: [url: string] | [vaultUrl: string, keyName: string];
}

/** Services that encrypt with a key of a vault, by type. */
export const keyConsumers: Readonly<Record<string, KeyConsumer>> = {
    "compute:DiskEncryptionSet": { purpose: "disk-encryption", reads: ["activeKey.keyUrl"] },
    "containerregistry:Registry": { purpose: "registry", reads: ["encryption.keyVaultProperties.keyIdentifier"] },
    "containerservice:ManagedCluster": { purpose: "kms", reads: ["securityProfile.azureKeyVaultKms.keyId"] },
    "operationalinsights:Cluster": {
        purpose: "log-cluster",
        reads: ["keyVaultProperties.keyVaultUri", "keyVaultProperties.keyName"],
    },
    "storage:StorageAccount": {
        purpose: "storage",
        reads: ["encryption.keyVaultProperties.keyVaultUri", "encryption.keyVaultProperties.keyName"],
    },
};

/** Services that encrypt with a key, among the resources of a stack; all, or those of some purposes. */
export function consumersIn(stack: readonly Resource[], purposes?: readonly string[]): Resource[] {
    return stack.filter(({ type }) => {
        const consumer = keyConsumers[type];
        return consumer !== undefined && (purposes === undefined || purposes.includes(consumer.purpose));
    });
}

/** Whether a service encrypts with a key of a vault. */
export function usesVault(consumer: Resource, vault: Resource, stack: readonly Resource[]): boolean {
    const keys = ofType(stack, "keyvault:Key").filter((key) => isIn(key, vault));
    return refersTo(consumer, keyPath(consumer), [vault, ...keys], () =>
        sameName(keyOf(consumer).vaultName, text(vault, "vaultName")),
    );
}

/** Whether a service encrypts with a key. */
export function usesKey(consumer: Resource, key: Resource): boolean {
    return refersTo(consumer, keyPath(consumer), [key], () => {
        const { vaultName, keyName } = keyOf(consumer);
        return sameName(vaultName, text(key, "vaultName")) && sameName(keyName, text(key, "keyName"));
    });
}

/** Whether two services encrypt with the same key. */
export function shareKey(one: Resource, other: Resource, stack: readonly Resource[]): boolean {
    const byName = () => sameName(keyOf(one).url, keyOf(other).url);
    const byResource = () => some(ofType(stack, "keyvault:Key"), (key) => usesKey(one, key) && usesKey(other, key));
    return some([byName, byResource], (proves) => proves());
}

/** The key that a service encrypts with, without version; all empty when there is none. */
function keyOf(consumer: Resource): { url: string; vaultName: string; keyName: string } {
    const [keyOrVault = "", name] = (keyConsumers[consumer.type]?.reads ?? []).map((path) => text(consumer, path));
    const full = name === undefined ? keyOrVault : `${keyOrVault.replace(/\/*$/, "")}/keys/${name}`;
    const [url = "", host = "", keyName = ""] = /^https:\/\/([^/]+)\/keys\/([^/]+)/i.exec(full) ?? [];
    // the rest of the host differs between clouds, and is another for a managed HSM:
    // https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
    const [, vaultName = ""] = /^([^.]+)\.vault\./i.exec(host) ?? [];
    return { url, vaultName, keyName };
}

/** Where a service names its key. */
export function keyPath(consumer: Resource): string {
    return keyConsumers[consumer.type]?.reads[0] ?? "";
}
