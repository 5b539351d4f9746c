import { type Link, type Naming, namesOf, type Reference, type Resource, refers, text } from "../../engine";
import { keyInVault, vaultName } from "./vault-content";

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

const vaultOfKey: Naming = (consumer) => namesOf([keyPath(consumer)], () => keyOf(consumer).vaultName);
const urlOfKey: Naming = (consumer) => namesOf([keyPath(consumer)], () => keyOf(consumer).url);
const keyInVaultOfKey: Naming = (consumer) => namesOf([keyPath(consumer)], () => keyOf(consumer).nameInVault);
const nameInVault: Naming = (key) => namesOf(["keyName"], (path) => `${text(key, "vaultName")}/${text(key, path)}`);

/** Services of a type by the URL of their key, wherever it is. */
export function byKey(type: string): Reference {
    return { type, names: urlOfKey };
}

/** From services of a type to their key. */
export function toKey(type: string): Link {
    return { type, input: inputOf(type), names: keyInVaultOfKey, to: "keyvault:Key", nameOf: nameInVault };
}

/** From services of a type to the vault of their key. */
export function toVault(type: string): Link {
    return {
        type,
        input: inputOf(type),
        names: vaultOfKey,
        to: "keyvault:Vault",
        nameOf: vaultName,
        via: (source, vault, stack) => refers(keyInVault, source, vault, stack),
    };
}

/** Services that encrypt for some purposes, by type. */
export function consumersFor(isWanted: (purpose: string) => boolean): string[] {
    return Object.entries(keyConsumers)
        .filter(([, { purpose }]) => isWanted(purpose))
        .map(([type]) => type);
}

/** Where services of a type name their key. */
export function keyPath({ type }: Pick<Resource, "type">): string {
    return keyConsumers[type]?.reads[0] ?? "";
}

function inputOf(type: string): string {
    return keyPath({ type }).split(".")[0] ?? "";
}

/** The key that a service encrypts with, without version; all empty when there is none. */
function keyOf(consumer: Resource): { url: string; vaultName: string; nameInVault: string } {
    const [keyOrVault = "", name] = (keyConsumers[consumer.type]?.reads ?? []).map((path) => text(consumer, path));
    const full = name === undefined ? keyOrVault : `${keyOrVault.replace(/\/*$/, "")}/keys/${name}`;
    const [url = "", host = "", keyName = ""] = /^https:\/\/([^/]+)\/keys\/([^/]+)/i.exec(full) ?? [];
    // the rest of the host differs between clouds, and is another for a managed HSM:
    // https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
    const [, vaultName = ""] = /^([^.]+)\.vault\./i.exec(host) ?? [];
    return { url, vaultName, nameInVault: `${vaultName}/${keyName}` };
}
