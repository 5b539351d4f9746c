import type { network } from "@pulumi/azure-native/types/input";
import type { Zone } from "./address-plan";

interface Flow {
    from: Zone;
    to: Zone;
    protocol: "Tcp" | "Udp";
    port: number;
}

/** Every flow that the network lets into the zone of private endpoints; all else is denied. */
const flows: Readonly<Record<string, Flow>> = {
    "edge-to-endpoints": { from: "edge", to: "private-endpoints", protocol: "Tcp", port: 443 },
    "gateway-to-endpoints": { from: "gateway", to: "private-endpoints", protocol: "Tcp", port: 443 },
    "cluster-to-endpoints": { from: "cluster-nodes", to: "private-endpoints", protocol: "Tcp", port: 443 },
    "api-server-to-endpoints": { from: "cluster-api", to: "private-endpoints", protocol: "Tcp", port: 443 },
    "runner-to-endpoints": { from: "runner", to: "private-endpoints", protocol: "Tcp", port: 443 },
};

/**
 * Security rules of a zone: its named flows, then deny-all both ways at the lowest priority, before the rules that
 * Azure adds, which would let the whole network and the internet through. Serves practices ZT-2 and 10.3.
 */
export function securityRules(zone: Zone, ranges: Readonly<Record<Zone, string>>): network.SecurityRuleArgs[] {
    const allowed = Object.entries(flows)
        .filter(([, flow]) => flow.from === zone || flow.to === zone)
        .map(([name, { from, to, protocol, port }], index) => ({
            name,
            access: "Allow",
            direction: to === zone ? "Inbound" : "Outbound",
            priority: 100 + 10 * index,
            protocol,
            sourceAddressPrefix: ranges[from],
            sourcePortRange: "*",
            destinationAddressPrefix: ranges[to],
            destinationPortRange: String(port),
        }));
    const denied = ["Inbound", "Outbound"].map((direction) => ({
        name: `deny-all-${direction.toLowerCase()}`,
        access: "Deny",
        direction,
        priority: 4096,
        protocol: "*",
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "*",
        destinationPortRange: "*",
    }));
    return [...allowed, ...denied];
}
