import { get, type Resource } from "../../engine";

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

/** Everything that a security rule decides on, in a rule of its own. */
export const ownReads: readonly (keyof SecurityRule)[] = [
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
];

/** The same, inside a group. */
export const insideReads = ownReads.map((path) => `securityRules[].${path}`);

/**
 * What a rule says, without the group that it is in.
 *
 * @throws Undecided when something of it is not known.
 */
export function securityRuleOf(resource: Resource): SecurityRule {
    return Object.fromEntries(ownReads.map((path) => [path, get(resource, path)]));
}

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
