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
 * An address that inherits does not say from which network, so each one of the stack must have the plan, and with it
 * the switch, without which it does nothing.
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
    types: ["network:PublicIPAddress", network],
    reads: [mode, "enableDdosProtection", plan],
    // of one of the types each
    optional: [mode, "enableDdosProtection", plan],
    related: { [network]: { optional: ["enableDdosProtection", plan] } },
    presence: true,
    why: "Without it, whoever rents a botnet for an hour takes every server behind the edge offline.",
    fix: 'Set ddosSettings.protectionMode of the address to "Enabled"; or to "VirtualNetworkInherited", with enableDdosProtection true and ddosProtectionPlan.id on every virtual network.',
    check: (resource, stack) =>
        resource.type === network
            ? unless(
                  isSwitchedOn(resource) === hasPlan(resource),
                  "enableDdosProtection",
                  "a plan and the switch for it belong together",
              )
            : unless(
                  text(resource, mode) === "Enabled" ||
                      (text(resource, mode) === "VirtualNetworkInherited" && haveProtection(stack)),
                  mode,
                  "neither the address nor its network is protected",
              ),
    examples: {
        compliant: [
            { address: address("Enabled"), network: virtualNetwork(false, "") },
            { address: address("VirtualNetworkInherited"), network: virtualNetwork(true, planId) },
        ],
        violating: [
            { network: virtualNetwork(true, "") },
            { network: virtualNetwork(false, planId) },
            { address: address("Disabled"), network: virtualNetwork(true, planId) },
            { address: address("VirtualNetworkInherited") },
            { address: address("VirtualNetworkInherited"), network: virtualNetwork(false, "") },
            {
                address: address("VirtualNetworkInherited"),
                network: virtualNetwork(true, planId),
                other: virtualNetwork(false, ""),
            },
        ],
    },
});

function haveProtection(stack: Stack): boolean {
    const networks = stack.ofType(network);
    return networks.length > 0 && every(networks, isSwitchedOn);
}

function isSwitchedOn(virtualNetwork: Resource): boolean {
    return get(virtualNetwork, "enableDdosProtection") === true;
}

function hasPlan(virtualNetwork: Resource): boolean {
    return text(virtualNetwork, plan) !== "";
}

function address(protectionMode: string) {
    return { type: "network:PublicIPAddress", inputs: { ddosSettings: { protectionMode } } };
}

function virtualNetwork(enableDdosProtection: boolean, id: string) {
    return { type: network, inputs: { enableDdosProtection, ddosProtectionPlan: { id } } };
}
