import { boolean, each, limited, map, object, oneOf, readOnly, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { accountOf } from "./account-of";
import { isImmutable, isLocked } from "./immutability-policy";

/** Microsoft.Storage/storageAccounts/blobServices/containers */
export const blobContainer: ResourceType = {
    token: "azure-native:storage:BlobContainer",
    apiVersion: "2024-01-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
    names: { containerName: limited(string, { minLength: 3, maxLength: 63 }) },
    properties: {
        defaultEncryptionScope: string,
        ...each(boolean, "denyEncryptionScopeOverride", "enableNfsV3AllSquash", "enableNfsV3RootSquash"),
        immutableStorageWithVersioning: object({ enabled: boolean, ...readOnly("migrationState", "timeStamp") }),
        metadata: map(string),
        publicAccess: oneOf("Container", "Blob", "None"),
        ...readOnly("deleted", "deletedTime", "etag", "hasImmutabilityPolicy", "hasLegalHold", "immutabilityPolicy"),
        ...readOnly("lastModifiedTime", "leaseDuration", "leaseState", "leaseStatus", "legalHold", "name"),
        ...readOnly("remainingRetentionDays", "type", "version"),
    },
    // no published figures; one record of the account
    seconds: { create: 2, update: 2, delete: 2 },
    outputs: (put) => ({
        publicAccess: put.inputs.publicAccess ?? "None",
        hasImmutabilityPolicy: false,
        hasLegalHold: false,
        deleted: false,
        lastModifiedTime: put.cloud.timestamp(),
        leaseState: "Available",
        leaseStatus: "Unlocked",
        ...(isImmutable(accountOf(put)) && { immutableStorageWithVersioning: { enabled: true } }),
    }),
    refuse: [nameIsWrong, publicAccessIsOff, immutabilityGoes],
    refuseDelete: [
        (removal) =>
            isExported(removal.name) && isLocked(accountOf(removal))
                ? new ArmError(
                      409,
                      "ContainerProtectedFromDeletion",
                      `The storage container ${removal.name} cannot be deleted due to immutable blobs on the container. For more information, see https://aka.ms/immutable-policies.`,
                  )
                : undefined,
    ],
};

/** Name of the container that a data export writes a table to. */
export function exportContainer(table: string): string {
    return `am-${table.toLowerCase()}`;
}

function isExported(container: string): boolean {
    return container.startsWith(exportContainer(""));
}

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#container-names */
function nameIsWrong({ name }: Put): ArmError | undefined {
    return /^(\$root|\$web|\$logs|[a-z0-9]+(-[a-z0-9]+)*)$/.test(name)
        ? undefined
        : new ArmError(
              400,
              "InvalidResourceName",
              `The specified resource name '${name}' contains invalid characters.`,
          );
}

function publicAccessIsOff(put: Put): ArmError | undefined {
    const access = textAt(put.inputs, "publicAccess") ?? "None";
    return access !== "None" && valueAt(accountOf(put), "allowBlobPublicAccess") !== true
        ? new ArmError(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account.")
        : undefined;
}

function immutabilityGoes({ inputs, before }: Put): ArmError | undefined {
    const path = "immutableStorageWithVersioning.enabled";
    return valueAt(before, path) === true && valueAt(inputs, path) === false
        ? new ArmError(
              409,
              "ContainerImmutabilityPolicyFailure",
              "Version-level immutability of a container cannot be disabled once it is enabled.",
          )
        : undefined;
}
