import {
    boolean,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { accountOf } from "./account-of";
import { isImmutable } from "./immutability-policy";

const methods = oneOf("DELETE", "GET", "HEAD", "MERGE", "POST", "OPTIONS", "PUT", "PATCH", "CONNECT", "TRACE");
const days = limited(integer, { minimum: 1, maximum: 365 });
const softDelete = object({ enabled: boolean, days, allowPermanentDelete: boolean });

/** Microsoft.Storage/storageAccounts/blobServices: there is one in every account. */
export const blobServiceProperties: ResourceType = {
    token: "azure-native:storage:BlobServiceProperties",
    apiVersion: "2024-01-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/{blobServicesName}",
    properties: {
        changeFeed: object({ enabled: boolean, retentionInDays: limited(integer, { minimum: 1, maximum: 146000 }) }),
        containerDeleteRetentionPolicy: softDelete,
        cors: object({
            corsRules: list(
                object({
                    allowedHeaders: required(list(string)),
                    allowedMethods: required(list(methods)),
                    allowedOrigins: required(list(string)),
                    exposedHeaders: required(list(string)),
                    maxAgeInSeconds: required(integer),
                }),
            ),
        }),
        defaultServiceVersion: string,
        deleteRetentionPolicy: softDelete,
        isVersioningEnabled: boolean,
        lastAccessTimeTrackingPolicy: object({
            blobType: list(string),
            enable: required(boolean),
            name: oneOf("AccessTimeTracking"),
            trackingGranularityInDays: integer,
        }),
        restorePolicy: object({
            enabled: required(boolean),
            days,
            ...readOnly("lastEnabledTime", "minRestoreTime"),
        }),
        ...notModelled("automaticSnapshotPolicyEnabled"),
        ...readOnly("sku", "name", "type"),
    },
    // no published figures; one record of the account
    seconds: { create: 3, update: 3, delete: 3 },
    outputs: (put) => ({
        sku: valueAt(accountOf(put), "sku") ?? {},
        cors: { corsRules: objectsAt(put.inputs, "cors.corsRules") },
        deleteRetentionPolicy: { enabled: valueAt(put.inputs, "deleteRetentionPolicy.enabled") ?? false },
        isVersioningEnabled: put.inputs.isVersioningEnabled ?? isImmutable(accountOf(put)),
    }),
    refuse: [nameIsWrong, versioningGoes, restoreIsImpossible],
    diagnostics: {
        logs: ["StorageRead", "StorageWrite", "StorageDelete"],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics", "Capacity", "Transaction"],
    },
};

function nameIsWrong({ id, name }: Put): ArmError | undefined {
    return name === "default"
        ? undefined
        : new ArmError(404, "HttpResourceNotFound", `The request url https://management.azure.com${id} is not found.`);
}

/** https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies */
function versioningGoes(put: Put): ArmError | undefined {
    return put.inputs.isVersioningEnabled === false && isImmutable(accountOf(put))
        ? new ArmError(
              409,
              "BlobVersioningCannotBeDisabled",
              "Blob versioning cannot be disabled: the account has version-level immutability.",
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/storage/blobs/point-in-time-restore-overview#prerequisites-for-point-in-time-restore */
function restoreIsImpossible({ inputs }: Put): ArmError | undefined {
    if (valueAt(inputs, "restorePolicy.enabled") !== true) {
        return undefined;
    }
    const isKept =
        Number(valueAt(inputs, "deleteRetentionPolicy.days")) > Number(valueAt(inputs, "restorePolicy.days"));
    const needed = ["changeFeed.enabled", "deleteRetentionPolicy.enabled", "isVersioningEnabled"];
    return isKept && needed.every((path) => valueAt(inputs, path) === true)
        ? undefined
        : new ArmError(
              400,
              "InvalidRestorePolicy",
              "restorePolicy needs versioning, change feed and soft delete of blobs, with fewer days than the soft delete.",
          );
}
