import { defineRule, unless } from "../../engine";

const reads = {
    type: "virtualNetworkType",
    subnet: "virtualNetworkConfiguration.subnetResourceId",
    others: "additionalLocations[].virtualNetworkConfiguration.subnetResourceId",
};

// for the examples
const subnetResourceId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.Network/virtualNetworks/vnet-contoso/subnets/gateway";
const virtualNetworkConfiguration = { subnetResourceId };

/**
 * API Management is reached inside the network only, where the edge is the one that may.
 *
 * A private endpoint beside a public service that is closed afterwards does not count: Azure takes the closing only in a
 * second update, so that the service would begin its life on the internet, and its own calls would still leave from there.
 */
export default defineRule({
    id: "apim-private-ingress",
    title: "API Management is reached inside the network only",
    severity: "critical",
    level: "mandatory",
    practices: ["MUST-2"],
    references: {
        mcsb: ["NS-2"],
        azurePolicy: ["ef619a2c", "df73bd95"],
        checkov: ["CKV_AZURE_107", "CKV_AZURE_174"],
    },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet",
    types: ["apimanagement:ApiManagementService"],
    reads: Object.values(reads),
    optional: [reads.others],
    why: "Behind an edge that can be gone around, the firewall sees only callers who wish it to, and the address that limits count by is whatever a caller writes.",
    fix: 'Set virtualNetworkType to "Internal" and virtualNetworkConfiguration.subnetResourceId to the subnet of the gateway, also in each of additionalLocations.',
    check: ({ virtualNetworkType, virtualNetworkConfiguration: network, additionalLocations = [] }) => [
        ...unless(virtualNetworkType === "Internal", reads.type, "the gateway has an address on the internet"),
        ...unless(Boolean(network?.subnetResourceId), reads.subnet, "the gateway is in no subnet"),
        ...unless(
            additionalLocations.every(
                (location: { virtualNetworkConfiguration?: { subnetResourceId?: string } }) =>
                    location?.virtualNetworkConfiguration?.subnetResourceId,
            ),
            reads.others,
            "the gateway is in no subnet of another location",
        ),
    ],
    examples: {
        compliant: [
            { inputs: { virtualNetworkType: "Internal", virtualNetworkConfiguration } },
            {
                inputs: {
                    virtualNetworkType: "Internal",
                    virtualNetworkConfiguration,
                    additionalLocations: [{ virtualNetworkConfiguration }],
                },
            },
        ],
        violating: [
            { inputs: { virtualNetworkType: "None", publicNetworkAccess: "Disabled" } },
            { inputs: { virtualNetworkType: "External", virtualNetworkConfiguration } },
            { inputs: { virtualNetworkType: "Internal", virtualNetworkConfiguration: { subnetResourceId: "" } } },
            {
                inputs: {
                    virtualNetworkType: "Internal",
                    virtualNetworkConfiguration,
                    additionalLocations: [{ location: "northeurope" }],
                },
            },
        ],
    },
});
