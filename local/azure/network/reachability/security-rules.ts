import type { Properties } from "../../../provider/provider";
import { objectsAt, textAt, textsAt } from "../../../provider/values";
import { lastSegment } from "../../arm-id";
import type { Stored } from "../../cloud";
import { allow, type Decision, firstMatch, type PortRule } from "./decision";
import { addressRange, allPorts, includes, portRange, type Range, without } from "./ranges";
import { tagRanges } from "./service-tags";

export type Protocol = "Tcp" | "Udp" | "Icmp";
export type Direction = "Inbound" | "Outbound";

/** https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules */
const defaultRules: Properties[] = [
    rule("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    rule("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
    rule("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
    rule("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    rule("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
    rule("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
];

/** What is asked of a security group. */
export interface Packets {
    direction: Direction;
    protocol: Protocol;
    source: number;
    destination: number;
    /** Addresses of the tag VirtualNetwork, where the group is. */
    virtualNetwork: Range[];
}

/** What a security group makes of packets: of its own rules and then the default ones, the first that applies. */
export function filtered(group: Stored | undefined, where: string, packets: Packets): Decision[] {
    if (!group) {
        return allow(`${where}: no security group`, packets.source);
    }
    const rules = [...objectsAt(group.body, "securityRules"), ...defaultRules]
        .filter((one) => one.direction === packets.direction && applies(one, packets))
        .toSorted((one, other) => Number(one.priority) - Number(other.priority))
        .map((one) => portRule(`${lastSegment(group.id)}/${one.name}`, one, packets.protocol));
    return firstMatch(rules, packets.source).decisions;
}

function applies(one: Properties, { protocol, source, destination, virtualNetwork }: Packets): boolean {
    const of = String(one.protocol).toLowerCase();
    const isIn = (end: string, address: number) => {
        const prefixes = [textAt(one, `${end}AddressPrefix`) ?? [], textsAt(one, `${end}AddressPrefixes`)].flat();
        return prefixes.some((prefix) =>
            includes(
                addressRange(prefix) ? [addressRange(prefix) as Range] : tagRanges(prefix, virtualNetwork),
                address,
            ),
        );
    };
    return (of === "*" || of === protocol.toLowerCase()) && isIn("source", source) && isIn("destination", destination);
}

function portRule(name: string, one: Properties, protocol: Protocol): PortRule {
    const allowed = one.access === "Allow";
    if (protocol === "Icmp") {
        return { name, allowed, ports: [allPorts] }; // it has no ports
    }
    const portsOf = (end: string) =>
        [textAt(one, `${end}PortRange`) ?? [], textsAt(one, `${end}PortRanges`)].flat().map(portRange);
    // who sends chooses the source port, so a rule that stops only some of them stops nobody
    const isEvaded = !allowed && without([allPorts], portsOf("source")).length > 0;
    return { name, allowed, ports: isEvaded ? [] : portsOf("destination") };
}

function rule(
    name: string,
    priority: number,
    direction: Direction,
    access: string,
    sourceAddressPrefix: string,
    destinationAddressPrefix: string,
): Properties {
    const ports = { sourcePortRange: "*", destinationPortRange: "*" };
    return {
        name,
        priority,
        direction,
        access,
        protocol: "*",
        sourceAddressPrefix,
        destinationAddressPrefix,
        ...ports,
    };
}
