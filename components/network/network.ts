import * as azurenetwork from "@pulumi/azure-native/network";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import {
    knownAfter,
    listed,
    type PlacementArgs,
    type PrivateDnsZone,
    PrivateLinkService,
    type PrivateNetwork,
    placementProblems,
    privateDnsZones,
    privateLinkServices,
    resourceId,
    resourceName,
    tags,
    validate,
    zoneNamesOf,
    zonesOf,
} from "../shared";
import { addressPlan, addressPlanProblems } from "./address-plan";
import { securityRules } from "./flows";

/** Arguments of `Network`. */
export interface NetworkArgs extends PlacementArgs {
    /** Required. Private IPv4 range of the network in CIDR notation, /8 to /20. Every zone lies at a fixed place in it. */
    addressSpace: string;
    /** Optional. Range of the subnet for private endpoints, /28 or wider. Default: its place in the address plan. */
    privateEndpointSubnet?: string;
    /** Optional. Ranges in use elsewhere, for example on premises, which the network must not overlap. Default: none. */
    reservedRanges?: string[];
    /** Optional. Services that are reached through private endpoints and so need a DNS zone. Default: vault. */
    privateLinkServices?: PrivateLinkService[];
}

/**
 * A virtual network without default outbound access, whose subnet for private endpoints admits named flows only, and
 * whose private DNS zones lead to them.
 *
 * Serves practices ZT-2 and 10.3.
 *
 * @throws one error that lists all problems of the arguments.
 */
export class Network extends pulumi.ComponentResource {
    /** ARM id of the virtual network. */
    readonly virtualNetworkId: pulumi.Output<string>;
    /** ARM id of the subnet for private endpoints. */
    readonly privateEndpointSubnetId: pulumi.Output<string>;
    /** ARM ids of the private DNS zones by name, for example `privatelink.vaultcore.azure.net`. */
    readonly privateDnsZoneIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Network", name, {}, opts);
        validate(this, name, networkProblems(name, args));

        const virtualNetwork = createVirtualNetwork(name, args, this);
        const services = args.privateLinkServices ?? [PrivateLinkService.Vault];
        const zones = zonesOf(...services).map((zone) => createDnsZone(name, zone, virtualNetwork, args, this));

        this.virtualNetworkId = virtualNetwork.id;
        this.privateEndpointSubnetId = createPrivateEndpointSubnet(name, virtualNetwork, args, this);
        this.privateDnsZoneIds = pulumi.all(Object.fromEntries(zones));
        this.registerOutputs({
            virtualNetworkId: this.virtualNetworkId,
            privateEndpointSubnetId: this.privateEndpointSubnetId,
            privateDnsZoneIds: this.privateDnsZoneIds,
        });
    }

    /** Where private endpoints of a service lie: what the components take as `network`. */
    endpointsFor(service: PrivateLinkService): PrivateNetwork {
        const idOf = (zone: string) =>
            this.privateDnsZoneIds.apply((zoneIds) => {
                const id = zoneIds[zone];
                if (id !== undefined) return id;
                throw new pulumi.ResourceError(
                    `There is no private DNS zone ${zone}; add "${service}" to privateLinkServices of the network.`,
                    this,
                );
            });
        const zoneIds = Object.fromEntries(zoneNamesOf(service).map((zone) => [zone, idOf(zone)]));
        return { subnetId: this.privateEndpointSubnetId, zoneIds };
    }
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function networkProblems(name: string, args: NetworkArgs): string[] {
    const allowed: string[] = Object.keys(privateLinkServices);
    return listed(
        ...placementProblems(name, args),
        ...addressPlanProblems(args),
        ...(args.privateLinkServices ?? []).map((service, index) =>
            allowed.includes(service)
                ? undefined
                : `privateLinkServices[${index}] is "${service}"; it must be one of ${allowed.join(", ")}.`,
        ),
    );
}

interface VirtualNetwork {
    name: pulumi.Output<string>;
    id: pulumi.Output<string>;
}

function createVirtualNetwork(name: string, args: NetworkArgs, parent: pulumi.Resource): VirtualNetwork {
    const virtualNetworkName = resourceName("Microsoft.Network/virtualNetworks", args.naming, name);
    const network = new azurenetwork.VirtualNetwork(
        `${name}-vnet`,
        {
            virtualNetworkName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            addressSpace: { addressPrefixes: [args.addressSpace] },
            tags: tags(args, "network"),
        },
        { parent },
    );
    const id = resourceId(args, "Microsoft.Network/virtualNetworks", virtualNetworkName);
    return { name: knownAfter(network, virtualNetworkName), id: knownAfter(network, id) };
}

function createPrivateEndpointSubnet(
    name: string,
    virtualNetwork: VirtualNetwork,
    args: NetworkArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const zone = "private-endpoints";
    const ranges = addressPlan(args);
    const groupName = resourceName("Microsoft.Network/networkSecurityGroups", args.naming, `${name}-${zone}`);
    const group = new azurenetwork.NetworkSecurityGroup(
        `${name}-${zone}-nsg`,
        {
            networkSecurityGroupName: groupName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            securityRules: securityRules(zone, ranges),
            tags: tags(args, "network"),
        },
        { parent },
    );
    const groupId = resourceId(args, "Microsoft.Network/networkSecurityGroups", groupName);
    const subnet = new azurenetwork.Subnet(
        `${name}-${zone}-subnet`,
        {
            subnetName: zone,
            virtualNetworkName: virtualNetwork.name,
            resourceGroupName: args.resourceGroupName,
            addressPrefix: ranges[zone],
            networkSecurityGroup: { id: knownAfter(group, groupId) },
            defaultOutboundAccess: false,
            privateEndpointNetworkPolicies: "Enabled", // else the security group does not hold for private endpoints
            privateLinkServiceNetworkPolicies: "Enabled",
        },
        { parent },
    );
    return knownAfter(subnet, pulumi.interpolate`${virtualNetwork.id}/subnets/${zone}`);
}

/** The zone's id waits for the link as well: before it, the network does not resolve names in the zone. */
function createDnsZone(
    name: string,
    zoneLabel: PrivateDnsZone,
    virtualNetwork: VirtualNetwork,
    args: NetworkArgs,
    parent: pulumi.Resource,
): [string, pulumi.Output<string>] {
    const zoneName = privateDnsZones[zoneLabel];
    const zone = new privatedns.PrivateZone(
        `${name}-${zoneLabel}-zone`,
        {
            privateZoneName: zoneName,
            resourceGroupName: args.resourceGroupName,
            location: "Global",
            tags: tags(args, "network"),
        },
        { parent },
    );
    const link = new privatedns.VirtualNetworkLink(
        `${name}-${zoneLabel}-link`,
        {
            virtualNetworkLinkName: resourceName(
                "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
                args.naming,
                name,
            ),
            privateZoneName: knownAfter(zone, zoneName),
            resourceGroupName: args.resourceGroupName,
            location: "Global",
            virtualNetwork: { id: virtualNetwork.id },
            registrationEnabled: false,
            tags: tags(args, "network"),
        },
        { parent },
    );
    const id = resourceId(args, "Microsoft.Network/privateDnsZones", zoneName);
    return [zoneName, knownAfter([zone, link], id)];
}
