import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import { linkedAccessRefused, type Need, roleIsMissing } from "../authorization/effective-role";
import type { Cloud, Stored } from "../cloud";
import { isPermitted, type Permission } from "../key-vault/permission";
import { normalLocation } from "../locations";
import type { Put } from "../resource-type";
import { invalidParameter } from "./cluster-error";
import { clusterPrincipal } from "./cluster-identity";

const at = "securityProfile.azureKeyVaultKms";

/** https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption#limitations */
export function kmsIsWrong({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const kms = kmsOf(inputs);
    if (!kms) {
        return undefined;
    }
    const isNetworked = valueAt(inputs, "apiServerAccessProfile.enableVnetIntegration") === true;
    if (textAt(inputs, "identity.type") !== "UserAssigned") {
        return invalidParameter(at, "KMS needs a user-assigned identity: a system-assigned one has no access in time");
    }
    if (kms.access === "Private" && kms.vaultId === undefined) {
        return new ArmError(
            400,
            "BadRequest",
            "KeyVault resource ID is empty when KeyVault network access is Private.",
        );
    }
    if (kms.access === "Public" && kms.vaultId !== undefined) {
        return invalidParameter(`${at}.keyVaultResourceId`, "it must be empty when keyVaultNetworkAccess is Public");
    }
    if (kms.access === "Private" && !isNetworked) {
        return invalidParameter(
            `${at}.keyVaultNetworkAccess`,
            "Private needs apiServerAccessProfile.enableVnetIntegration",
        );
    }
    const old = before && kmsOf(before);
    if (old && old.access !== kms.access) {
        return invalidParameter(`${at}.keyVaultNetworkAccess`, "it cannot be changed while KMS is enabled");
    }
    return keyIsWrong(kms, { id, inputs, cloud });
}

interface Kms {
    keyId: string;
    access: string;
    vaultId: string | undefined;
}

function kmsOf(body: Properties): Kms | undefined {
    return valueAt(body, `${at}.enabled`) === true
        ? {
              keyId: textAt(body, `${at}.keyId`) ?? "",
              access: textAt(body, `${at}.keyVaultNetworkAccess`) ?? "Public",
              vaultId: textAt(body, `${at}.keyVaultResourceId`) || undefined,
          }
        : undefined;
}

type Asking = Pick<Put, "id" | "inputs" | "cloud">;

function keyIsWrong({ keyId, access, vaultId }: Kms, asking: Asking): ArmError | undefined {
    const { cloud } = asking;
    const [, vaultUri = "", keyName = ""] = /^(https:\/\/[^/]+\/)keys\/([^/]+)\/[0-9a-f]{32}$/i.exec(keyId) ?? [];
    if (keyName === "") {
        return invalidParameter(
            `${at}.keyId`,
            `'${keyId}' must be the address of a version of a key, https://<vault>.vault.azure.net/keys/<name>/<version>`,
        );
    }
    const vault = vaultOf(keyId, cloud);
    if (!vault || (vaultId !== undefined && !sameId(vault.id, vaultId))) {
        return invalidParameter(
            `${at}.keyId`,
            `the vault ${vaultUri} does not exist${vaultId ? `, or is not ${vaultId}` : ""}`,
        );
    }
    const scope = `${vault.id}/keys/${keyName}`;
    const key = cloud.find(scope);
    if (!key || !sameId(textAt(key.body, "keyUriWithVersion") ?? "", keyId)) {
        return invalidParameter(`${at}.keyId`, `the version ${keyId} does not exist`);
    }
    if (valueAt(vault.body, "properties.enablePurgeProtection") !== true) {
        return invalidParameter(
            `${at}.keyId`,
            `the vault ${vaultUri} has no purge protection, and without its key the cluster is lost`,
        );
    }
    const isOpen =
        !sameId(textAt(vault.body, "properties.publicNetworkAccess") ?? "enabled", "disabled") &&
        !sameId(textAt(vault.body, "properties.networkAcls.defaultAction") ?? "Allow", "Deny");
    if (access === "Public" && !isOpen) {
        return invalidParameter(
            `${at}.keyVaultNetworkAccess`,
            `the firewall of the vault ${vaultUri} blocks the KMS plugin, which needs Private then`,
        );
    }
    return keyIsClosed({ access, vault, scope }, asking);
}

function vaultOf(keyId: string, cloud: Cloud): Stored | undefined {
    return cloud
        .all("azure-native:keyvault:Vault")
        .find(({ body }) =>
            keyId.toLowerCase().startsWith(`${textAt(body, "properties.vaultUri")?.toLowerCase()}keys/`),
        );
}

const using = ["Key Vault Administrator", "Key Vault Crypto Officer", "Key Vault Crypto User"];

/** The cluster encrypts as its identity, which also approves the private endpoint that AKS makes to the vault. */
function keyIsClosed(
    { access, vault, scope }: { access: string; vault: Stored; scope: string },
    { id, inputs, cloud }: Asking,
): ArmError | undefined {
    const principalId = clusterPrincipal(inputs, cloud) ?? "";
    const vaultUri = (textAt(vault.body, "properties.vaultUri") ?? "").replace(/\/$/, "");
    // https://github.com/MicrosoftDocs/azure-docs/issues/110117
    const refusal = new ArmError(
        400,
        "AzureKeyVaultKmsValidateIdentityPermissionCustomerError",
        `The identity does not have keys encrypt/decrypt permission on key vault "${vaultUri}"`,
    );
    const encrypting: Need = {
        principalId,
        action: "Microsoft.KeyVault/vaults/keys/encrypt/action",
        roles: using,
        scope,
    };
    const byPolicy: Permission = { roles: using, dataActions: [], kind: "keys", actions: ["encrypt", "decrypt"] };
    const hasRoles = valueAt(vault.body, "properties.enableRbacAuthorization") === true;
    const problem = hasRoles
        ? roleIsMissing(encrypting, refusal, cloud)
        : isPermitted(principalId, byPolicy, vault, scope, cloud)
          ? undefined
          : refusal;
    if (problem || access === "Public") {
        return problem;
    }
    const approving: Need = {
        principalId,
        action: "Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action",
        roles: ["Contributor", "Key Vault Contributor", "Owner"],
        scope: vault.id,
    };
    return roleIsMissing(approving, linkedAccessRefused(approving, id), cloud);
}

/** https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys */
export function diskEncryptionIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    const setId = textAt(inputs, "diskEncryptionSetID");
    if (setId === undefined) {
        return undefined;
    }
    if (!sameId(armTypeOf(setId), "Microsoft.Compute/diskEncryptionSets")) {
        return invalidParameter("diskEncryptionSetID", `${setId} is no disk encryption set`);
    }
    const region = textAt(cloud.find(setId)?.body, "location");
    return region === normalLocation(String(inputs.location))
        ? undefined
        : invalidParameter("diskEncryptionSetID", `${setId} is in ${region}, the cluster in ${inputs.location}`);
}
