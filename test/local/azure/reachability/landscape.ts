import { recordsOf } from "../../../../local/azure/network/reachability/from-inputs";
import { type NetworkModel, networkModel } from "../../../../local/azure/network/reachability/index";
import { findType } from "../../../../local/azure/registry";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, seed } from "../fixture";

/** What a program would create: type without its package, and inputs. */
export type Inputs = [type: string, inputs: Properties];

const inGroup = { resourceGroupName: "rg", location: "westeurope" };
const networkProvider = `${groupId}/providers/Microsoft.Network`;
export const networkId = `${networkProvider}/virtualNetworks/net`;

export function subnetId(name: string): string {
    return `${networkId}/subnets/${name}`;
}

export function network(more: Properties = {}): Inputs {
    return [
        "network:VirtualNetwork",
        { ...inGroup, virtualNetworkName: "net", addressSpace: { addressPrefixes: ["10.0.0.0/16"] }, ...more },
    ];
}

export function subnet(name: string, addressPrefix: string, more: Properties = {}): Inputs {
    return [
        "network:Subnet",
        { resourceGroupName: "rg", virtualNetworkName: "net", subnetName: name, addressPrefix, ...more },
    ];
}

export function guardedBy(name: string): Properties {
    return { networkSecurityGroup: { id: `${networkProvider}/networkSecurityGroups/${name}` } };
}

export function routedBy(name: string): Properties {
    return { routeTable: { id: `${networkProvider}/routeTables/${name}` } };
}

export function securityGroup(name: string, ...securityRules: Properties[]): Inputs {
    return ["network:NetworkSecurityGroup", { ...inGroup, networkSecurityGroupName: name, securityRules }];
}

/** `Allow Inbound 100 Tcp 10.0.0.0/24 -> * 443` */
export function rule(name: string, text: string): Properties {
    const [access = "", direction = "", priority = "", protocol = "", from = "", , to = "", ...ports] = text.split(" ");
    return {
        ...{ name, access, direction, protocol, priority: Number(priority) },
        ...{ sourceAddressPrefix: from, destinationAddressPrefix: to, sourcePortRange: "*" },
        ...(ports.length === 1 ? { destinationPortRange: ports[0] ?? "" } : { destinationPortRanges: ports }),
    };
}

/** `0.0.0.0/0 -> 10.0.4.4`, or the type of the next hop instead of an address. */
export function routeTable(name: string, routes: Record<string, string>): Inputs {
    return [
        "network:RouteTable",
        {
            ...inGroup,
            routeTableName: name,
            routes: Object.entries(routes).map(([route, text]): Properties => {
                const [addressPrefix = "", hop = ""] = text.split(" -> ");
                return /^\d/.test(hop)
                    ? { name: route, addressPrefix, nextHopType: "VirtualAppliance", nextHopIpAddress: hop }
                    : { name: route, addressPrefix, nextHopType: hop };
            }),
        },
    ];
}

/** A firewall at 10.0.4.4 with one rule collection group for each list of collections. */
export function firewall(groups: Record<string, Properties[]>, policy: Properties = {}): Inputs[] {
    return [
        subnet("AzureFirewallSubnet", "10.0.4.0/26"),
        [
            "network:PublicIPAddress",
            {
                ...inGroup,
                publicIpAddressName: "pip",
                publicIPAllocationMethod: "Static",
                sku: { name: "Standard" },
            },
        ],
        ["network:FirewallPolicy", { ...inGroup, firewallPolicyName: "policy", ...policy }],
        ...Object.entries(groups).map(
            ([name, ruleCollections], index): Inputs => [
                "network:FirewallPolicyRuleCollectionGroup",
                {
                    resourceGroupName: "rg",
                    firewallPolicyName: "policy",
                    ruleCollectionGroupName: name,
                    priority: 100 * (index + 1),
                    ruleCollections,
                },
            ],
        ),
        [
            "network:AzureFirewall",
            {
                ...inGroup,
                azureFirewallName: "fw",
                firewallPolicy: { id: `${networkProvider}/firewallPolicies/policy` },
                ipConfigurations: [
                    {
                        name: "one",
                        subnet: { id: subnetId("AzureFirewallSubnet") },
                        publicIPAddress: { id: `${networkProvider}/publicIPAddresses/pip` },
                    },
                ],
            },
        ],
    ];
}

export function collection(name: string, priority: number, type: string, ...rules: Properties[]): Properties {
    return { name, priority, action: { type }, rules };
}

/** `10.0.1.0/24 -> * TCP 443` */
export function networkRule(name: string, text: string): Properties {
    const [from = "", , to = "", protocol = "", ...destinationPorts] = text.split(" ");
    const target: Properties = /[a-z]\./i.test(to) ? { destinationFqdns: [to] } : { destinationAddresses: [to] };
    return {
        ruleType: "NetworkRule",
        name,
        sourceAddresses: [from],
        ...target,
        ipProtocols: [protocol],
        destinationPorts,
    };
}

export function webRule(name: string, targetFqdns: string[], more: Properties = {}): Properties {
    return {
        ruleType: "ApplicationRule",
        name,
        sourceAddresses: ["*"],
        protocols: [{ protocolType: "Https", port: 443 }],
        targetFqdns,
        ...more,
    };
}

/** A vault with a private endpoint at the first address of the subnet `endpoints`, and its private zone without a link. */
export function vault(name: string, properties: Properties, endpoint: Properties = {}): Inputs[] {
    const zone = "privatelink.vaultcore.azure.net";
    const connection = {
        name: "vault",
        privateLinkServiceId: `${groupId}/providers/Microsoft.KeyVault/vaults/${name}`,
        groupIds: ["vault"],
    };
    return [
        ["keyvault:Vault", { ...inGroup, vaultName: name, properties }],
        [
            "network:PrivateEndpoint",
            {
                ...inGroup,
                privateEndpointName: "pe",
                subnet: { id: subnetId("endpoints") },
                privateLinkServiceConnections: [connection],
                ...endpoint,
            },
        ],
        ["privatedns:PrivateZone", { resourceGroupName: "rg", privateZoneName: zone }],
        [
            "network:PrivateDnsZoneGroup",
            {
                resourceGroupName: "rg",
                privateEndpointName: "pe",
                privateDnsZoneGroupName: "default",
                privateDnsZoneConfigs: [
                    { name: "vault", privateDnsZoneId: `${networkProvider}/privateDnsZones/${zone}` },
                ],
            },
        ],
    ];
}

export function link(zone = "privatelink.vaultcore.azure.net", more: Properties = {}): Inputs {
    return [
        "privatedns:VirtualNetworkLink",
        {
            resourceGroupName: "rg",
            privateZoneName: zone,
            virtualNetworkLinkName: "net",
            virtualNetwork: { id: networkId },
            ...more,
        },
    ];
}

export async function model(...inputs: Inputs[]): Promise<NetworkModel> {
    const { subscriptionId } = seed;
    const resources = await recordsOf(
        inputs.map(([type, values]) => ({ type: `azure-native:${type}`, inputs: values })),
        { subscriptionId, typeOf: findType },
    );
    return networkModel(resources, findType);
}
