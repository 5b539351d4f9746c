import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { assignRole, createRole, knownAfter } from "../shared";
import type { ArchiveAccount } from "./archive-account";
import type { AuditArchiveArgs } from "./audit-archive-args";

/** Name of the container with evidence of incidents. */
export const evidenceContainer = "incidents";

/**
 * A container of the forensic account for evidence of incidents, one blob for each. Who keeps evidence adds blobs, with a
 * legal hold, and neither reads nor changes any; who may set a hold may lift it too, which shortens no retention.
 *
 * A hold is on a blob: a container has none where blobs are immutable one by one.
 * https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies
 */
export function keepEvidence(
    name: string,
    account: ArchiveAccount,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const { resourceGroupName, subscriptionId } = args;
    const keepers = Object.entries(args.keepers ?? {});
    if (keepers.length === 0) return [];
    const container = new storage.BlobContainer(
        `${name}-evidence`,
        { containerName: evidenceContainer, accountName: account.name, resourceGroupName, publicAccess: "None" },
        { parent },
    );
    const role = createRole(
        `${name}-evidence-keeper`,
        {
            title: "Keep evidence of MCP incidents",
            description: "Add blobs that are not there yet, and set or lift their legal holds.",
            dataActions: [
                "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
                // a hold: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
                "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/immutableStorage/runAsSuperUser/action",
            ],
            target: account.id,
        },
        args,
        parent,
    );
    const scope = knownAfter(
        container,
        pulumi.interpolate`${account.id}/blobServices/default/containers/${evidenceContainer}`,
    );
    return [
        container,
        ...keepers.map(([keeper, principal]) =>
            assignRole(`${name}-keeper-${keeper}`, { role, scope, principal, subscriptionId }, parent),
        ),
    ];
}
