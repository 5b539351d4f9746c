import { defineRule, unless } from "../../engine";
import { partsIn, withOwner } from "./parts";
import { subnetTypes } from "./subnet";

/** No subnet has a way to the internet that nobody made. */
export default defineRule({
    id: "net-subnet-private",
    title: "Subnets have no default outbound access",
    severity: "high",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-2"], azurePolicy: ["7bca8353"], psrule: ["VNET.PrivateSubnet"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
    types: subnetTypes,
    reads: withOwner("network:VirtualNetwork", ["defaultOutboundAccess"]),
    // of the other type
    optional: ["subnets[].defaultOutboundAccess"],
    why: "API versions before 2025-07-01 give every machine an address of Microsoft's to leave by, past the firewall and its log.",
    fix: "Set defaultOutboundAccess to false on the subnet.",
    check: (inputs, { resource: { type } }) =>
        partsIn(inputs, type).flatMap(({ part, at }) =>
            unless(
                part.defaultOutboundAccess === false,
                `${at}defaultOutboundAccess`,
                "machines in this subnet reach the internet past the firewall",
            ),
        ),
    examples: {
        compliant: [
            { inputs: { defaultOutboundAccess: false } },
            { type: "network:VirtualNetwork", inputs: { subnets: [{ defaultOutboundAccess: false }] } },
            { type: "network:VirtualNetwork", inputs: {} },
        ],
        violating: [
            { inputs: { defaultOutboundAccess: true } },
            { type: "network:VirtualNetwork", inputs: { subnets: [{ defaultOutboundAccess: true }] } },
            { type: "network:VirtualNetwork", inputs: { subnets: [{ defaultOutboundAccess: false }, {}] } },
        ],
    },
});
