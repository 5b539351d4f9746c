import { any, boolean, each, integer, limited, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, parentOf, sameId } from "../arm-id";
import { immutable } from "../immutable";
import { normalLocation } from "../locations";
import type { Put, ResourceType } from "../resource-type";
import { tags, writeOnly } from "../schema";

/** Microsoft.Network/networkWatchers/flowLogs: of a virtual network or subnet, into a storage account of its region. */
export const flowLog: ResourceType = {
    token: "azure-native:network:FlowLog",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        enabled: boolean,
        enabledFilteringCriteria: string,
        flowAnalyticsConfiguration: object({
            networkWatcherFlowAnalyticsConfiguration: object({
                enabled: boolean,
                trafficAnalyticsInterval: oneOf(10, 60),
                ...each(string, "workspaceId", "workspaceRegion", "workspaceResourceId"),
            }),
        }),
        format: object({ type: oneOf("JSON"), version: oneOf(1, 2) }),
        identity: any,
        retentionPolicy: object({ days: limited(integer, { minimum: 0, maximum: 365 }), enabled: boolean }),
        storageId: required(string),
        targetResourceId: required(string),
        ...readOnly("etag", "provisioningState", "targetResourceGuid", "name", "type"),
    },
    serializedBy: "Microsoft.Network/networkWatchers",
    // no published figures; one record, checked against the storage account
    seconds: { create: 12, update: 10, delete: 10 },
    outputs: ({ inputs, cloud }) => ({
        enabled: inputs.enabled ?? true,
        format: { type: textAt(inputs, "format.type") ?? "JSON", version: valueAt(inputs, "format.version") ?? 2 },
        retentionPolicy: {
            days: valueAt(inputs, "retentionPolicy.days") ?? 0,
            enabled: valueAt(inputs, "retentionPolicy.enabled") ?? false,
        },
        targetResourceGuid: textAt(cloud.find(textAt(inputs, "targetResourceId") ?? "")?.body, "resourceGuid") ?? "",
    }),
    refuse: [
        targetIsWrong,
        targetHasOne,
        isElsewhere,
        analyticsAreIncomplete,
        immutable(
            (body) => textAt(body, "targetResourceId"),
            new ArmError(400, "FlowLogTargetCannotBeChanged", "The target of a flow log cannot be changed."),
        ),
    ],
};

function targetIsWrong({ inputs }: Put): ArmError | undefined {
    const type = armTypeOf(textAt(inputs, "targetResourceId") ?? "");
    if (sameId(type, "Microsoft.Network/networkSecurityGroups")) {
        return new ArmError(
            400,
            "NsgFlowLogCreationBlocked",
            "On September 30, 2027, Network Security Group (NSG) flow logs will be retired. As part of this retirement, creation of new NSG flow logs is blocked starting June 30, 2025. We recommend migrating to virtual network flow logs. For migration, please refer to https://learn.microsoft.com/en-us/azure/network-watcher/nsg-flow-logs-migrate.",
        );
    }
    const targets = ["Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/subnets"];
    return targets.some((target) => sameId(target, type))
        ? undefined
        : new ArmError(
              400,
              "InvalidTargetResourceId",
              `A flow log needs the id of a virtual network or subnet, not '${inputs.targetResourceId}'.`,
          );
}

function targetHasOne({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const target = textAt(inputs, "targetResourceId") ?? "";
    const rival = cloud
        .all(type.token)
        .find((other) => !sameId(other.id, id) && sameId(textAt(other.body, "targetResourceId") ?? "", target));
    return rival
        ? new ArmError(
              400,
              "CannotCreateMoreThanOneFlowLogPerResource",
              `Cannot create more than 1 flow log(s) on a resource: ${target} has ${rival.id}.`,
          )
        : undefined;
}

/** Watcher, flow log, network and storage account are in one region. */
function isElsewhere({ id, inputs, cloud }: Put): ArmError | undefined {
    const location = normalLocation(textAt(inputs, "location") ?? "");
    const target = textAt(inputs, "targetResourceId") ?? "";
    const places: [string, string][] = [
        ["network watcher", parentOf(id)],
        ["virtual network", target.replace(/\/subnets\/[^/]+$/i, "")],
        ["storage account", textAt(inputs, "storageId") ?? ""],
    ];
    for (const [what, other] of places) {
        const there = textAt(cloud.find(other)?.body, "location");
        if (there !== undefined && normalLocation(there) !== location) {
            return new ArmError(
                400,
                "FlowLogInvalidRegion",
                `Flow log ${id} is in ${location}, but its ${what} ${other} is in ${there}.`,
            );
        }
    }
    return undefined;
}

function analyticsAreIncomplete({ id, inputs }: Put): ArmError | undefined {
    const analytics = valueAt(inputs, "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration");
    return valueAt(analytics, "enabled") === true && textAt(analytics, "workspaceResourceId") === undefined
        ? new ArmError(400, "InvalidRequestFormat", `Traffic analytics of flow log ${id} need a workspaceResourceId.`)
        : undefined;
}
