import type { PlacementArgs } from "../../components";

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
