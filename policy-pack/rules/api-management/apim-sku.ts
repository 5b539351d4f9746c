import { defineRule, unless } from "../../engine";

const tier = "sku.name";

/**
 * API Management has a tier that lies inside a network, with nothing of it outside.
 *
 * Those are the classic tiers Developer and Premium. Premium is the one with a service level, and with zones. The v2 tiers
 * need another network than the one that `net-apim-required-rules` knows, so none of them is here.
 */
export default defineRule({
    id: "apim-sku",
    title: "API Management has a tier that lies inside the network",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { azurePolicy: ["73ef9241"], psrule: ["APIM.AvailabilityZone"] },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-features",
    types: ["apimanagement:ApiManagementService"],
    reads: [tier, "additionalLocations[].sku.name"],
    optional: ["additionalLocations[].sku.name"],
    parameters: {
        allowedTiers: {
            type: "array",
            items: { type: "string" },
            default: ["Premium"],
            description: "Tiers that the environment may have. Developer has no service level, and is for development.",
        },
    },
    why: "The other tiers are on the internet, or reach into the network without lying in it: whoever calls them comes around the edge.",
    fix: 'Set sku.name to "Premium", in an environment for development to "Developer", and the same in each of additionalLocations.',
    check: ({ sku, additionalLocations = [] }, { parameters: { allowedTiers } }) => [
        ...unless(allowedTiers.includes(sku?.name), tier, "the environment may not have this tier"),
        ...unless(
            additionalLocations.every((location: { sku?: { name: string } }) =>
                allowedTiers.includes(location?.sku?.name ?? ""),
            ),
            "additionalLocations[].sku.name",
            "the environment may not have this tier in another location",
        ),
    ],
    examples: {
        compliant: [
            { inputs: { sku: { name: "Premium", capacity: 2 } } },
            { inputs: { sku: { name: "Premium" }, additionalLocations: [{ sku: { name: "Premium" } }] } },
        ],
        violating: [
            ...["Developer", "Consumption", "Basic", "Standard", "StandardV2", "PremiumV2", "Isolated"].map((name) => ({
                inputs: { sku: { name, capacity: 1 } },
            })),
            { inputs: { sku: { name: "Premium" }, additionalLocations: [{ sku: { name: "Standard" } }] } },
            { inputs: { sku: { name: "Premium" }, additionalLocations: [{ location: "northeurope" }] } },
        ],
    },
});
