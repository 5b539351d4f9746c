import type { network } from "@pulumi/azure-native/types/input";
import type { Zone } from "./address-plan";
import { type End, type Flow, zoneOf } from "./flows";

/** The addresses of every end that is not a service tag, ranges or single ones; service tags stand for themselves. */
export type Addresses = Readonly<Record<Extract<End, string>, string[]>>;

/**
 * Security rules of a zone: the flows that begin or end in it, each by its name, then deny-all both ways at the lowest
 * priority, before the rules that Azure adds, which would let the whole network and the internet through.
 *
 * Serves practices ZT-2 and 10.3.
 */
export function securityRules(
    zone: Zone,
    flows: Readonly<Record<string, Flow>>,
    everywhere: Addresses,
): network.SecurityRuleArgs[] {
    // Azure compares the group of Bastion with what it demands by the text: https://learn.microsoft.com/azure/bastion/bastion-nsg
    const addresses = zone === "bastion" ? { ...everywhere, bastion: ["*"] } : everywhere;
    return (["Inbound", "Outbound"] as const).flatMap((direction) => {
        const end = direction === "Inbound" ? "to" : "from";
        const rules = Object.entries(flows)
            .filter(([, flow]) => zoneOf(flow[end]) === zone)
            .map(([name, flow], index) => ({
                name: `${name}-${direction.toLowerCase()}`,
                description: flow.reason,
                access: flow.denied ? "Deny" : "Allow",
                direction,
                priority: 100 + 10 * index,
                protocol: flow.protocol === "Any" ? "*" : flow.protocol,
                ...source(addressesOf(flow.from, addresses)),
                ...destination(addressesOf(flow.to, addresses)),
                ...ports(flow.ports),
            }));
        return [...rules, denyAll(direction)];
    });
}

/** Ranges, single addresses, or one service tag. */
export function addressesOf(end: End, addresses: Addresses): string[] {
    return typeof end === "string" ? addresses[end] : [end.tag];
}

function denyAll(direction: string): network.SecurityRuleArgs {
    return {
        name: `deny-all-${direction.toLowerCase()}`,
        access: "Deny",
        direction,
        priority: 4096,
        protocol: "*",
        ...source(["*"]),
        ...destination(["*"]),
        ...ports(["*"]),
    };
}

// Azure has one property for a single value and another for several
function source(prefixes: string[]) {
    return {
        sourcePortRange: "*",
        ...(prefixes.length === 1 ? { sourceAddressPrefix: prefixes[0] } : { sourceAddressPrefixes: prefixes }),
    };
}

function destination(prefixes: string[]) {
    return prefixes.length === 1 ? { destinationAddressPrefix: prefixes[0] } : { destinationAddressPrefixes: prefixes };
}

function ports(ranges: string[]) {
    return ranges.length === 1 ? { destinationPortRange: ranges[0] } : { destinationPortRanges: ranges };
}
