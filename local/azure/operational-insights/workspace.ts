import {
    any,
    boolean,
    each,
    integer,
    limited,
    number,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";
import { defaultRetention } from "./retention";
import { tablesOfNew } from "./table";

/** Microsoft.OperationalInsights/workspaces */
export const workspace: ResourceType = {
    token: "azure-native:operationalinsights:Workspace",
    apiVersion: "2023-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}",
    names: {
        workspaceName: limited(string, {
            minLength: 4,
            maxLength: 63,
            pattern: "^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$",
        }),
    },
    properties: {
        location: required(string),
        tags,
        defaultDataCollectionRuleResourceId: string,
        features: object({
            clusterResourceId: string,
            ...each(boolean, "disableLocalAuth", "enableDataExport", "enableLogAccessUsingOnlyResourcePermissions"),
            immediatePurgeDataOn30Days: boolean,
            ...readOnly("unifiedSentinelBillingOnly"),
        }),
        forceCmkForQuery: boolean,
        identity: any,
        ...each(oneOf("Enabled", "Disabled"), "publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"),
        retentionInDays: integer,
        sku: object({
            capacityReservationLevel: oneOf(100, 200, 300, 400, 500, 1000, 2000, 5000),
            name: required(
                oneOf(
                    "Free",
                    "Standard",
                    "Premium",
                    "PerNode",
                    "PerGB2018",
                    "Standalone",
                    "CapacityReservation",
                    "LACluster",
                ),
            ),
            ...readOnly("lastSkuUpdate"),
        }),
        workspaceCapping: object({ dailyQuotaGb: number, ...readOnly("dataIngestionStatus", "quotaNextResetTime") }),
        ...readOnly("createdDate", "customerId", "etag", "modifiedDate", "name", "privateLinkScopedResources"),
        ...readOnly("provisioningState", "systemData", "type"),
    },
    replacedBy: ["location"],
    // no published figures; the workspace's storage and tables are set up in the background
    seconds: { create: 40, update: 10, delete: 10 },
    outputs: ({ id, inputs, before, cloud }) => {
        const now = cloud.timestamp();
        return {
            customerId: before?.customerId ?? cloud.newGuid(id, "customerId"),
            createdDate: before?.createdDate ?? now,
            modifiedDate: now,
            forceCmkForQuery: inputs.forceCmkForQuery ?? true,
            publicNetworkAccessForIngestion: inputs.publicNetworkAccessForIngestion ?? "Enabled",
            publicNetworkAccessForQuery: inputs.publicNetworkAccessForQuery ?? "Enabled",
            retentionInDays: inputs.retentionInDays ?? defaultRetention,
            features: {
                enableLogAccessUsingOnlyResourcePermissions:
                    valueAt(inputs, "features.enableLogAccessUsingOnlyResourcePermissions") ?? true,
            },
            sku: {
                name: valueAt(inputs, "sku.name") ?? "PerGB2018",
                lastSkuUpdate: valueAt(before, "sku.lastSkuUpdate") ?? now,
            },
            workspaceCapping: {
                dailyQuotaGb: valueAt(inputs, "workspaceCapping.dailyQuotaGb") ?? -1,
                dataIngestionStatus: "RespectQuota",
            },
        };
    },
    leaves: tablesOfNew,
    refuse: [
        ({ inputs }) => {
            const days = Number(inputs.retentionInDays ?? defaultRetention);
            const isFree = textAt(inputs, "sku.name") === "Free";
            // https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
            return (isFree ? days === 7 : days >= 30 && days <= 730)
                ? undefined
                : new ArmError(400, "InvalidParameter", "'RetentionInDays' property doesn't match the SKU limits");
        },
    ],
    diagnostics: { logs: ["Audit", "SummaryLogs", "Jobs"], groups: ["audit", "allLogs"], metrics: ["AllMetrics"] },
};
