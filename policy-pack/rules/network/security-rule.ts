import { withOwner } from "./parts";

/** The types that declare security rules: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups */
export const securityRuleTypes = ["network:NetworkSecurityGroup", "network:SecurityRule"];

/** What a security rule decides on. */
export interface SecurityRule {
    access?: string;
    direction?: string;
    priority?: number;
    protocol?: string;
    sourceAddressPrefix?: string;
    sourceAddressPrefixes?: string[];
    sourceApplicationSecurityGroups?: object[];
    sourcePortRange?: string;
    sourcePortRanges?: string[];
    destinationAddressPrefix?: string;
    destinationAddressPrefixes?: string[];
    destinationApplicationSecurityGroups?: object[];
    destinationPortRange?: string;
    destinationPortRanges?: string[];
}

/** Everything of a security rule, wherever it is. */
export const securityRuleReads = withOwner("network:NetworkSecurityGroup", [
    "access",
    "direction",
    "priority",
    "protocol",
    "sourceAddressPrefix",
    "sourceAddressPrefixes",
    "sourceApplicationSecurityGroups",
    "sourcePortRange",
    "sourcePortRanges",
    "destinationAddressPrefix",
    "destinationAddressPrefixes",
    "destinationApplicationSecurityGroups",
    "destinationPortRange",
    "destinationPortRanges",
]);

export function sourcesOf({ sourceAddressPrefix, sourceAddressPrefixes }: SecurityRule): string[] {
    return oneOrMany(sourceAddressPrefix, sourceAddressPrefixes);
}

export function destinationsOf({ destinationAddressPrefix, destinationAddressPrefixes }: SecurityRule): string[] {
    return oneOrMany(destinationAddressPrefix, destinationAddressPrefixes);
}

export function portsOf({ destinationPortRange, destinationPortRanges }: SecurityRule): string[] {
    return oneOrMany(destinationPortRange, destinationPortRanges);
}

function oneOrMany(one: string | undefined, many: string[] | undefined): string[] {
    return [one ?? [], many ?? []].flat();
}

/** Whether one of some port ranges has a port in it. */
export function includesPort(ranges: readonly string[], port: number): boolean {
    return ranges.some((range) => {
        const [from = "", to = from] = range.replace("*", "0-65535").split("-");
        return Number(from) <= port && port <= Number(to);
    });
}
