import { Address4 } from "ip-address";
import { ipv4RangeProblem, lastUsableAddress, listed, rangeContains, rangesOverlap } from "../shared";

/** Parts of the network with one kind of workload each, separated by security rules. */
export type Zone =
    | "edge"
    | "gateway"
    | "cluster-nodes"
    | "cluster-api"
    | "private-endpoints"
    | "firewall"
    | "runner"
    | "bastion";

/** Widest and narrowest address space that the plan fits. */
const prefixLengths = { min: 8, max: 20 };

interface Place {
    /** How much narrower than the address space the zone is, in bits. */
    narrowerBy: number;
    /** Which block of that size it is. */
    block: number;
    /** The longest prefix that what lies in the zone works with. */
    narrowest: number;
}

/**
 * Where each zone lies. The plan holds room for zones that are not deployed yet, so that no address ever moves.
 * For a /20:
 *
 *     quarter 0   cluster-nodes      /22   one address for each node, and the last for the ingress gateway
 *     quarter 1   edge               /24
 *                 gateway            /24
 *                 private-endpoints  /24
 *                 runner             /24
 *     quarter 2   firewall           /26
 *                 bastion            /26
 *                 cluster-api        /26
 *                 rest free
 *     quarter 3   free
 */
const plan: Readonly<Record<Zone, Place>> = {
    "cluster-nodes": { narrowerBy: 2, block: 0, narrowest: 27 },
    // https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#size-of-the-subnet
    edge: { narrowerBy: 4, block: 4, narrowest: 24 },
    // https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources#subnet-size
    gateway: { narrowerBy: 4, block: 5, narrowest: 29 },
    // Azure keeps five addresses of every subnet
    "private-endpoints": { narrowerBy: 4, block: 6, narrowest: 28 },
    // https://learn.microsoft.com/azure/container-apps/custom-virtual-networks
    runner: { narrowerBy: 4, block: 7, narrowest: 27 },
    // https://learn.microsoft.com/azure/firewall/firewall-faq
    firewall: { narrowerBy: 6, block: 32, narrowest: 26 },
    // https://learn.microsoft.com/azure/bastion/configuration-settings#subnet
    bastion: { narrowerBy: 6, block: 33, narrowest: 26 },
    // https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    "cluster-api": { narrowerBy: 6, block: 34, narrowest: 28 },
};

/** Every zone. */
export const zones = Object.keys(plan) as Zone[];

/** In the shared address space of RFC 6598, which no address space of a network overlaps. */
const defaultPodRange = "100.64.0.0/16";

/** Azure CNI Overlay gives every node a /24: https://learn.microsoft.com/azure/aks/azure-cni-overlay */
const narrowestPodRange = 20;

export interface AddressPlanArgs {
    /** IPv4 range of the network in CIDR notation. */
    addressSpace: string;
    /** Ranges to use in place of the planned ones, by zone. */
    subnetRanges?: Record<string, string>;
    /** Range of the pods of the cluster, outside of the network. */
    podRange?: string;
    /** Ranges that are in use elsewhere. */
    reservedRanges?: string[];
}

/** The range of every zone, in CIDR notation. The arguments must pass `addressPlanProblems`. */
export function addressPlan({ addressSpace, subnetRanges }: AddressPlanArgs): Record<Zone, string> {
    const planned = zones.map((zone): [Zone, string] => {
        const { narrowerBy, block } = plan[zone];
        return [zone, subnetRanges?.[zone] ?? rangeWithin(addressSpace, narrowerBy, block)];
    });
    return Object.fromEntries(planned) as Record<Zone, string>;
}

/** The range of the pods, which have addresses of an overlay. */
export function podRangeOf({ podRange = defaultPodRange }: AddressPlanArgs): string {
    return podRange;
}

/**
 * The address that Azure Firewall will have in its subnet: the first that Azure does not keep. Routes and DNS servers
 * need it before the firewall exists. https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
export function firewallAddress(ranges: Readonly<Record<Zone, string>>): string {
    return Address4.fromBigInt(new Address4(ranges.firewall).startAddress().bigInt() + 4n).correctForm();
}

/** The address for the load balancer of the cluster's ingress gateway: the last of the nodes, which begin at the first. */
export function ingressAddress(ranges: Readonly<Record<Zone, string>>): string {
    return lastUsableAddress(ranges["cluster-nodes"]);
}

function rangeWithin(addressSpace: string, narrowerBy: number, block: number): string {
    const space = new Address4(addressSpace);
    const prefixLength = space.subnetMask + narrowerBy;
    const start = space.startAddress().bigInt() + BigInt(block) * 2n ** BigInt(32 - prefixLength);
    return `${Address4.fromBigInt(start).correctForm()}/${prefixLength}`;
}

/** Problems in the address space and the ranges, as sentences; empty when there are none. */
export function addressPlanProblems(args: AddressPlanArgs): string[] {
    const { addressSpace, subnetRanges = {}, podRange, reservedRanges = [] } = args;
    const malformed = listed(
        ipv4RangeProblem(addressSpace, "addressSpace"),
        ...Object.entries(subnetRanges).map(([zone, range]) =>
            isZone(zone) ? ipv4RangeProblem(range, argumentOf(zone)) : unknownZone(zone),
        ),
        podRange === undefined ? undefined : ipv4RangeProblem(podRange, "podRange"),
        ...reservedRanges.map((range, index) => ipv4RangeProblem(range, `reservedRanges[${index}]`)),
    );
    if (malformed.length > 0) return malformed;
    return listed(
        ...spaceProblems(addressSpace),
        ...reservedRanges.map((range) =>
            rangesOverlap(range, addressSpace)
                ? `addressSpace ${addressSpace} overlaps the reserved range ${range}; choose an address space that is free.`
                : undefined,
        ),
        ...subnetProblems(args),
        ...podRangeProblems(args),
    );
}

/** Problems in ranges outside of the network, as sentences; empty when there are none. */
export function rangeProblems(ranges: string[] | undefined, argument: string): string[] {
    if (ranges?.length === 0) return [`${argument} is empty; give at least one range.`];
    return listed(
        ...(ranges ?? []).map(
            (range, index) =>
                ipv4RangeProblem(range, `${argument}[${index}]`) ??
                (range.endsWith("/0")
                    ? `${argument}[${index}] is "${range}", which is everybody; name who.`
                    : undefined),
        ),
    );
}

/** Whether the text is a private IPv4 address. */
export function isAddress(text: string): boolean {
    return /^[\d.]+$/.test(text) && Address4.isValid(text) && new Address4(text).isPrivate();
}

/** Whether the text is the name of a zone. */
export function isZone(text: string): text is Zone {
    return Object.hasOwn(plan, text);
}

function argumentOf(zone: string): string {
    return `subnetRanges["${zone}"]`;
}

function unknownZone(zone: string): string {
    return `subnetRanges has "${zone}", which is no zone; the zones are ${zones.join(", ")}.`;
}

function spaceProblems(addressSpace: string): string[] {
    const space = new Address4(addressSpace);
    const problems: string[] = [];
    if (space.subnetMask < prefixLengths.min || space.subnetMask > prefixLengths.max) {
        problems.push(
            `addressSpace is "${addressSpace}"; its prefix length must be /${prefixLengths.min} to /${prefixLengths.max}, so that all zones fit.`,
        );
    }
    if (!space.startAddress().isPrivate() || !space.endAddress().isPrivate()) {
        problems.push(
            `addressSpace is "${addressSpace}"; it must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, the private ranges of RFC 1918.`,
        );
    }
    return problems;
}

function subnetProblems(args: AddressPlanArgs): string[] {
    const { addressSpace, subnetRanges = {} } = args;
    if (new Address4(addressSpace).subnetMask > prefixLengths.max) return [];
    const ranges = addressPlan(args);
    const given = zones.filter((zone) => subnetRanges[zone] !== undefined);
    return given.flatMap((zone, index) => {
        const range = ranges[zone];
        const others = zones.filter((other) => other !== zone && !given.slice(0, index).includes(other));
        return listed(
            rangeContains(addressSpace, range)
                ? undefined
                : `${argumentOf(zone)} ${range} is not inside addressSpace ${addressSpace}; choose a range in it.`,
            new Address4(range).subnetMask <= plan[zone].narrowest
                ? undefined
                : `${argumentOf(zone)} ${range} is too narrow for what lies there; make it /${plan[zone].narrowest} or wider.`,
            ...others.map((other) =>
                rangesOverlap(range, ranges[other])
                    ? `${argumentOf(zone)} ${range} overlaps ${ranges[other]}, which is kept for the zone ${other}; choose a free range.`
                    : undefined,
            ),
        );
    });
}

// private as far as AKS goes: https://learn.microsoft.com/azure/aks/azure-cni-overlay#ip-address-planning
function podRangeProblems(args: AddressPlanArgs): string[] {
    const { addressSpace, reservedRanges = [] } = args;
    const range = podRangeOf(args);
    const pods = new Address4(range);
    const isPrivate = pods.startAddress().isPrivate() && pods.endAddress().isPrivate();
    return listed(
        isPrivate || rangeContains("100.64.0.0/10", range)
            ? undefined
            : `podRange is "${range}"; it must lie in 100.64.0.0/10 or a private range of RFC 1918.`,
        pods.subnetMask <= narrowestPodRange
            ? undefined
            : `podRange is "${range}"; make it /${narrowestPodRange} or wider: every node takes a /24 of it.`,
        ...[addressSpace, ...reservedRanges].map((other) =>
            rangesOverlap(range, other)
                ? `podRange ${range} overlaps ${other}; choose a range that is free.`
                : undefined,
        ),
    );
}
