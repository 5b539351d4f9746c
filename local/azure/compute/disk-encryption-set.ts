import { boolean, limited, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { clusterType } from "../container-service/cluster-of";
import { keyIsNotUsable, parseKeyIdentifier } from "../key-vault/encryption-key";
import { normalLocation } from "../locations";
import { assignedIdentities, untypedIdentity } from "../managed-identity/identity";
import { usersOf } from "../references";
import type { Put, ResourceType } from "../resource-type";
import { reference, tags } from "../schema";

/** Microsoft.Compute/diskEncryptionSets: a key that disks are encrypted with. */
export const diskEncryptionSet: ResourceType = {
    token: "azure-native:compute:DiskEncryptionSet",
    apiVersion: "2024-03-02",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}",
    names: { diskEncryptionSetName: limited(string, { pattern: "^[a-zA-Z0-9_-]{1,80}$" }) },
    properties: {
        location: string,
        tags,
        activeKey: object({ keyUrl: required(string), sourceVault: reference }),
        encryptionType: oneOf(
            ...["EncryptionAtRestWithCustomerKey", "EncryptionAtRestWithPlatformAndCustomerKeys"],
            "ConfidentialVmEncryptedWithCustomerKey",
        ),
        identity: untypedIdentity,
        rotationToLatestKeyVersionEnabled: boolean,
        // a key in another tenant
        ...notModelled("federatedClientId"),
        ...readOnly("autoKeyRotationError", "lastKeyRotationTimestamp", "previousKeys", "provisioningState"),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record, and a call to the vault
    seconds: { create: 15, update: 15, delete: 10 },
    outputs: ({ inputs, before, cloud }) => ({
        encryptionType: inputs.encryptionType ?? "EncryptionAtRestWithCustomerKey",
        previousKeys: [],
        rotationToLatestKeyVersionEnabled: inputs.rotationToLatestKeyVersionEnabled ?? false,
        ...(inputs.rotationToLatestKeyVersionEnabled === true && {
            lastKeyRotationTimestamp: before?.lastKeyRotationTimestamp ?? cloud.timestamp(),
        }),
    }),
    refuse: [identityIsWrong, keyIsWrong, typeChanges],
    refuseDelete: [
        ({ id, cloud }) => {
            const [user] = usersOf(cloud, clusterType, (body) => sameId(textAt(body, "diskEncryptionSetID") ?? "", id));
            return user
                ? new ArmError(
                      409,
                      "OperationNotAllowed",
                      `Disk encryption set ${id} cannot be deleted: ${user} uses it.`,
                  )
                : undefined;
        },
    ],
};

/** Its own identity comes with it, so a key with roles needs one that was there before. */
function identityIsWrong({ inputs }: Put): ArmError | undefined {
    const type = textAt(inputs, "identity.type") ?? "None";
    return type === "None" || (/UserAssigned/.test(type) && assignedIdentities(inputs).length !== 1)
        ? invalid(`identity must be SystemAssigned, or one user-assigned identity, not ${type}`)
        : undefined;
}

/** https://learn.microsoft.com/azure/virtual-machines/disk-encryption#restrictions */
function keyIsWrong(put: Put): ArmError | undefined {
    const { inputs, before, cloud } = put;
    const url = textAt(inputs, "activeKey.keyUrl");
    if (before && url === textAt(before, "activeKey.keyUrl")) {
        return undefined; // the vault is asked once
    }
    if (url === undefined) {
        return invalid("it needs an activeKey");
    }
    const key = parseKeyIdentifier(url);
    if (!key || !/\/keys\/[^/]+\/[0-9a-f]{32}$/i.test(url)) {
        return invalid(`activeKey.keyUrl must be the address of a version of a key, not ${url}`);
    }
    const vaultId = textAt(inputs, "activeKey.sourceVault.id");
    const vault = cloud
        .all("azure-native:keyvault:Vault")
        .find(({ body }) => sameId(textAt(body, "properties.vaultUri") ?? "", key.vaultUri));
    if (vaultId !== undefined && vault && !sameId(vault.id, vaultId)) {
        return invalid(`the key ${url} is not in activeKey.sourceVault ${vaultId}`);
    }
    const region = textAt(vault?.body, "location");
    if (region !== undefined && region !== normalLocation(String(inputs.location))) {
        return invalid(`the vault is in ${region}, the disk encryption set in ${inputs.location}`);
    }
    const principalId = principalOf(put);
    return principalId === undefined ? undefined : keyIsNotUsable({ ...key, principalId }, cloud);
}

/** The identity that uses the key; its own one gets its role when it is there. */
function principalOf({ inputs, before, cloud }: Put): string | undefined {
    const [assigned] = assignedIdentities(inputs);
    return assigned === undefined
        ? textAt(before, "identity.principalId")
        : textAt(cloud.find(assigned)?.body, "principalId");
}

function typeChanges({ inputs, before }: Put): ArmError | undefined {
    const old = valueAt(before, "encryptionType");
    return old !== undefined && (inputs.encryptionType ?? "EncryptionAtRestWithCustomerKey") !== old
        ? new ArmError(409, "PropertyChangeNotAllowed", "Changing property 'properties.encryptionType' is not allowed.")
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidParameter", `The disk encryption set is invalid: ${problem}.`);
}
