import type { ClusterArgs } from "../../../components";
import { groupId, placement, sampleWorkspaceId } from "../../support/sample-placement";

const network = `${groupId}/providers/Microsoft.Network`;
const version = "00112233445566778899aabbccddeeff";

export const deployer = {
    principalId: "33333333-3333-4333-8333-0000000000d1",
    principalType: "ServicePrincipal",
} as const;
export const responders = { principalId: "33333333-3333-4333-8333-0000000000d2", principalType: "Group" } as const;

/** Arguments of a cluster with nothing optional. */
export const clusterArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    workspaceId: sampleWorkspaceId,
    dataCollectionRuleId: `${groupId}/providers/Microsoft.Insights/dataCollectionRules/dcr`,
    dataCollectionEndpointId: `${groupId}/providers/Microsoft.Insights/dataCollectionEndpoints/dce`,
    kubernetesVersion: "1.34",
    nodeSubnetId: `${network}/virtualNetworks/vnet/subnets/cluster-nodes`,
    apiServerSubnetId: `${network}/virtualNetworks/vnet/subnets/cluster-api`,
    routeTableId: `${network}/routeTables/rt-firewall`,
    podRange: "100.64.0.0/16",
    registryId: `${groupId}/providers/Microsoft.ContainerRegistry/registries/cr`,
    kmsVaultId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-kms`,
    kmsKeyUri: `https://kv-kms.vault.azure.net/keys/kms-abcde/${version}`,
    diskKeyId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-encryption/keys/disk-abcde`,
    diskKeyUri: `https://kv-encryption.vault.azure.net/keys/disk-abcde/${version}`,
    pools: {
        system: { vmSize: "Standard_D4s_v5", minNodes: 3, maxNodes: 5 },
        user: { vmSize: "Standard_D4s_v5", minNodes: 2, maxNodes: 4 },
        tools: { vmSize: "Standard_D8s_v5", minNodes: 2, maxNodes: 10 },
    },
    maintenance: { day: "Sunday", startHour: 1 },
} as const satisfies ClusterArgs;
