import type { PlacementArgs, PrivateNetwork } from "../../components";
import { type BuiltInRole, builtInRoles, roleAssignmentName } from "../../components/shared/role-assignments";

/** Placement of components under test. */
export const placement = {
    subscriptionId: "22222222-2222-4222-8222-222222222222",
    resourceGroupName: "rg-test",
    location: "westeurope",
    naming: { organisation: "contoso", workload: "mcp", environment: "dev" },
    ownership: { owner: "platform team", costCenter: "4711", dataClassification: "confidential" },
} as const satisfies PlacementArgs;

/** Beginning of the ids of everything in the placement's resource group. */
export const groupId = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-test";

/** The tags that follow from the placement. */
export function sampleTags(component: string): Record<string, string> {
    return {
        environment: "dev",
        owner: "platform team",
        "cost-center": "4711",
        "data-classification": "confidential",
        "mcp-component": component,
    };
}

/** A workspace in the placement's resource group. */
export const sampleWorkspaceId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log`;

/** A subnet for private endpoints, with private DNS zones of these names. */
export function sampleNetwork(...zones: string[]): PrivateNetwork {
    const zoneId = (zone: string) => `${groupId}/providers/Microsoft.Network/privateDnsZones/${zone}`;
    return {
        subnetId: `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/private-endpoints`,
        zoneIds: Object.fromEntries(zones.map((zone) => [zone, zoneId(zone)])),
    };
}

/** What a role assignment of the placement's subscription sends. */
export function sampleAssignment(
    scope: string,
    { principalId, principalType }: { principalId: string; principalType: string },
    role: BuiltInRole,
): Record<string, string> {
    return {
        scope,
        roleAssignmentName: roleAssignmentName(scope, principalId, role),
        roleDefinitionId: `/subscriptions/${placement.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`,
        principalId,
        principalType,
    };
}
