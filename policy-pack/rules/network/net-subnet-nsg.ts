import { defineRule, unless } from "../../engine";
import { partsIn, withOwner } from "./parts";
import { platformSubnets, subnetTypes } from "./subnet";

const reads = withOwner("network:VirtualNetwork", ["subnetName", "networkSecurityGroup.id"]);

/**
 * Every subnet filters what goes in and out.
 *
 * Azure refuses a group on the subnet of a firewall and breaks gateways that have one, so these must have none. The
 * subnet of Bastion must have one: its own set of flows. Which flows a group lets through is the matter of other rules,
 * and that a subnet has one can be seen in the subnet by itself.
 */
export default defineRule({
    id: "net-subnet-nsg",
    title: "Every subnet has a network security group",
    severity: "high",
    level: "mandatory",
    practices: ["10.3", "ZT-2"],
    references: {
        mcsb: ["NS-1"],
        azurePolicy: ["e71308d3"],
        checkov: ["CKV2_AZURE_31"],
        psrule: ["VNET.UseNSGs"],
    },
    component: "Network",
    url: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    types: subnetTypes,
    reads,
    // of one of the types each, and a subnet without a name is none of Azure's
    optional: reads.filter((path) => path !== "networkSecurityGroup.id"),
    why: "Without a group, whatever is in the network reaches whatever is in the subnet, and a stolen workload has the whole network before it.",
    fix: "Set networkSecurityGroup.id of the subnet to a group that lists its flows and denies the rest; leave it out on AzureFirewallSubnet, AzureFirewallManagementSubnet, GatewaySubnet and RouteServerSubnet.",
    check: (inputs, { resource: { type } }) =>
        partsIn(inputs, type).flatMap(({ part, at }) =>
            unless(
                isFiltered(part) !== platformSubnets.includes(at === "" ? part.subnetName : part.name),
                `${at}networkSecurityGroup.id`,
                "a subnet must have a network security group, but those of the firewall and of gateways must have none",
                [at === "" ? "subnetName" : `${at}name`],
            ),
        ),
    examples: {
        compliant: [
            { inputs: subnet({ subnetName: "cluster-nodes" }) },
            { inputs: subnet({ subnetName: "AzureBastionSubnet" }) },
            { inputs: { subnetName: "AzureFirewallSubnet" } },
            {
                type: "network:VirtualNetwork",
                inputs: { subnets: [subnet({ name: "cluster-nodes" }), { name: "GatewaySubnet" }] },
            },
        ],
        violating: [
            { inputs: { subnetName: "cluster-nodes" } },
            { inputs: { subnetName: "cluster-nodes", networkSecurityGroup: { id: "" } } },
            { inputs: subnet({ subnetName: "AzureFirewallSubnet" }) },
            { type: "network:VirtualNetwork", inputs: { subnets: [{ name: "cluster-nodes" }] } },
            { type: "network:VirtualNetwork", inputs: { subnets: [subnet({ name: "AzureFirewallSubnet" })] } },
        ],
    },
});

function isFiltered(subnet: { networkSecurityGroup?: { id?: string } }): boolean {
    return Boolean(subnet.networkSecurityGroup?.id);
}

function subnet(names: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        ...names,
        networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-contoso` },
    };
}
