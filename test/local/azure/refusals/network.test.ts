// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, newCloud, storageId, subscription } from "../fixture";
import {
    bastionAddress,
    bastionSubnet,
    deploy,
    example,
    firewallSubnet,
    firewallSubnetId,
    networkId,
    networkRule,
    policyId,
    publicAddressId,
    rule,
    subnetId,
    subnetNamed,
    vaultId,
    vaultTokens,
    zoneId,
} from "../landscape";
import { arm, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const network = [...group, "network:VirtualNetwork", "network:NetworkSecurityGroup"];
const firewallNeeds = [...network, firewallSubnet, "network:PublicIPAddress", "network:FirewallPolicy"];
const firewallId = `${groupId}/providers/Microsoft.Network/azureFirewalls/firewall`;
const bastionId = `${groupId}/providers/Microsoft.Network/bastionHosts/bastion`;
const securityGroup = {
    networkSecurityGroup: { id: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg` },
};
const table = { routeTable: { id: `${groupId}/providers/Microsoft.Network/routeTables/rt` } };
const flowLogId = `${subscription}/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_westeurope/flowLogs/flows`;
const endpointId = `${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one`;
const delegated = (serviceName: string) => ({ delegations: [{ name: "one", serviceName }] });
const filter = (name: string, priority: number, ...rules: Properties[]): Properties => ({
    ruleCollectionType: "FirewallPolicyFilterRuleCollection",
    name,
    priority,
    action: { type: "Allow" },
    rules,
});
const ruleGroup = (...ruleCollections: Properties[]) => ({
    given: [...group, "network:FirewallPolicy"],
    token: "network:FirewallPolicyRuleCollectionGroup",
    inputs: { ruleCollections },
});
const hops: [Properties, string][] = [
    [{ nextHopType: "VirtualAppliance" }, "needs"],
    [{ nextHopType: "Internet", nextHopIpAddress: "10.0.0.4" }, "cannot have"],
];
const invalidRules = (message: string) => arm(400, "FirewallPolicyRuleCollectionGroupInvalid", message);
const webRule: Properties = {
    ruleType: "ApplicationRule",
    name: "web",
    sourceAddresses: ["*"],
    protocols: [{ protocolType: "Https", port: 443 }],
    targetFqdns: ["mcr.microsoft.com"],
};
const allow = (name: string, priority: number, direction: string, source: string, to: string, port: string) => ({
    ...rule(name, priority, direction),
    access: "Allow",
    sourceAddressPrefix: source,
    destinationAddressPrefix: to,
    destinationPortRange: port,
});
/** https://learn.microsoft.com/azure/bastion/bastion-nsg */
const bastionRules = [
    allow("clients", 100, "Inbound", "203.0.113.0/24", "*", "443"),
    allow("manager", 110, "Inbound", "GatewayManager", "*", "443"),
    allow("probes", 120, "Inbound", "AzureLoadBalancer", "*", "443"),
    allow("hosts-in", 130, "Inbound", "VirtualNetwork", "VirtualNetwork", "5701-8080"),
    allow("machines", 100, "Outbound", "*", "VirtualNetwork", "22-3389"),
    allow("azure", 110, "Outbound", "*", "AzureCloud", "443"),
    allow("hosts-out", 120, "Outbound", "VirtualNetwork", "VirtualNetwork", "5701-8080"),
    allow("sessions", 130, "Outbound", "*", "Internet", "80"),
];
const badRequest = (message: string) => arm(400, "BadRequest", message);

function withoutAddresses(): Properties {
    const { destinationAddresses: _, ...others } = networkRule();
    return others;
}

const cases: RefusalCase[] = [
    // network
    {
        title: "a network without a range",
        given: group,
        token: "network:VirtualNetwork",
        inputs: { addressSpace: {} },
        message: arm(400, "InvalidRequestFormat", `Virtual network ${networkId} needs at least one address prefix.`),
    },
    {
        title: "a range that is none",
        given: group,
        token: "network:VirtualNetwork",
        inputs: { addressSpace: { addressPrefixes: ["10.0.0.0"] } },
        message: arm(
            400,
            "InvalidAddressPrefixFormat",
            `Address prefix 10.0.0.0 of resource ${networkId} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
        ),
    },
    {
        title: "a range that does not begin at its first address",
        given: group,
        token: "network:VirtualNetwork",
        inputs: { addressSpace: { addressPrefixes: ["10.0.0.1/16"] } },
        message: arm(
            400,
            "InvalidCIDRNotation",
            `The address prefix 10.0.0.1/16 in resource ${networkId} has an invalid CIDR notation. For the given prefix length, the address prefix should be 10.0.0.0/16.`,
        ),
    },
    {
        title: "a subnet outside its network",
        given: network,
        token: "network:Subnet",
        inputs: { addressPrefix: "10.1.0.0/24" },
        message: arm(
            400,
            "NetcfgSubnetRangeOutsideVnet",
            "Subnet 'endpoints' is not valid because its IP address range is outside the IP address range of virtual network 'net'.",
        ),
    },
    {
        title: "a subnet larger than its network",
        given: network,
        token: "network:Subnet",
        inputs: { addressPrefix: "10.0.0.0/15" },
        message: arm(
            400,
            "NetcfgSubnetRangeOutsideVnet",
            "Subnet 'endpoints' is not valid because its IP address range is outside the IP address range of virtual network 'net'.",
        ),
    },
    {
        title: "a subnet that overlaps with another",
        given: [...network, "network:Subnet"],
        token: "network:Subnet",
        inputs: { subnetName: "other", addressPrefix: "10.0.0.128/25" },
        message: arm(
            400,
            "NetcfgSubnetRangesOverlap",
            "Subnet 'other' is not valid because its IP address range overlaps with that of an existing subnet 'endpoints' in virtual network 'net'.",
        ),
    },
    {
        title: "a subnet without room for Azure's own addresses",
        given: network,
        token: "network:Subnet",
        inputs: { addressPrefix: "10.0.0.0/30" },
        message: arm(
            400,
            "NetcfgInvalidSubnet",
            `Subnet ${subnetId} with the prefix 10.0.0.0/30 is too small: /29 is the smallest.`,
        ),
    },
    {
        title: "a subnet without a range",
        given: network,
        token: "network:Subnet",
        inputs: { addressPrefix: null },
        message: arm(400, "InvalidRequestFormat", `Subnet ${subnetId} needs an address prefix.`),
    },
    {
        title: "two rules of one priority and direction",
        given: group,
        token: "network:NetworkSecurityGroup",
        inputs: { securityRules: [rule("a", 100, "Inbound"), rule("b", 100, "Outbound"), rule("c", 100, "Inbound")] },
        message: arm(
            400,
            "SecurityRuleConflict",
            "Security rule c conflicts with rule a. Rules cannot have the same Priority and Direction.",
        ),
    },
    ...[99, 4097].map((priority) => ({
        title: `a rule of priority ${priority}`,
        given: group,
        token: "network:NetworkSecurityGroup",
        inputs: { securityRules: [rule("a", priority, "Inbound")] },
        message: arm(
            400,
            "SecurityRuleInvalidPriority",
            `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096. Security rule a.`,
        ),
    })),
    {
        title: "a rule without a source",
        given: group,
        token: "network:NetworkSecurityGroup",
        inputs: { securityRules: [{ ...rule("a", 100, "Inbound"), sourceAddressPrefix: null }] },
        message: arm(
            400,
            "SecurityRuleInvalidParameters",
            "Security rule a must have exactly one of sourceAddressPrefix and its plural form.",
        ),
    },
    {
        title: "a private endpoint for a group that the service does not have",
        given: [...vaultTokens],
        token: "network:PrivateEndpoint",
        inputs: { privateLinkServiceConnections: [{ name: "x", privateLinkServiceId: vaultId, groupIds: ["blob"] }] },
        message: arm(
            400,
            "PrivateLinkServiceGroupIdNotSupported",
            `Private endpoint connection to ${vaultId} requests the group ids 'blob'; it needs exactly one of: vault.`,
        ),
    },
    {
        title: "a private endpoint for something without private link",
        given: [...vaultTokens],
        token: "network:PrivateEndpoint",
        inputs: {
            privateLinkServiceConnections: [{ name: "x", privateLinkServiceId: networkId, groupIds: ["vault"] }],
        },
        message: arm(
            400,
            "PrivateLinkServiceGroupIdNotSupported",
            `Private endpoint connection to ${networkId} requests the group ids 'vault'; it needs exactly one of: none, the resource has no private link.`,
        ),
    },
    {
        title: "a private endpoint without a subnet",
        given: [...vaultTokens],
        token: "network:PrivateEndpoint",
        inputs: { subnet: { id: networkId } },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Private endpoint pe-one needs the id of a subnet, not '${networkId}'.`,
        ),
    },
    {
        title: "a private endpoint without a target",
        given: [...vaultTokens],
        token: "network:PrivateEndpoint",
        inputs: { privateLinkServiceConnections: [] },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Private endpoint ${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one needs one connection with a privateLinkServiceId.`,
        ),
    },
    {
        title: "a zone group with something that is no zone",
        given: [...vaultTokens, "network:PrivateEndpoint"],
        token: "network:PrivateDnsZoneGroup",
        inputs: { privateDnsZoneConfigs: [{ name: "x", privateDnsZoneId: vaultId }] },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Private DNS zone group ${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one/privateDnsZoneGroups/default needs the ids of private DNS zones.`,
        ),
    },
    {
        title: "a network is linked to a zone twice",
        given: [...network, "privatedns:PrivateZone", "privatedns:VirtualNetworkLink"],
        token: "privatedns:VirtualNetworkLink",
        inputs: { virtualNetworkLinkName: "again" },
        message: badRequest(
            `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network '${networkId}' with zone 'privatelink.vaultcore.azure.net', but it is linked by '${zoneId}/virtualNetworkLinks/net' already.`,
        ),
    },
    {
        title: "a subnet is delegated to a service that nobody knows",
        given: network,
        token: "network:Subnet",
        inputs: delegated("Microsoft.Web/farms"),
        message: arm(
            400,
            "InvalidServiceNameOnDelegation",
            `The service name Microsoft.Web/farms specified on delegation ${subnetId}/delegations is not valid. Valid value(s) are: Microsoft.App/environments,Microsoft.ContainerInstance/containerGroups,Microsoft.ContainerService/managedClusters,Microsoft.DBforPostgreSQL/flexibleServers,Microsoft.Network/applicationGateways,Microsoft.Network/dnsResolvers,Microsoft.Web/hostingEnvironments,Microsoft.Web/serverFarms.`,
        ),
    },
    {
        title: "a subnet is delegated twice",
        given: network,
        token: "network:Subnet",
        inputs: {
            delegations: [
                { name: "a", serviceName: "Microsoft.App/environments" },
                { name: "b", serviceName: "Microsoft.Web/serverFarms" },
            ],
        },
        message: arm(
            400,
            "SubnetHasMoreThanOneDelegation",
            `Subnet ${subnetId} can be delegated to one service only, not to Microsoft.App/environments, Microsoft.Web/serverFarms.`,
        ),
    },
    {
        title: "the subnet of firewalls has a security group",
        given: network,
        token: "network:Subnet",
        inputs: { subnetName: "AzureFirewallSubnet" },
        message: arm(
            400,
            "NetworkSecurityGroupNotAllowedOnSubnet",
            `Network security group ${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg cannot be associated with subnet ${firewallSubnetId}: AzureFirewallSubnet takes none.`,
        ),
    },
    {
        title: "the subnet of Bastion has a security group without the rules that it needs",
        given: network,
        token: "network:Subnet",
        inputs: { subnetName: "AzureBastionSubnet" },
        message: arm(
            400,
            "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
            "Network security group nsg does not have necessary rules for Azure Bastion Subnet AzureBastionSubnet.",
        ),
    },
    {
        title: "the subnet of Bastion has routes",
        given: [...network, "network:RouteTable"],
        token: "network:Subnet",
        inputs: { subnetName: "AzureBastionSubnet", networkSecurityGroup: null, ...table },
        message: arm(
            400,
            "RouteTableCannotBeAttachedForAzureBastionSubnet",
            `Route table ${table.routeTable.id} cannot be attached to subnet ${networkId}/subnets/AzureBastionSubnet.`,
        ),
    },
    {
        title: "a private endpoint in a delegated subnet",
        given: [
            ...network,
            ["network:Subnet", { ...example["network:Subnet"], ...delegated("Microsoft.App/environments") }],
            "keyvault:Vault",
        ],
        token: "network:PrivateEndpoint",
        message: arm(
            400,
            "SubnetIsDelegated",
            `Subnet ${subnetId} is delegated to Microsoft.App/environments and cannot be used by ${endpointId}.`,
        ),
    },
    {
        title: "a private endpoint in the subnet of firewalls",
        given: [...network, firewallSubnet, "keyvault:Vault"],
        token: "network:PrivateEndpoint",
        inputs: { subnet: { id: firewallSubnetId } },
        message: arm(
            400,
            "InvalidSubnetName",
            `Microsoft.Network/privateEndpoints ${endpointId} cannot use subnet ${firewallSubnetId}: it needs one without a reserved name.`,
        ),
    },
    {
        title: "a private endpoint that asks for two connections",
        given: [...vaultTokens],
        token: "network:PrivateEndpoint",
        inputs: {
            manualPrivateLinkServiceConnections: [
                { name: "again", privateLinkServiceId: vaultId, groupIds: ["vault"], requestMessage: "please" },
            ],
        },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Private endpoint ${endpointId} needs one connection with a privateLinkServiceId.`,
        ),
    },
    // routes
    {
        title: "a route without a name",
        given: group,
        token: "network:RouteTable",
        inputs: { routes: [{ addressPrefix: "0.0.0.0/0", nextHopType: "None" }] },
        message: arm(400, "InvalidRequestFormat", `A route of ${table.routeTable.id} has no name.`),
    },
    {
        title: "two routes of one name",
        given: group,
        token: "network:RouteTable",
        inputs: {
            routes: [
                { name: "a", addressPrefix: "0.0.0.0/0", nextHopType: "None" },
                { name: "A", addressPrefix: "10.0.0.0/8", nextHopType: "None" },
            ],
        },
        message: arm(400, "InvalidRequestFormat", `Route table ${table.routeTable.id} has two routes named A.`),
    },
    {
        title: "two routes of one range",
        given: group,
        token: "network:RouteTable",
        inputs: {
            routes: [
                { name: "a", addressPrefix: "0.0.0.0/0", nextHopType: "None" },
                { name: "b", addressPrefix: "0.0.0.0/0", nextHopType: "Internet" },
            ],
        },
        message: arm(
            400,
            "RouteConflict",
            "Route b conflicts with route a. Routes cannot have the same AddressPrefix.",
        ),
    },
    {
        title: "a route to a range that is none",
        given: group,
        token: "network:RouteTable",
        inputs: { routes: [{ name: "a", addressPrefix: "10.0.0.0", nextHopType: "None" }] },
        message: arm(
            400,
            "InvalidAddressPrefixFormat",
            `Address prefix 10.0.0.0 of resource ${table.routeTable.id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
        ),
    },
    ...hops.map(([hop, is]) => ({
        title: `a route to ${hop.nextHopType} ${is} an address`,
        given: group,
        token: "network:RouteTable",
        inputs: { routes: [{ name: "a", addressPrefix: "0.0.0.0/0", ...hop }] },
        message: arm(
            400,
            "InvalidNextHopIpAddress",
            `Route a with the next hop type ${hop.nextHopType} ${is} a nextHopIpAddress.`,
        ),
    })),
    // public addresses
    {
        title: "a Basic public address",
        given: group,
        token: "network:PublicIPAddress",
        inputs: { sku: null },
        message: arm(
            400,
            "BasicPublicIPAddressCreationBlocked",
            "Public IP addresses of the sku Basic are retired: set sku.name to Standard.",
        ),
    },
    {
        title: "a Standard public address that changes",
        given: group,
        token: "network:PublicIPAddress",
        inputs: { publicIPAllocationMethod: "Dynamic" },
        message: arm(
            400,
            "StandardSkuPublicIPAddressesMustBeStatic",
            "Standard sku publicIp must have AllocationMethod set to Static.",
        ),
    },
    {
        title: "a public address with a plan that its mode does not use",
        given: [...group, "network:DdosProtectionPlan"],
        token: "network:PublicIPAddress",
        inputs: {
            ddosSettings: {
                protectionMode: "VirtualNetworkInherited",
                ddosProtectionPlan: { id: `${groupId}/providers/Microsoft.Network/ddosProtectionPlans/plan` },
            },
        },
        message: arm(
            400,
            "DdosProtectionPlanNotAllowed",
            "A ddosProtectionPlan needs ddosSettings.protectionMode Enabled, not 'VirtualNetworkInherited'.",
        ),
    },
    {
        title: "the zones of a public address change",
        given: group,
        token: "network:PublicIPAddress",
        update: true,
        inputs: { zones: ["1"] },
        message: arm(
            400,
            "ResourceAvailabilityZonesCannotBeModified",
            "The zones of a public IP address cannot be changed.",
        ),
    },
    {
        title: "the sku of a public address changes",
        given: group,
        token: "network:PublicIPAddress",
        update: true,
        inputs: { sku: { name: "StandardV2" } },
        message: arm(400, "PublicIPAddressSkuCannotBeChanged", "The sku of a public IP address cannot be changed."),
    },
    // firewall policies
    {
        title: "a Standard policy with intrusion detection",
        given: group,
        token: "network:FirewallPolicy",
        inputs: { sku: { tier: "Standard" } },
        message: arm(
            400,
            "FirewallPolicyHigherTierOnlyProperties",
            `Firewall Policy ${policyId} contains higher tier only properties - Intrusion Detection`,
        ),
    },
    {
        title: "the tier of a policy sinks",
        given: group,
        token: "network:FirewallPolicy",
        update: true,
        inputs: { sku: { tier: "Standard" }, intrusionDetection: null },
        message: arm(
            400,
            "FirewallPolicySkuTierDowngradeNotAllowed",
            `The tier of firewall policy ${policyId} cannot be changed from Premium to Standard.`,
        ),
    },
    {
        title: "a policy inherits from something that is no policy",
        given: network,
        token: "network:FirewallPolicy",
        inputs: { basePolicy: { id: networkId } },
        message: arm(400, "InvalidRequestFormat", `The base policy of ${policyId} must be another firewall policy.`),
    },
    {
        title: "insights without a workspace",
        given: group,
        token: "network:FirewallPolicy",
        inputs: { insights: { isEnabled: true } },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Insights of firewall policy ${policyId} need logAnalyticsResources.defaultWorkspaceId.`,
        ),
    },
    {
        title: "a policy stops resolving names that its rules have",
        given: [
            ...group,
            "network:FirewallPolicy",
            [
                "network:FirewallPolicyRuleCollectionGroup",
                {
                    ...example["network:FirewallPolicyRuleCollectionGroup"],
                    ruleCollections: [
                        filter("a", 100, {
                            ...withoutAddresses(),
                            destinationFqdns: ["time.contoso.com"],
                        }),
                    ],
                },
            ],
        ],
        token: "network:FirewallPolicy",
        updateOf: policyId,
        inputs: { dnsSettings: null },
        message: arm(
            400,
            "FirewallPolicyDnsProxyNotEnabled",
            `Network rule time has destinationFqdns: firewall policy ${policyId} needs dnsSettings.enableProxy.`,
        ),
    },
    {
        title: "a rule collection group without a priority",
        given: [...group, "network:FirewallPolicy"],
        token: "network:FirewallPolicyRuleCollectionGroup",
        inputs: { priority: null },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Rule collection group ${policyId}/ruleCollectionGroups/egress needs a priority.`,
        ),
    },
    {
        title: "two rule collections of one priority",
        ...ruleGroup(filter("a", 100), filter("b", 100)),
        message: invalidRules("Rule collections a and b have the same name or priority."),
    },
    {
        title: "two rule collections of one name",
        ...ruleGroup(filter("a", 100), filter("a", 200)),
        message: invalidRules("Rule collections a and a have the same name or priority."),
    },
    {
        title: "a filter that translates",
        ...ruleGroup({ ...filter("a", 100), action: { type: "DNAT" } }),
        message: invalidRules("Rule collection a needs a priority and the action Allow or Deny."),
    },
    {
        title: "rules of two types in one collection",
        ...ruleGroup(filter("a", 100, networkRule(), webRule)),
        message: invalidRules(
            "Rule collection a of the type FirewallPolicyFilterRuleCollection cannot hold rules of the types NetworkRule, ApplicationRule.",
        ),
    },
    {
        title: "a network rule without protocols",
        ...ruleGroup(filter("a", 100, { ...networkRule(), ipProtocols: [] })),
        message: invalidRules("NetworkRule time needs ipProtocols."),
    },
    {
        title: "an application rule without a target",
        ...ruleGroup(filter("a", 100, { ...webRule, targetFqdns: [] })),
        message: invalidRules("ApplicationRule web needs targetFqdns or fqdnTags."),
    },
    {
        title: "an application rule with the ports of a network rule",
        ...ruleGroup(filter("a", 100, { ...webRule, destinationPorts: ["443"] })),
        message: invalidRules("ApplicationRule web cannot have destinationPorts."),
    },
    {
        title: "an application rule with a tag that nobody knows",
        ...ruleGroup(filter("a", 100, { ...webRule, fqdnTags: ["Kubernetes"] })),
        message: invalidRules(
            "ApplicationRule web has the FQDN tag Kubernetes, which is none of: AzureKubernetesService, WindowsUpdate, AzureBackup.",
        ),
    },
    // firewalls and bastions
    {
        title: "a firewall in another subnet",
        given: [...firewallNeeds, "network:Subnet"],
        token: "network:AzureFirewall",
        inputs: {
            ipConfigurations: [{ name: "one", subnet: { id: subnetId }, publicIPAddress: { id: publicAddressId } }],
        },
        message: arm(
            400,
            "InvalidSubnetName",
            `Microsoft.Network/azureFirewalls ${firewallId} cannot use subnet ${subnetId}: it needs the one named AzureFirewallSubnet.`,
        ),
    },
    {
        title: "a firewall in a subnet that is too small",
        given: [
            ...network,
            ["network:Subnet", subnetNamed("AzureFirewallSubnet", "10.0.4.0/27")],
            "network:PublicIPAddress",
            "network:FirewallPolicy",
        ],
        token: "network:AzureFirewall",
        message: arm(
            400,
            "SubnetTooSmall",
            `Subnet ${firewallSubnetId} with the prefix 10.0.4.0/27 is too small for ${firewallId}: /26 is the smallest.`,
        ),
    },
    {
        title: "a firewall without a public address",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        inputs: { ipConfigurations: [{ name: "one", subnet: { id: firewallSubnetId } }] },
        message: arm(
            400,
            "AzureFirewallInvalidIpConfiguration",
            `Azure firewall ${firewallId} needs a subnet in its first ipConfiguration only, and a public address in each.`,
        ),
    },
    {
        title: "a firewall with something that is no public address",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        inputs: {
            ipConfigurations: [{ name: "one", subnet: { id: firewallSubnetId }, publicIPAddress: { id: policyId } }],
        },
        message: arm(400, "InvalidRequestFormat", `${firewallId} needs the id of a public address, not '${policyId}'.`),
    },
    {
        title: "a firewall in another resource group than its network",
        given: [...firewallNeeds, ["resources:ResourceGroup", { resourceGroupName: "rg2", location: "westeurope" }]],
        token: "network:AzureFirewall",
        inputs: { resourceGroupName: "rg2" },
        message: arm(
            400,
            "SecureGatewayReferencesSubnetInDifferentResourceGroup",
            `AzureFirewall ${firewallId.replace("/rg/", "/rg2/")} references subnet (${firewallSubnetId}) in a different resource group.`,
        ),
    },
    {
        title: "a Standard firewall with a Premium policy",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        inputs: { sku: { name: "AZFW_VNet", tier: "Standard" } },
        message: arm(
            400,
            "AzureFirewallPolicyTierMismatch",
            `Azure firewall ${firewallId} of the tier Standard cannot have the policy ${policyId} of the tier Premium.`,
        ),
    },
    {
        title: "a firewall whose policy is none",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        inputs: { firewallPolicy: { id: networkId } },
        message: arm(400, "InvalidRequestFormat", `Azure firewall ${firewallId} needs the id of a firewall policy.`),
    },
    {
        title: "a firewall with another mode than its policy",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        inputs: { threatIntelMode: "Alert" },
        message: arm(
            400,
            "AzureFirewallThreatIntelModeConflict",
            `Azure firewall ${firewallId} has a policy: its threatIntelMode is that of the policy, Deny.`,
        ),
    },
    {
        title: "the name of a firewall's sku changes",
        given: firewallNeeds,
        token: "network:AzureFirewall",
        update: true,
        inputs: { sku: { name: "AZFW_Hub", tier: "Premium" } },
        message: arm(400, "AzureFirewallSkuCannotBeChanged", "The sku.name of an Azure firewall cannot be changed."),
    },
    {
        title: "Bastion has no public address, and is not private either",
        given: [...network, bastionSubnet],
        token: "network:BastionHost",
        inputs: { ipConfigurations: [{ name: "one", subnet: { id: `${networkId}/subnets/AzureBastionSubnet` } }] },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Bastion host ${bastionId} needs one ipConfiguration, with a public address unless enablePrivateOnlyBastion is true.`,
        ),
    },
    {
        title: "Bastion records sessions without the sku for it",
        given: [...network, bastionSubnet, bastionAddress],
        token: "network:BastionHost",
        inputs: { enableSessionRecording: true },
        message: arm(
            400,
            "BastionHostSkuNotSupported",
            `Bastion host ${bastionId} of the sku Standard cannot have enableSessionRecording: it needs Premium.`,
        ),
    },
    {
        title: "the sku of Bastion sinks",
        given: [...network, bastionSubnet, bastionAddress],
        token: "network:BastionHost",
        update: true,
        inputs: { sku: { name: "Basic" } },
        message: arm(
            400,
            "BastionHostSkuDowngradeNotAllowed",
            `The sku of bastion host ${bastionId} cannot be changed from Standard to Basic.`,
        ),
    },
    // flow logs
    {
        title: "the flow log of a security group",
        given: network,
        token: "network:FlowLog",
        inputs: { targetResourceId: securityGroup.networkSecurityGroup.id },
        message: arm(
            400,
            "NsgFlowLogCreationBlocked",
            "On September 30, 2027, Network Security Group (NSG) flow logs will be retired. As part of this retirement, creation of new NSG flow logs is blocked starting June 30, 2025. We recommend migrating to virtual network flow logs. For migration, please refer to https://learn.microsoft.com/en-us/azure/network-watcher/nsg-flow-logs-migrate.",
        ),
    },
    {
        title: "the flow log of something without flows",
        given: group,
        token: "network:FlowLog",
        inputs: { targetResourceId: groupId },
        message: arm(
            400,
            "InvalidTargetResourceId",
            `A flow log needs the id of a virtual network or subnet, not '${groupId}'.`,
        ),
    },
    {
        title: "the flow log of a network in another region",
        given: [
            ...group,
            ["network:VirtualNetwork", { ...example["network:VirtualNetwork"], location: "northeurope" }],
        ],
        token: "network:FlowLog",
        message: arm(
            400,
            "FlowLogInvalidRegion",
            `Flow log ${flowLogId} is in westeurope, but its virtual network ${networkId} is in northeurope.`,
        ),
    },
    {
        title: "a flow log below the watcher of another region",
        given: network,
        token: "network:FlowLog",
        inputs: { networkWatcherName: "NetworkWatcher_northeurope" },
        message: arm(
            400,
            "FlowLogInvalidRegion",
            `Flow log ${flowLogId.replace("_westeurope", "_northeurope")} is in westeurope, but its network watcher ${flowLogId.replace("_westeurope/flowLogs/flows", "_northeurope")} is in northeurope.`,
        ),
    },
    {
        title: "a flow log into another region",
        given: [
            ...group,
            ["network:VirtualNetwork", { ...example["network:VirtualNetwork"], location: "northeurope" }],
        ],
        token: "network:FlowLog",
        inputs: { location: "northeurope", networkWatcherName: "NetworkWatcher_northeurope" },
        message: arm(
            400,
            "FlowLogInvalidRegion",
            `Flow log ${flowLogId.replace("_westeurope", "_northeurope")} is in northeurope, but its storage account ${storageId} is in westeurope.`,
        ),
    },
    {
        title: "traffic analytics without a workspace",
        given: network,
        token: "network:FlowLog",
        inputs: { flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled: true } } },
        message: arm(
            400,
            "InvalidRequestFormat",
            `Traffic analytics of flow log ${flowLogId} need a workspaceResourceId.`,
        ),
    },
    // records
    {
        title: "a record of a type that a private zone does not have",
        given: [...group, "privatedns:PrivateZone"],
        token: "privatedns:PrivateRecordSet",
        inputs: { recordType: "NS" },
        message: badRequest("The record type 'NS' is none of: A, AAAA, CNAME, MX, PTR, SRV, TXT."),
    },
    {
        title: "records of another type than their set",
        given: [...group, "privatedns:PrivateZone"],
        token: "privatedns:PrivateRecordSet",
        inputs: { cnameRecord: { cname: "contoso.com" } },
        message: badRequest(`Record set ${zoneId}/A/other needs ttl and aRecords, and no other records.`),
    },
    {
        title: "a record with an address that is none",
        given: [...group, "privatedns:PrivateZone"],
        token: "privatedns:PrivateRecordSet",
        inputs: { aRecords: [{ ipv4Address: "contoso.com" }] },
        message: badRequest(`'contoso.com' in record set ${zoneId}/A/other is no IPv4 address.`),
    },
    {
        title: "the zone itself is an alias",
        given: [...group, "privatedns:PrivateZone"],
        token: "privatedns:PrivateRecordSet",
        inputs: {
            recordType: "CNAME",
            relativeRecordSetName: "@",
            aRecords: null,
            cnameRecord: { cname: "contoso.com" },
        },
        message: badRequest(`A CNAME record cannot be at the name of the zone itself: ${zoneId}/CNAME/@.`),
    },
    {
        title: "a private endpoint has put the record there",
        given: [...vaultTokens, "network:PrivateEndpoint", "network:PrivateDnsZoneGroup"],
        token: "privatedns:PrivateRecordSet",
        inputs: { relativeRecordSetName: "kv-one" },
        message: arm(
            409,
            "Conflict",
            `Record set ${zoneId}/A/kv-one conflicts with the A record of ${endpointId}/privateDnsZoneGroups/default.`,
        ),
    },
];

describe("azure refuses a request about the network when", () => {
    itRefuses(cases);

    it("the range of a network or subnet in use shrinks", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "network:PrivateEndpoint");
        await assert.rejects(
            cloud.update("network:VirtualNetwork", networkId, {
                ...example["network:VirtualNetwork"],
                addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
            }),
            { message: /^Status=400 Code="NetcfgSubnetRangeOutsideVnet"/ },
        );
        await assert.rejects(
            cloud.update("network:Subnet", subnetId, { ...example["network:Subnet"], addressPrefix: "10.0.1.0/24" }),
            { message: /^Status=400 Code="InUsePrefixCannotBeDeleted"/ },
        );
    });

    it("the security group of Bastion loses a rule that it needs", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...network.slice(0, 2));
        const inputs = { ...example["network:NetworkSecurityGroup"], securityRules: bastionRules };
        const { id } = await cloud.create("network:NetworkSecurityGroup", inputs);
        await cloud.create("network:Subnet", subnetNamed("AzureBastionSubnet", "10.0.5.0/26", securityGroup));
        for (const [index] of bastionRules.entries()) {
            await assert.rejects(
                cloud.update("network:NetworkSecurityGroup", id, {
                    ...inputs,
                    securityRules: bastionRules.toSpliced(index, 1),
                }),
                { message: /^Status=400 Code="NetworkSecurityGroupNotCompliantForAzureBastionSubnet"/ },
            );
        }
    });

    it("the delegation of a subnet in use changes", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "network:PrivateEndpoint");
        await assert.rejects(
            cloud.update("network:Subnet", subnetId, {
                ...example["network:Subnet"],
                ...delegated("Microsoft.App/environments"),
            }),
            {
                message: arm(
                    400,
                    "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
                    `Delegations of subnet ${subnetId} cannot be changed from [] to [Microsoft.App/environments] because it is being used by the resource ${endpointId}.`,
                ),
            },
        );
    });

    it("a subnet has no address left", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        await cloud.update("network:Subnet", subnetId, { ...example["network:Subnet"], addressPrefix: "10.0.0.0/29" });
        const endpoint = (name: string) =>
            cloud.create("network:PrivateEndpoint", {
                ...example["network:PrivateEndpoint"],
                privateEndpointName: name,
            });
        for (const name of ["a", "b", "c"]) {
            await endpoint(name);
        }
        await assert.rejects(endpoint("d"), {
            message: arm(
                400,
                "SubnetIsFull",
                "Subnet endpoints with address prefix 10.0.0.0/29 does not have enough capacity for 1 IP addresses.",
            ),
        });
    });
});

describe("azure refuses a deletion in the network when", () => {
    it("others use it", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...vaultTokens, "network:PrivateEndpoint", "privatedns:VirtualNetworkLink");
        const endpoint = ids["network:PrivateEndpoint"] ?? "";
        const group = ids["network:NetworkSecurityGroup"] ?? "";
        await assert.rejects(cloud.remove("network:Subnet", subnetId), {
            message: arm(
                400,
                "InUseSubnetCannotBeDeleted",
                `Subnet endpoints is in use by ${endpoint} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
            ),
        });
        await assert.rejects(cloud.remove("network:VirtualNetwork", networkId), {
            message: /^Status=400 Code="InUseSubnetCannotBeDeleted"/,
        });
        await assert.rejects(cloud.remove("network:NetworkSecurityGroup", group), {
            message: arm(
                400,
                "InUseNetworkSecurityGroupCannotBeDeleted",
                `Network security group ${group} cannot be deleted because it is in use by the following resources: ${subnetId}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
            ),
        });
        await assert.rejects(cloud.remove("privatedns:PrivateZone", zoneId), {
            message: /^Status=409 Code="CannotDeleteResource"/,
        });
    });

    it("a subnet uses the routes", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...network, "network:RouteTable");
        await cloud.create("network:Subnet", { ...example["network:Subnet"], ...table });
        await assert.rejects(cloud.remove("network:RouteTable", table.routeTable.id), {
            message: arm(
                400,
                "InUseRouteTableCannotBeDeleted",
                `Route table ${table.routeTable.id} cannot be deleted because it is in use by the following resources: ${subnetId}. In order to delete the route table, remove the association with the resource(s).`,
            ),
        });
        await cloud.remove("network:Subnet", subnetId);
        await cloud.remove("network:RouteTable", table.routeTable.id);
    });

    it("a plan protects something", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group);
        const plan = (await deploy(cloud, "network:DdosProtectionPlan"))["network:DdosProtectionPlan"] ?? "";
        await cloud.create("network:VirtualNetwork", {
            ...example["network:VirtualNetwork"],
            enableDdosProtection: true,
            ddosProtectionPlan: { id: plan },
        });
        await cloud.create("network:PublicIPAddress", {
            ...example["network:PublicIPAddress"],
            ddosSettings: { protectionMode: "Enabled", ddosProtectionPlan: { id: plan } },
        });
        await assert.rejects(cloud.remove("network:DdosProtectionPlan", plan), {
            message: arm(
                400,
                "InUseDdosProtectionPlanCannotBeDeleted",
                `DDoS protection plan ${plan} cannot be deleted because it protects: ${networkId}, ${publicAddressId}. Remove the plan from them first.`,
            ),
        });
    });

    it("a firewall uses its subnet, address and policy, and another policy its base", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...firewallNeeds, "network:AzureFirewall"]);
        await cloud.create("network:FirewallPolicy", {
            ...example["network:FirewallPolicy"],
            firewallPolicyName: "child",
            basePolicy: { id: policyId },
        });
        await assert.rejects(cloud.remove("network:Subnet", firewallSubnetId), {
            message: arm(
                400,
                "InUseSubnetCannotBeDeleted",
                `Subnet AzureFirewallSubnet is in use by ${firewallId} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
            ),
        });
        await assert.rejects(
            cloud.update("network:Subnet", firewallSubnetId, subnetNamed("AzureFirewallSubnet", "10.0.6.0/26")),
            { message: /^Status=400 Code="InUsePrefixCannotBeDeleted"/ },
        );
        await assert.rejects(cloud.remove("network:VirtualNetwork", networkId), {
            message: /^Status=400 Code="InUseSubnetCannotBeDeleted"/,
        });
        await assert.rejects(cloud.remove("network:PublicIPAddress", publicAddressId), {
            message: arm(
                400,
                "PublicIPAddressCannotBeDeleted",
                `Public IP address ${publicAddressId} can not be deleted since it is still allocated to resource ${firewallId}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.`,
            ),
        });
        await assert.rejects(cloud.remove("network:FirewallPolicy", policyId), {
            message: arm(
                400,
                "FirewallPolicyCannotBeDeleted",
                `Firewall policy ${policyId} cannot be deleted because it is in use by: ${firewallId}, ${`${groupId}/providers/Microsoft.Network/firewallPolicies/child`}.`,
            ),
        });
    });
});
