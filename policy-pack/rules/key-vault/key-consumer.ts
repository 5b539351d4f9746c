import { type Resource, refersTo, type Stack, sameName, some, text } from "../../engine";
import { isIn, vaultNameOf } from "./vault-content";

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

/** Services of some purposes that encrypt with a key of a vault, or may do so. */
export function consumersOf(vault: Resource, purposes: readonly string[], stack: Stack): Resource[] {
    return typesOf((purpose) => purposes.includes(purpose)).flatMap((type) =>
        stack.withKey(type, vaultOfKey, () => vaultNameOf(vault)),
    );
}

/** Services of other purposes that encrypt with the key of a service, or may do so. */
export function otherUsersOf(consumer: Resource, stack: Stack): Resource[] {
    return typesOf((purpose) => purpose !== purposeOf(consumer)).flatMap((type) =>
        stack.withKey(type, urlOfKey, () => urlOfKey(consumer)),
    );
}

/** Keys that a service encrypts with, or may encrypt with. */
export function keysOf(consumer: Resource, stack: Stack): readonly Resource[] {
    return stack.withKey("keyvault:Key", nameInVault, () => {
        const { vaultName, keyName } = keyOf(consumer);
        return vaultName === "" ? "" : `${vaultName}/${keyName}`;
    });
}

function typesOf(isWanted: (purpose: string) => boolean): string[] {
    return Object.entries(keyConsumers)
        .filter(([, { purpose }]) => isWanted(purpose))
        .map(([type]) => type);
}

/** What a service encrypts, as in the tag `purpose` of its key. */
export function purposeOf({ type }: Pick<Resource, "type">): string | undefined {
    return keyConsumers[type]?.purpose;
}

/** Whether a service encrypts with a key of a vault. */
export function usesVault(consumer: Resource, vault: Resource, stack: Stack): boolean {
    return refersTo(
        consumer,
        keyPath(consumer),
        stack,
        (source) => source === vault || (source.type === "keyvault:Key" && isIn(source, vault, stack)),
        () => sameName(vaultOfKey(consumer), vaultNameOf(vault)),
    );
}

/** Whether a service encrypts with a key. */
export function usesKey(consumer: Resource, key: Resource, stack: Stack): boolean {
    return refersTo(
        consumer,
        keyPath(consumer),
        stack,
        (source) => source === key,
        () => {
            const { vaultName, keyName } = keyOf(consumer);
            return sameName(vaultName, vaultNameOf(key)) && sameName(keyName, text(key, "keyName"));
        },
    );
}

/** Whether two services encrypt with the same key. */
export function shareKey(one: Resource, other: Resource, stack: Stack): boolean {
    const byName = () => sameName(urlOfKey(one), urlOfKey(other));
    const byResource = () => some(keysOf(one, stack), (key) => usesKey(one, key, stack) && usesKey(other, key, stack));
    return some([byName, byResource], (proves) => proves());
}

function vaultOfKey(consumer: Resource): string {
    return keyOf(consumer).vaultName;
}

function urlOfKey(consumer: Resource): string {
    return keyOf(consumer).url;
}

function nameInVault(key: Resource): string {
    return `${vaultNameOf(key)}/${text(key, "keyName")}`;
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
