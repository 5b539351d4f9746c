import { textAt } from "../../provider/values";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { networkModel } from "../network/reachability";
import { isPermitted, type Permission } from "./permission";

/** https://learn.microsoft.com/azure/key-vault/general/rbac-guide#azure-built-in-roles-for-key-vault-data-plane-operations */
export const reading: Permission = {
    roles: ["Key Vault Administrator", "Key Vault Secrets Officer", "Key Vault Secrets User"],
    dataActions: ["Microsoft.KeyVault/vaults/secrets/getSecret/action"],
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
function parseSecretIdentifier(
    identifier: string,
): { host: string; secretName: string; version: string | undefined } | undefined {
    const [, host, secretName, version] =
        /^https:\/\/([^/]+)\/secrets\/([^/]+)(?:\/([^/]+))?\/?$/i.exec(identifier) ?? [];
    return host !== undefined && secretName !== undefined ? { host, secretName, version } : undefined;
}

/** Why the secret cannot be read, as a sentence; undefined when it can. */
export function secretProblem(identifier: string, reader: SecretReader, cloud: Cloud): string | undefined {
    const access = accessTo(identifier, reader, cloud);
    return "problem" in access ? access.problem : undefined;
}

/** The secret that the reader may read, and the version that the identifier has, if any; or why it cannot, as a sentence. */
export function accessTo(
    identifier: string,
    reader: SecretReader,
    cloud: Cloud,
): { secretId: string; version?: string } | { problem: string } {
    const parts = parseSecretIdentifier(identifier);
    if (!parts) {
        return {
            problem: `'${identifier}' is no identifier of a secret like https://<vault>.vault.azure.net/secrets/<name>.`,
        };
    }
    const { host, secretName, version } = parts;
    const resources = [...cloud.all(), ...cloud.seed.resources];
    const vault = resources
        .filter(({ type }) => type === "azure-native:keyvault:Vault")
        .find(({ body }) => sameId(textAt(body, "properties.vaultUri") ?? "", `https://${host}/`));
    if (!vault) {
        return { problem: `There is no vault ${host}.` };
    }
    const { allowed, by } = networkModel(resources, (token) => cloud.typeOf(token)).reach({
        from: reader.subnetId ?? "Internet",
        to: host,
        protocol: "Tcp",
        port: 443,
    });
    if (!allowed) {
        return {
            problem: `The vault ${host} cannot be reached from ${reader.subnetId ?? "the internet"}: ${by.join(", ")}.`,
        };
    }
    const secretId = `${vault.id}/secrets/${secretName}`;
    if (!isPermitted(reader.principalId, reading, vault, secretId, cloud)) {
        return {
            problem: `The principal ${reader.principalId} may not read ${secretId}: the role 'Key Vault Secrets User' on the secret or its vault allows it.`,
        };
    }
    return cloud.exists(secretId)
        ? { secretId, ...(version !== undefined && { version }) }
        : { problem: `There is no secret ${secretName} in the vault ${host}.` };
}
