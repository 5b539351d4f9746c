import { defineRelation, every, get, type Resource, type Stack, text, unless } from "../../engine";

const network = "network:VirtualNetwork";
const plan = "ddosProtectionPlan.id";
const mode = "ddosSettings.protectionMode";

// for the examples
const planId =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.Network/ddosProtectionPlans/ddos-contoso";

/**
 * Every public address is protected, by itself or by the plan of its network.
 *
 * An address that inherits does not say from which network, so each one of the stack must have the plan.
 */
export default defineRelation({
    id: "net-ddos",
    title: "Public addresses are protected against floods",
    severity: "high",
    level: "mandatory",
    practices: ["4.4"],
    references: { mcsb: ["NS-5"], azurePolicy: ["94de2ad3", "a7aca53f"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview",
    types: ["network:PublicIPAddress"],
    reads: [mode],
    related: { [network]: { optional: ["enableDdosProtection", plan] } },
    presence: true,
    why: "Without it, whoever rents a botnet for an hour takes every server behind the edge offline.",
    fix: 'Set ddosSettings.protectionMode of the address to "Enabled"; or to "VirtualNetworkInherited", with enableDdosProtection true and ddosProtectionPlan.id on every virtual network.',
    check: (address, stack) =>
        unless(
            text(address, mode) === "Enabled" || (text(address, mode) === "VirtualNetworkInherited" && havePlan(stack)),
            mode,
            "neither the address nor its network is protected",
        ),
    examples: {
        compliant: [
            { address: address("Enabled") },
            { address: address("VirtualNetworkInherited"), network: virtualNetwork(true, planId) },
        ],
        violating: [
            { address: address("Disabled"), network: virtualNetwork(true, planId) },
            { address: address("VirtualNetworkInherited") },
            { address: address("VirtualNetworkInherited"), network: virtualNetwork(false, planId) },
            { address: address("VirtualNetworkInherited"), network: virtualNetwork(true, "") },
            {
                address: address("VirtualNetworkInherited"),
                network: virtualNetwork(true, planId),
                other: virtualNetwork(true, ""),
            },
        ],
    },
});

function havePlan(stack: Stack): boolean {
    const networks = stack.ofType(network);
    return networks.length > 0 && every(networks, hasPlan);
}

function hasPlan(virtualNetwork: Resource): boolean {
    return get(virtualNetwork, "enableDdosProtection") === true && text(virtualNetwork, plan) !== "";
}

function address(protectionMode: string) {
    return { type: "network:PublicIPAddress", inputs: { ddosSettings: { protectionMode } } };
}

function virtualNetwork(enableDdosProtection: boolean, id: string) {
    return { type: network, inputs: { enableDdosProtection, ddosProtectionPlan: { id } } };
}
