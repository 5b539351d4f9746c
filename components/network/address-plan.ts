import { Address4 } from "ip-address";

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

/**
 * Where each zone lies: how much narrower than the address space it is, in bits, and which block of that size.
 *
 * The plan holds room for zones that are not deployed yet, so that no address ever moves. For a /20, with what Azure
 * asks for in brackets:
 *
 *     quarter 0   cluster-nodes      /22   one address for each node
 *     quarter 1   edge               /24   [/24 for Application Gateway v2]
 *                 gateway            /24   [/29 or wider for API Management]
 *                 private-endpoints  /24
 *                 runner             /24   [/27 or wider for Container Apps]
 *     quarter 2   firewall           /26   [/26 for AzureFirewallSubnet]
 *                 bastion            /26   [/26 for AzureBastionSubnet]
 *                 cluster-api        /26   [/28 or wider for API server integration]
 *                 rest free
 *     quarter 3   free
 */
const plan: Readonly<Record<Zone, { narrowerBy: number; block: number }>> = {
    "cluster-nodes": { narrowerBy: 2, block: 0 },
    edge: { narrowerBy: 4, block: 4 },
    gateway: { narrowerBy: 4, block: 5 },
    "private-endpoints": { narrowerBy: 4, block: 6 },
    runner: { narrowerBy: 4, block: 7 },
    firewall: { narrowerBy: 6, block: 32 },
    bastion: { narrowerBy: 6, block: 33 },
    "cluster-api": { narrowerBy: 6, block: 34 },
};

export interface AddressPlanArgs {
    /** IPv4 range of the network in CIDR notation. */
    addressSpace: string;
    /** Range to use for private endpoints in place of the planned one. */
    privateEndpointSubnet?: string;
    /** Ranges that are in use elsewhere. */
    reservedRanges?: string[];
}

/** The range of every zone, in CIDR notation. The arguments must pass `addressPlanProblems`. */
export function addressPlan({ addressSpace, privateEndpointSubnet }: AddressPlanArgs): Record<Zone, string> {
    const planned = Object.fromEntries(
        Object.entries(plan).map(([zone, { narrowerBy, block }]) => [
            zone,
            rangeWithin(addressSpace, narrowerBy, block),
        ]),
    ) as Record<Zone, string>;
    return { ...planned, "private-endpoints": privateEndpointSubnet ?? planned["private-endpoints"] };
}

function rangeWithin(addressSpace: string, narrowerBy: number, block: number): string {
    const space = new Address4(addressSpace);
    const prefixLength = space.subnetMask + narrowerBy;
    const start = space.startAddress().bigInt() + BigInt(block) * 2n ** BigInt(32 - prefixLength);
    return `${Address4.fromBigInt(start).correctForm()}/${prefixLength}`;
}

/** Problems in the address space and the ranges, as sentences; empty when there are none. */
export function addressPlanProblems(args: AddressPlanArgs): string[] {
    const { addressSpace, privateEndpointSubnet, reservedRanges = [] } = args;
    const malformed = [
        cidrProblem(addressSpace, "addressSpace"),
        privateEndpointSubnet === undefined ? undefined : cidrProblem(privateEndpointSubnet, "privateEndpointSubnet"),
        ...reservedRanges.map((range, index) => cidrProblem(range, `reservedRanges[${index}]`)),
    ].filter((problem) => problem !== undefined);
    if (malformed.length > 0) return malformed;
    return [
        ...spaceProblems(addressSpace),
        ...reservedRanges
            .filter((range) => overlap(range, addressSpace))
            .map(
                (range) =>
                    `addressSpace ${addressSpace} overlaps the reserved range ${range}; choose an address space that is free.`,
            ),
        ...(privateEndpointSubnet === undefined ? [] : endpointSubnetProblems(args, privateEndpointSubnet)),
    ];
}

function cidrProblem(range: string, argument: string): string | undefined {
    const wellFormed = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(range) && Address4.isValid(range);
    if (!wellFormed) {
        return `${argument} is "${range}"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".`;
    }
    const address = new Address4(range);
    const first = address.startAddress().correctForm();
    return address.correctForm() === first
        ? undefined
        : `${argument} is "${range}", which begins in the middle of a range; write ${first}/${address.subnetMask}.`;
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

function endpointSubnetProblems(args: AddressPlanArgs, subnet: string): string[] {
    const { addressSpace } = args;
    if (!contains(addressSpace, subnet)) {
        return [`privateEndpointSubnet ${subnet} is not inside addressSpace ${addressSpace}; choose a range in it.`];
    }
    const problems: string[] = [];
    // Azure keeps five addresses of every subnet
    if (new Address4(subnet).subnetMask > 28) {
        problems.push(`privateEndpointSubnet ${subnet} has room for too few endpoints; make it /28 or wider.`);
    }
    if (new Address4(addressSpace).subnetMask <= prefixLengths.max) {
        for (const [zone, range] of Object.entries(addressPlan({ addressSpace }))) {
            if (zone !== "private-endpoints" && overlap(range, subnet)) {
                problems.push(
                    `privateEndpointSubnet ${subnet} overlaps ${range}, which is kept for the zone ${zone}; choose a free range.`,
                );
            }
        }
    }
    return problems;
}

function contains(outer: string, inner: string): boolean {
    return new Address4(inner).isInSubnet(new Address4(outer));
}

function overlap(one: string, other: string): boolean {
    return contains(one, other) || contains(other, one);
}
