import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { isPermitted, type Permission } from "./permission";

const wrapping: Permission = {
    roles: [
        "Key Vault Administrator",
        "Key Vault Crypto Officer",
        "Key Vault Crypto Service Encryption User",
        "Key Vault Crypto User",
    ],
    dataActions: ["read", "unwrap/action", "wrap/action"].map((action) => `Microsoft.KeyVault/vaults/keys/${action}`),
    kind: "keys",
    actions: ["get", "wrapKey", "unwrapKey"],
};

/** What a service needs that encrypts with a key of the customer. */
export interface EncryptionKey {
    vaultUri: string;
    keyName: string;
    /** Object id of the identity that uses the key. */
    principalId: string;
}

/** Parts of a key's identifier: `https://<vault>.vault.azure.net/keys/<name>[/<version>]`. */
export function parseKeyIdentifier(identifier: string): { vaultUri: string; keyName: string } | undefined {
    const [, vaultUri, keyName] = /^(https:\/\/[^/]+\/)keys\/([^/]+)(\/[^/]+)?$/i.exec(identifier) ?? [];
    return vaultUri !== undefined && keyName !== undefined ? { vaultUri, keyName } : undefined;
}

/**
 * Why a service cannot encrypt with the key. Keys and roles inside a managed HSM are not in Resource Manager, so only its
 * existence and its purge protection count.
 */
export function keyIsNotUsable(key: EncryptionKey, cloud: Cloud): ArmError | undefined {
    const store = cloud.all().find(({ body }) => sameUri(uriOf(body), key.vaultUri));
    if (!store) {
        return notFound(
            "KeyVaultVaultNotFound",
            `The key vault ${key.vaultUri} is not found to unwrap the encryption key.`,
        );
    }
    if (valueAt(store.body, "properties.enablePurgeProtection") !== true) {
        return new ArmError(400, "KeyVaultPolicyError", "Keyvault policy recoverable is not set.");
    }
    if (!sameId(armTypeOf(store.id), "Microsoft.KeyVault/vaults")) {
        return undefined;
    }
    const keyId = `${store.id}/keys/${key.keyName}`;
    if (!cloud.exists(keyId)) {
        return notFound(
            "KeyVaultEncryptionKeyNotFound",
            `The key vault key ${key.keyName} is not found to unwrap the encryption key.`,
        );
    }
    if (!isPermitted(key.principalId, wrapping, store, keyId, cloud)) {
        return new ArmError(
            403,
            "KeyVaultAuthenticationFailure",
            `The operation failed because of authentication issue on the keyvault: the principal ${key.principalId} may not wrap and unwrap with ${keyId}. The role 'Key Vault Crypto Service Encryption User' on the key or its vault allows it.`,
        );
    }
    // https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
    const isClosed = /disabled/i.test(textAt(store.body, "properties.publicNetworkAccess") ?? "");
    return isClosed && textAt(store.body, "properties.networkAcls.bypass") === "None"
        ? new ArmError(
              403,
              "KeyVaultAccessForbidden",
              `The firewall of the key vault ${key.vaultUri} lets no trusted services through: networkAcls.bypass is None.`,
          )
        : undefined;
}

function notFound(code: string, message: string): ArmError {
    return new ArmError(404, code, message);
}

function uriOf(body: Properties): string | undefined {
    return textAt(body, "properties.vaultUri") ?? textAt(body, "properties.hsmUri");
}

function sameUri(one: string | undefined, other: string): boolean {
    return one !== undefined && sameId(one.replace(/\/$/, ""), other.replace(/\/$/, ""));
}
