import * as azurenetwork from "@pulumi/azure-native/network";
import type { network } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import { knownAfter, resourceId, resourceName, sendLogs, tags } from "../shared";
import { addressPlan, type Zone } from "./address-plan";
import { addressesOfEnds, flowsOf, type NetworkArgs } from "./network-args";
import type { Routing } from "./routes";
import { securityRules } from "./security-rules";
import type { VirtualNetwork } from "./virtual-network";

interface Profile {
    /** Name that Azure demands of the subnet. Default: the zone's. */
    name?: string;
    /** Whether Azure refuses a security group on it. */
    unfiltered?: true;
    /** Where its traffic to the outside goes; left out where Azure refuses a route table or would break with one. */
    routing?: Routing;
    /** Service that puts its own resources into it. */
    delegation?: string;
    /** Services that are reached past the firewall. */
    serviceEndpoints?: string[];
}

/** In the order in which they are written: what the slowest resources lie in comes first. */
const profiles: Readonly<Record<Zone, Profile>> = {
    firewall: { name: "AzureFirewallSubnet", unfiltered: true },
    "private-endpoints": { routing: "firewall" },
    "cluster-api": { routing: "firewall", delegation: "Microsoft.ContainerService/managedClusters" },
    "cluster-nodes": { routing: "firewall" },
    // no delegation: https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
    gateway: {
        routing: "gateway",
        serviceEndpoints: ["Microsoft.EventHub", "Microsoft.KeyVault", "Microsoft.Sql", "Microsoft.Storage"],
    },
    // an isolated gateway needs it: https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment
    edge: { routing: "edge", delegation: "Microsoft.Network/applicationGateways" },
    runner: { routing: "firewall", delegation: "Microsoft.App/environments" },
    // Azure refuses a route table: https://learn.microsoft.com/azure/bastion/bastion-faq
    bastion: { name: "AzureBastionSubnet" },
};

/** The zones that the network has. */
export function zonesOf(args: NetworkArgs): Zone[] {
    return (Object.keys(profiles) as Zone[]).filter(
        (zone) =>
            (zone !== "bastion" || args.bastion) &&
            (zone !== "firewall" || args.existingFirewallPrivateAddress === undefined),
    );
}

/** Where the traffic of a zone to the outside goes, unless it has no route table. */
export function routingOf(zone: Zone): Routing | undefined {
    return profiles[zone].routing;
}

export interface Subnet {
    resource: azurenetwork.Subnet;
    id: pulumi.Output<string>;
}

/** Azure refuses to write two subnets of a network at the same time, so each waits for the one `before`. */
export function createSubnet(
    name: string,
    zone: Zone,
    where: {
        virtualNetwork: VirtualNetwork;
        routeTableIds: Readonly<Record<Routing, pulumi.Output<string>>>;
        before: Subnet | undefined;
    },
    args: NetworkArgs,
    parent: pulumi.Resource,
): Subnet {
    const { virtualNetwork, routeTableIds, before } = where;
    const { name: subnetName = zone, unfiltered, routing, delegation, serviceEndpoints } = profiles[zone];
    const resource = new azurenetwork.Subnet(
        `${name}-${zone}-subnet`,
        {
            subnetName,
            virtualNetworkName: virtualNetwork.name,
            resourceGroupName: virtualNetwork.resourceGroupName,
            addressPrefix: addressPlan(args)[zone],
            networkSecurityGroup: unfiltered ? undefined : { id: createSecurityGroup(name, zone, args, parent) },
            routeTable: routing === undefined ? undefined : { id: routeTableIds[routing] },
            delegations: delegation === undefined ? undefined : [delegated(delegation)],
            serviceEndpoints: serviceEndpoints?.map((service) => ({ service })),
            defaultOutboundAccess: false,
            privateEndpointNetworkPolicies: "Enabled", // else the security group does not hold for private endpoints
            privateLinkServiceNetworkPolicies: "Enabled",
        },
        { parent, dependsOn: before?.resource },
    );
    return { resource, id: knownAfter(resource, pulumi.interpolate`${virtualNetwork.id}/subnets/${subnetName}`) };
}

function delegated(serviceName: string): network.DelegationArgs {
    return { name: "default", serviceName };
}

function createSecurityGroup(
    name: string,
    zone: Zone,
    args: NetworkArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const type = "Microsoft.Network/networkSecurityGroups";
    const networkSecurityGroupName = resourceName(type, args.naming, `${name}-${zone}`);
    const group = new azurenetwork.NetworkSecurityGroup(
        `${name}-${zone}-nsg`,
        {
            networkSecurityGroupName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            securityRules: securityRules(zone, flowsOf(args), addressesOfEnds(args)),
            tags: tags(args, "network"),
        },
        { parent },
    );
    const id = knownAfter(group, resourceId(args, type, networkSecurityGroupName));
    sendLogs(`${name}-${zone}-nsg`, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
    return id;
}
