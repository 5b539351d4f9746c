import * as pulumi from "@pulumi/pulumi";
import {
    zonesOf as dnsZonesOf,
    knownAfter,
    PrivateLinkService,
    type PrivateNetwork,
    validate,
    zoneNamesOf,
} from "../shared";
import { addressPlan, ingressAddress, podRangeOf, type Zone } from "./address-plan";
import { createBastion } from "./bastion";
import { createFirewall, type Firewall } from "./firewall";
import { firewallAddressOf, type NetworkArgs, networkProblems } from "./network-args";
import { privateDnsZone } from "./private-dns";
import { createRouteTable, type Routing, routings } from "./routes";
import { createSubnet, routingOf, type Subnet, zonesOf } from "./subnets";
import { adoptVirtualNetwork, createVirtualNetwork, type VirtualNetwork } from "./virtual-network";

/**
 * A virtual network in zones, each with a security group that lists its flows and denies the rest, without default
 * outbound access. What leaves goes through Azure Firewall Premium, which lets through what is listed and resolves all
 * names; private DNS zones lead to private endpoints; public addresses are protected against floods of traffic.
 *
 * docs/flow-matrix.md has every flow with its reason.
 *
 * Serves practices ZT-2, 10.3, 5.1 and IR-3.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class Network extends pulumi.ComponentResource {
    /** ARM id of the virtual network. */
    readonly virtualNetworkId: pulumi.Output<string>;
    /** Name of the virtual network. */
    readonly virtualNetworkName: pulumi.Output<string>;
    /** ARM ids of the subnets by zone; each waits for what its zone cannot do without, such as the firewall. */
    readonly subnetIds: Record<string, pulumi.Output<string>>;
    /** ARM ids of the route tables by the zone whose subnet has one. */
    readonly routeTableIds: Record<string, pulumi.Output<string>>;
    /** Ranges of the subnets by zone, in CIDR notation. */
    readonly subnetRanges: Record<string, pulumi.Output<string>>;
    /** Private address of the firewall, which is the DNS server of the network. */
    readonly firewallPrivateAddress: pulumi.Output<string>;
    /** Address that is kept, and let through, for the load balancer of the cluster's ingress gateway. */
    readonly ingressPrivateAddress: pulumi.Output<string>;
    /** Range of the pods of the cluster that security groups let through. */
    readonly podRange: pulumi.Output<string>;
    /** Public addresses by what has them: `firewall`, from which all egress comes, unless it is in a hub. */
    readonly publicAddresses: pulumi.Output<Record<string, string>>;
    /** ARM ids of the private DNS zones by name, for example `privatelink.vaultcore.azure.net`. */
    readonly privateDnsZoneIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:Network", name, {}, opts);
        validate(this, name, networkProblems(name, args));

        const virtualNetwork =
            args.existingVirtualNetworkId === undefined
                ? createVirtualNetwork(name, args, this)
                : adoptVirtualNetwork(args.existingVirtualNetworkId, args);
        const routeTableIds = createRouteTables(name, args, this);
        const subnets = createSubnets(name, { virtualNetwork, routeTableIds }, args, this);
        const firewall = subnets.firewall && createFirewall(name, subnets.firewall.id, args, this);
        const services = args.privateLinkServices ?? [PrivateLinkService.Vault];
        const dnsZones = dnsZonesOf(...services).map((zone) => privateDnsZone(name, zone, virtualNetwork, args, this));

        this.virtualNetworkId = virtualNetwork.id;
        this.virtualNetworkName = virtualNetwork.name;
        this.subnetIds = usefulIds(subnets, firewall);
        this.routeTableIds = routeTablesByZone(routeTableIds, args);
        this.subnetRanges = rangesOf(args);
        this.firewallPrivateAddress = knownAfter(waits(firewall), firewallAddressOf(args));
        this.ingressPrivateAddress = pulumi.output(ingressAddress(addressPlan(args)));
        this.podRange = pulumi.output(podRangeOf(args));
        this.publicAddresses = pulumi.all(firewall ? { firewall: firewall.publicAddress } : {});
        this.privateDnsZoneIds = pulumi.all(Object.fromEntries(dnsZones));
        if (this.subnetIds.bastion) createBastion(name, this.subnetIds.bastion, args, this);
        this.registerOutputs({
            virtualNetworkId: this.virtualNetworkId,
            virtualNetworkName: this.virtualNetworkName,
            subnetIds: this.subnetIds,
            routeTableIds: this.routeTableIds,
            subnetRanges: this.subnetRanges,
            firewallPrivateAddress: this.firewallPrivateAddress,
            ingressPrivateAddress: this.ingressPrivateAddress,
            podRange: this.podRange,
            publicAddresses: this.publicAddresses,
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
        return { subnetId: this.subnetId("private-endpoints"), zoneIds };
    }

    /** Range of the subnet of a zone, in CIDR notation. */
    subnetRange(zone: Zone): pulumi.Output<string> {
        const range = this.subnetRanges[zone];
        if (range !== undefined) return range;
        throw new pulumi.ResourceError(`There is no zone ${zone} in the network.`, this);
    }

    /** ARM id of the route table of the subnet of a zone. */
    routeTableId(zone: Zone): pulumi.Output<string> {
        const id = this.routeTableIds[zone];
        if (id !== undefined) return id;
        throw new pulumi.ResourceError(`There is no route table for zone ${zone} in the network.`, this);
    }

    /** ARM id of the subnet of a zone. */
    subnetId(zone: Zone): pulumi.Output<string> {
        const id = this.subnetIds[zone];
        if (id !== undefined) return id;
        throw new pulumi.ResourceError(`There is no zone ${zone} in the network.`, this);
    }
}

type RouteTableIds = Readonly<Record<Routing, pulumi.Output<string>>>;

function createRouteTables(name: string, args: NetworkArgs, parent: pulumi.Resource): RouteTableIds {
    const tables = routings.map((routing) => [routing, createRouteTable(name, routing, args, parent)]);
    return Object.fromEntries(tables);
}

function routeTablesByZone(ids: RouteTableIds, args: NetworkArgs): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        zonesOf(args).flatMap((zone) => {
            const routing = routingOf(zone);
            return routing === undefined ? [] : [[zone, ids[routing]]];
        }),
    );
}

type Subnets = Partial<Record<Zone, Subnet>>;

function createSubnets(
    name: string,
    where: { virtualNetwork: VirtualNetwork; routeTableIds: RouteTableIds },
    args: NetworkArgs,
    parent: pulumi.Resource,
): Subnets {
    const subnets: Subnets = {};
    let before: Subnet | undefined;
    for (const zone of zonesOf(args)) {
        before = createSubnet(name, zone, { ...where, before }, args, parent);
        subnets[zone] = before;
    }
    return subnets;
}

/**
 * Whatever resolves names or leaves the network waits for the firewall, and so for its rules: a node that boots without
 * them fails for good. Private endpoints do neither.
 */
function usefulIds(subnets: Subnets, firewall: Firewall | undefined): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        Object.entries(subnets).map(([zone, { id }]) => {
            const alone = zone === "firewall" || zone === "private-endpoints";
            return [zone, alone ? id : knownAfter(waits(firewall), id)];
        }),
    );
}

function rangesOf(args: NetworkArgs): Record<string, pulumi.Output<string>> {
    const ranges = addressPlan(args);
    return Object.fromEntries(zonesOf(args).map((zone) => [zone, pulumi.output(ranges[zone])]));
}

function waits(firewall: Firewall | undefined): pulumi.Resource[] {
    return firewall ? [firewall.resource] : [];
}
