import type * as pulumi from "@pulumi/pulumi";
import {
    DdosProtection,
    listed,
    type PlacementArgs,
    PrivateLinkService,
    placementProblems,
    privateLinkServices,
    zoneNamesOf,
} from "../shared";
import {
    addressPlan,
    addressPlanProblems,
    firewallAddress,
    ingressAddress,
    isAddress,
    podRangeOf,
    rangeProblems,
} from "./address-plan";
import { allEgress, type EgressRule, egressFlows, egressProblems } from "./egress";
import { declaredFlows, type Flow } from "./flows";
import type { Addresses } from "./security-rules";

/** Arguments of `Network`. */
export interface NetworkArgs extends PlacementArgs {
    /** Required. Private IPv4 range of the network in CIDR notation, /8 to /20. Every zone lies at a fixed place in it. */
    addressSpace: string;
    /** Required. ARM id of the Log Analytics workspace for the logs of the firewall, security groups and addresses. */
    workspaceId: pulumi.Input<string>;
    /** Optional. Ranges of the zones that are to lie elsewhere in the address space, by zone. Default: the address plan. */
    subnetRanges?: Record<string, string>;
    /**
     * Optional. Range of the pods of the cluster, an overlay, /20 or wider; it must overlap nothing.
     * Default: 100.64.0.0/16.
     */
    podRange?: string;
    /** Optional. Ranges in use elsewhere, for example on premises, which the network must not overlap. Default: none. */
    reservedRanges?: string[];
    /** Optional. Ranges of those who may call the edge, in CIDR notation. Default: the internet. */
    clientRanges?: string[];
    /** Optional. What components and servers need outside of the network, by name. Default: only what Azure itself needs. */
    egress?: Record<string, EgressRule>;
    /**
     * Optional. Whether there is a Bastion, without public address, for emergencies; the runner is the usual way in.
     * Default: false.
     */
    bastion?: boolean;
    /** Conditional. Required if `bastion`. Private ranges of those who may use it, in CIDR notation. */
    administratorRanges?: string[];
    /** Optional. Availability zones of the firewall and its address; empty in a region without. Default: 1, 2 and 3. */
    availabilityZones?: string[];
    /** Optional. How public addresses are protected against floods of traffic. Default: address. */
    ddosProtection?: DdosProtection;
    /** Optional. ARM id of a DDoS protection plan to use with `ddosProtection: "plan"`. Default: a new one. */
    existingDdosProtectionPlanId?: pulumi.Input<string>;
    /** Optional. Services that are reached through private endpoints and so need a DNS zone. Default: vault. */
    privateLinkServices?: PrivateLinkService[];
    /**
     * Optional. ARM ids of private DNS zones that exist, for example in a hub, by the zone's name. They are linked to
     * the network whose resolver is asked: this one, or that of `existingFirewallPrivateAddress`. Default: new ones.
     */
    existingPrivateDnsZoneIds?: Record<string, pulumi.Input<string>>;
    /**
     * Optional. ARM id of a virtual network in the same subscription to put the subnets into. It contains
     * `addressSpace`, and its DNS server is the firewall. Default: a new one.
     */
    existingVirtualNetworkId?: pulumi.Input<string>;
    /**
     * Optional. Private address of a firewall in a hub that resolves names and lets through what docs/flow-matrix.md
     * and `egress` list. Default: a new firewall.
     */
    existingFirewallPrivateAddress?: string;
}

/** Address of the firewall, the new one or that of the hub. */
export function firewallAddressOf(args: NetworkArgs): string {
    return args.existingFirewallPrivateAddress ?? firewallAddress(addressPlan(args));
}

/** Everything that goes out through the firewall. */
export function egressOf({ location, egress }: NetworkArgs): Record<string, EgressRule> {
    return allEgress(location, egress);
}

/** Every flow that security groups let through, by name. */
export function flowsOf(args: NetworkArgs): Record<string, Flow> {
    return { ...declaredFlows(args), ...egressFlows(egressOf(args)) };
}

/** Where the ends of the flows are. */
export function addressesOfEnds(args: NetworkArgs): Addresses {
    const ranges = addressPlan(args);
    const zones = Object.fromEntries(Object.entries(ranges).map(([zone, range]) => [zone, [range]]));
    return {
        ...(zones as Record<keyof typeof ranges, string[]>),
        firewall: [firewallAddressOf(args)],
        ingress: [ingressAddress(ranges)],
        pods: [podRangeOf(args)],
        clients: args.clientRanges ?? ["Internet"],
        administrators: args.administratorRanges ?? [],
    };
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function networkProblems(name: string, args: NetworkArgs): string[] {
    return listed(
        ...placementProblems(name, args),
        ...addressPlanProblems(args),
        ...rangeProblems(args.clientRanges, "clientRanges"),
        ...egressProblems(args.egress),
        ...bastionProblems(args),
        ...(args.availabilityZones ?? []).map((zone, index) =>
            /^[123]$/.test(zone) ? undefined : `availabilityZones[${index}] is "${zone}"; it must be 1, 2 or 3.`,
        ),
        ...ddosProblems(args),
        ...dnsProblems(args),
        args.existingFirewallPrivateAddress === undefined || isAddress(args.existingFirewallPrivateAddress)
            ? undefined
            : `existingFirewallPrivateAddress is "${args.existingFirewallPrivateAddress}"; it must be a private IPv4 address.`,
    );
}

function bastionProblems({ bastion, administratorRanges }: NetworkArgs): string[] {
    if (bastion && administratorRanges === undefined) {
        return ["administratorRanges is missing; bastion needs the ranges of those who may use it."];
    }
    if (!bastion && administratorRanges !== undefined) {
        return ["administratorRanges is given without bastion: true; remove it, or ask for a Bastion."];
    }
    return rangeProblems(administratorRanges, "administratorRanges");
}

function ddosProblems(args: NetworkArgs): string[] {
    const { ddosProtection = DdosProtection.Address, existingDdosProtectionPlanId, existingVirtualNetworkId } = args;
    const allowed: string[] = Object.values(DdosProtection);
    const isPlan = ddosProtection === DdosProtection.Plan;
    return listed(
        allowed.includes(ddosProtection)
            ? undefined
            : `ddosProtection is "${ddosProtection}"; it must be one of ${allowed.join(", ")}.`,
        existingDdosProtectionPlanId !== undefined && !isPlan
            ? 'existingDdosProtectionPlanId is given without ddosProtection: "plan"; remove it, or ask for the plan.'
            : undefined,
        existingVirtualNetworkId !== undefined && isPlan
            ? 'ddosProtection is "plan", which its owner sets on an existing network; with existingVirtualNetworkId it must be "address".'
            : undefined,
    );
}

function dnsProblems(args: NetworkArgs): string[] {
    const allowed: string[] = Object.keys(privateLinkServices);
    const services = args.privateLinkServices ?? [PrivateLinkService.Vault];
    const unknown = services.map((service, index) =>
        allowed.includes(service)
            ? undefined
            : `privateLinkServices[${index}] is "${service}"; it must be one of ${allowed.join(", ")}.`,
    );
    const names = zoneNamesOf(...services.filter((service) => allowed.includes(service)));
    const existing = Object.keys(args.existingPrivateDnsZoneIds ?? {});
    return listed(
        ...unknown,
        ...existing.map((zone) =>
            names.includes(zone)
                ? undefined
                : `existingPrivateDnsZoneIds has "${zone}", which none of privateLinkServices needs; remove it.`,
        ),
        ...(args.existingFirewallPrivateAddress === undefined ? [] : names).map((zone) =>
            existing.includes(zone)
                ? undefined
                : `existingPrivateDnsZoneIds has no "${zone}"; the hub of existingFirewallPrivateAddress resolves names, so its zones are needed.`,
        ),
    );
}
