import { Address4 } from "ip-address";
import { ipv4RangeProblem, rangeContains, rangesOverlap } from "../shared";
import { type ClusterArgs, serviceRangeOf } from "./cluster-args";

/** The address of DNS in the cluster, which by custom is the tenth of the services. */
export function dnsServiceAddress(serviceRange: string): string {
    return Address4.fromBigInt(new Address4(serviceRange).startAddress().bigInt() + 10n).correctForm();
}

/** A problem in the range of the services. */
export function serviceRangeProblem(range: string): string | undefined {
    const malformed = ipv4RangeProblem(range, "serviceRange");
    if (malformed !== undefined) return malformed;
    const { subnetMask } = new Address4(range);
    return rangeContains("100.64.0.0/10", range) && subnetMask >= 12 && subnetMask <= 24
        ? undefined
        : `serviceRange is "${range}"; it must be a /12 to /24 in 100.64.0.0/10, which no network overlaps.`;
}

/** A problem in the range of the pods, which has to be apart from the services and wide enough for all nodes. */
export function podRangeProblem(range: string, args: ClusterArgs): string | undefined {
    const malformed = ipv4RangeProblem(range, "podRange");
    if (malformed !== undefined) return malformed;
    const services = serviceRangeOf(args);
    if (rangesOverlap(range, services)) {
        return `podRange ${range} overlaps serviceRange ${services}; choose another one of them.`;
    }
    const { subnetMask } = new Address4(range);
    const room = 2 ** Math.max(0, 24 - subnetMask);
    const needed = mostNodes(args);
    return subnetMask <= 24 && room >= needed
        ? undefined
        : `podRange is "${range}", which has room for ${subnetMask <= 24 ? room : 0} nodes with a /24 each; the pools grow to ${needed} during an upgrade. Widen it, or lower maxNodes.`;
}

/** Nodes of all pools during an upgrade, which adds a third. */
function mostNodes({ pools }: ClusterArgs): number {
    return [pools.system, pools.user, pools.tools].reduce((sum, { maxNodes }) => sum + Math.ceil(maxNodes * 1.33), 0);
}
