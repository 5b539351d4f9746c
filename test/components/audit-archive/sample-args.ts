import type { AuditArchiveArgs } from "../../../components";
import { groupId, placement, sampleNetwork, sampleWorkspaceId } from "../../support/sample-placement";

/** Arguments of an archive with the least that one needs. */
export const archiveArgs = {
    ...placement,
    network: sampleNetwork("privatelink.blob.core.windows.net"),
    workspaceId: sampleWorkspaceId,
    virtualNetworkId: `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet`,
    encryptionKeyId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-sample/keys/storage-abcde`,
} as const satisfies AuditArchiveArgs;

export const auditors = { principalId: "33333333-3333-4333-8333-000000000002", principalType: "Group" } as const;
