import { defineRule, unless } from "../../engine";
import { partsIn, withOwner } from "./parts";
import { subnetTypes } from "./subnet";

/**
 * Security groups and routes hold for private endpoints, too.
 *
 * Demanded of every subnet: any of them can get an endpoint later, and where there is none the setting changes nothing.
 */
export default defineRule({
    id: "net-pe-policies",
    title: "Network policies hold for private endpoints",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-1", "NS-2"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
    types: subnetTypes,
    reads: withOwner("network:VirtualNetwork", ["privateEndpointNetworkPolicies"]),
    // of the other type
    optional: ["subnets[].privateEndpointNetworkPolicies"],
    why: "By default the security group of a subnet does not see its private endpoints, so that everything in the network reaches every vault and registry.",
    fix: 'Set privateEndpointNetworkPolicies to "Enabled" on the subnet.',
    check: (inputs, { resource: { type } }) =>
        partsIn(inputs, type).flatMap(({ part, at }) =>
            unless(
                part.privateEndpointNetworkPolicies === "Enabled",
                `${at}privateEndpointNetworkPolicies`,
                "security groups and routes must hold for private endpoints in this subnet",
            ),
        ),
    examples: {
        compliant: [
            { inputs: { privateEndpointNetworkPolicies: "Enabled" } },
            { type: "network:VirtualNetwork", inputs: { subnets: [{ privateEndpointNetworkPolicies: "Enabled" }] } },
        ],
        violating: [
            { inputs: { privateEndpointNetworkPolicies: "Disabled" } },
            { inputs: { privateEndpointNetworkPolicies: "RouteTableEnabled" } },
            { type: "network:VirtualNetwork", inputs: { subnets: [{}] } },
        ],
    },
});
