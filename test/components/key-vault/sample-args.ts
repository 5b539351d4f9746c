import type { KeyVaultArgs } from "../../../components";
import { groupId, placement } from "../../support/sample-placement";

/** Arguments of a vault without content. */
export const vaultArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    workspaceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log`,
    network: {
        subnetId: `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/private-endpoints`,
        zoneIds: {
            "privatelink.vaultcore.azure.net": `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
        },
    },
} as const satisfies KeyVaultArgs;

export const officer = { principalId: "33333333-3333-4333-8333-000000000001", principalType: "Group" } as const;
export const workload = {
    principalId: "33333333-3333-4333-8333-000000000021",
    principalType: "ServicePrincipal",
} as const;

/** A secret with the least that one needs. */
export const sampleSecret = { contentType: "text/plain", expires: "2027-01-31T00:00:00Z" };
