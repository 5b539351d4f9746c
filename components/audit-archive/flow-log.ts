import * as azurenetwork from "@pulumi/azure-native/network";
import * as storage from "@pulumi/azure-native/storage";
import type * as pulumi from "@pulumi/pulumi";
import { assignRole, checkedArmId, createIdentity, knownAfter, resourceName, tags } from "../shared";
import type { ArchiveAccount } from "./archive-account";
import type { AuditArchiveArgs } from "./audit-archive-args";

/**
 * Records who talks to whom in the network. Without shared keys, the recorder writes as an identity of its own:
 * https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
 */
export function recordFlows(
    name: string,
    account: ArchiveAccount,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): azurenetwork.FlowLog {
    const { subscriptionId, location } = args;
    const identity = createIdentity(name, args, "audit-archive", parent);
    const role = "Storage Blob Data Contributor";
    const writer = assignRole(
        `${name}-writer`,
        { role, scope: account.id, principal: identity.principal, subscriptionId },
        parent,
    );
    return new azurenetwork.FlowLog(
        `${name}-log`,
        {
            flowLogName: resourceName("Microsoft.Network/networkWatchers/flowLogs", args.naming, name),
            networkWatcherName: args.networkWatcherName ?? `NetworkWatcher_${location}`,
            resourceGroupName: args.networkWatcherResourceGroupName ?? "NetworkWatcherRG",
            location,
            targetResourceId: checkedArmId(
                args.virtualNetworkId,
                "virtualNetworkId",
                "Microsoft.Network/virtualNetworks",
            ),
            storageId: knownAfter(writer, account.id),
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            enabled: true,
            format: { type: "JSON", version: 2 },
            retentionPolicy: { enabled: false, days: 0 }, // it would write a lifecycle policy of its own
            flowAnalyticsConfiguration: {
                networkWatcherFlowAnalyticsConfiguration: {
                    enabled: true,
                    trafficAnalyticsInterval: 10,
                    workspaceResourceId: checkedArmId(
                        args.workspaceId,
                        "workspaceId",
                        "Microsoft.OperationalInsights/workspaces",
                    ),
                },
            },
            tags: tags(args, "audit-archive"),
        },
        { parent },
    );
}

/** Deletes flow logs once they are old. */
export function deleteOldFlows(
    name: string,
    account: ArchiveAccount,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): storage.ManagementPolicy {
    const age = { daysAfterModificationGreaterThan: args.flowLogRetentionDays ?? 365 };
    return new storage.ManagementPolicy(
        `${name}-lifecycle`,
        {
            accountName: account.name,
            managementPolicyName: "default",
            resourceGroupName: args.resourceGroupName,
            policy: {
                rules: [
                    {
                        name: "delete-old",
                        type: "Lifecycle",
                        enabled: true,
                        definition: {
                            filters: { blobTypes: ["blockBlob"] },
                            actions: { baseBlob: { delete: age } },
                        },
                    },
                ],
            },
        },
        { parent },
    );
}
