// Made by hand: what is served of a storage account, a registry and a vault writes no such rows; the vault deletes nothing
// through its contents. Rows are as these pages say.
// StorageBlobLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/storagebloblogs
// ContainerRegistryRepositoryEvents: https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryrepositoryevents
// AZKVAuditLogs: https://learn.microsoft.com/azure/azure-monitor/reference/tables/azkvauditlogs
import type { Row } from "../../../../../../local/kql/schema";
import { people } from "../../environment";
import type { Trace } from "../../trace";
import { row, rowsOf } from "./rows";

const address = "10.10.9.66";
const registryId = "/subscriptions/s/resourcegroups/g/providers/microsoft.containerregistry/registries/cr";
const vaultId = "/subscriptions/s/resourcegroups/g/providers/microsoft.keyvault/vaults/kv";

/** Somebody reads a blob of exported logs. */
export function blobRead(minutesAgo: number, RequesterObjectId: string): Row {
    return row(minutesAgo, {
        OperationName: "GetBlob",
        ObjectKey: "/stforensic/am-azkvauditlogs/WorkspaceResourceId=/y=2026/m=11/d=27/h=08/m=00/PT1H.json",
        RequesterObjectId,
        CallerIpAddress: `${address}:40000`,
        AuthenticationType: "OAuth",
        StatusText: "Success",
        StatusCode: "200",
    });
}

/** Somebody pushes an image. */
export function push(minutesAgo: number, Identity: string): Row {
    return row(minutesAgo, {
        OperationName: "Push",
        Identity,
        Repository: "servers/orders",
        CallerIpAddress: address,
        _ResourceId: registryId,
    });
}

export const storageTraces: Readonly<Record<string, Trace>> = {
    "evidence-read-by-stranger": rowsOf(
        "StorageBlobLogs",
        [blobRead(3000, people.watched), blobRead(5, people.stranger)],
        {
            Reader: people.stranger,
            CallerAddress: address,
        },
    ),
    "image-pushed-by-stranger": rowsOf(
        "ContainerRegistryRepositoryEvents",
        [push(3000, "publisher"), push(9, "somebody-else")],
        { CallerAddress: address, RegistryId: registryId },
    ),
    "key-or-secret-destroyed": rowsOf(
        "AZKVAuditLogs",
        [
            row(5, {
                OperationName: "SecretDelete",
                Id: "https://kv.vault.azure.net/secrets/session-key-even",
                HttpStatusCode: 200,
                CallerIpAddress: address,
                Identity: {
                    claim: { "http://schemas.microsoft.com/identity/claims/objectidentifier": people.stranger },
                },
                _ResourceId: vaultId,
            }),
        ],
        { Principal: people.stranger, CallerAddress: address, VaultId: vaultId },
    ),
};
