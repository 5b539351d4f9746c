import { textAt } from "../../provider/values";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { networkModel } from "../network/reachability";
import { isPermitted, type Permission } from "./permission";

/** https://learn.microsoft.com/azure/key-vault/general/rbac-guide#azure-built-in-roles-for-key-vault-data-plane-operations */
const reading: Permission = {
    roles: ["Key Vault Administrator", "Key Vault Secrets Officer", "Key Vault Secrets User"],
    kind: "secrets",
    actions: ["get"],
};

/** Who reads a secret. */
export interface SecretReader {
    principalId: string;
    /** The subnet that it comes from; absent for one that comes from the internet. */
    subnetId: string | undefined;
}

/** Parts of a secret's identifier: `https://<vault>.vault.azure.net/secrets/<name>[/<version>]`. */
export function parseSecretIdentifier(identifier: string): { host: string; secretName: string } | undefined {
    const [, host, secretName] = /^https:\/\/([^/]+)\/secrets\/([^/]+)(\/[^/]+)?\/?$/i.exec(identifier) ?? [];
    return host !== undefined && secretName !== undefined ? { host, secretName } : undefined;
}

/** Why the secret cannot be read, as a sentence; undefined when it can. */
export function secretProblem(identifier: string, reader: SecretReader, cloud: Cloud): string | undefined {
    const parts = parseSecretIdentifier(identifier);
    if (!parts) {
        return `'${identifier}' is no identifier of a secret like https://<vault>.vault.azure.net/secrets/<name>.`;
    }
    const { host, secretName } = parts;
    const resources = [...cloud.all(), ...cloud.seed.resources];
    const vault = resources
        .filter(({ type }) => type === "azure-native:keyvault:Vault")
        .find(({ body }) => sameId(textAt(body, "properties.vaultUri") ?? "", `https://${host}/`));
    if (!vault) {
        return `There is no vault ${host}.`;
    }
    const { allowed, by } = networkModel(resources, (token) => cloud.typeOf(token)).reach({
        from: reader.subnetId ?? "Internet",
        to: host,
        protocol: "Tcp",
        port: 443,
    });
    if (!allowed) {
        return `The vault ${host} cannot be reached from ${reader.subnetId ?? "the internet"}: ${by.join(", ")}.`;
    }
    const secretId = `${vault.id}/secrets/${secretName}`;
    if (!isPermitted(reader.principalId, reading, vault, secretId, cloud)) {
        return `The principal ${reader.principalId} may not read ${secretId}: the role 'Key Vault Secrets User' on the secret or its vault allows it.`;
    }
    return cloud.exists(secretId) ? undefined : `There is no secret ${secretName} in the vault ${host}.`;
}
