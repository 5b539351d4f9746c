import { defineRule, unless } from "../../engine";
import { partsIn, withOwner } from "./parts";
import { destinationsOf, portsOf, type SecurityRule, securityRuleTypes, sourcesOf } from "./security-rule";

const source = "sourceAddressPrefix";
const others = [
    "access",
    "direction",
    "protocol",
    "sourceAddressPrefixes",
    "sourceApplicationSecurityGroups",
    "destinationAddressPrefix",
    "destinationAddressPrefixes",
    "destinationPortRange",
    "destinationPortRanges",
];
const reads = withOwner("network:NetworkSecurityGroup", [source, ...others]);

// for the examples
const ofMachines = {
    access: "Allow",
    direction: "Inbound",
    protocol: "Tcp",
    sourceApplicationSecurityGroups: [
        {
            id: "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.Network/applicationSecurityGroups/asg-contoso",
        },
    ],
    destinationAddressPrefix: "10.20.5.0/24",
    destinationPortRange: "443",
};

/**
 * Who may send into the network is named: ranges, or services of Azure that are on the list.
 *
 * A security rule does not say which subnet it is for, so the ranges that anybody may reach are a parameter: those of the
 * edge, and of Bastion where it has a public address.
 */
export default defineRule({
    id: "net-nsg-no-any-inbound",
    title: "Nothing but the edge is open to the internet",
    severity: "critical",
    level: "mandatory",
    practices: ["ZT-2"],
    references: {
        mcsb: ["NS-1"],
        cis: ["7.1", "7.2", "7.3", "7.4"],
        checkov: ["CKV_AZURE_9", "CKV_AZURE_10", "CKV_AZURE_77", "CKV_AZURE_160"],
        psrule: ["NSG.AnyInboundSource"],
    },
    component: "Network",
    url: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    types: securityRuleTypes,
    reads,
    // a rule has one or the other form of each, and a group may have no rules
    optional: reads,
    parameters: {
        publicDestinations: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Address ranges that anybody may reach on port 443, as security rules write them: the edge's.",
        },
        serviceTags: {
            type: "array",
            items: { type: "string" },
            default: ["ApiManagement", "AzureLoadBalancer", "GatewayManager"],
            description: "Service tags that may be the source of inbound traffic.",
        },
    },
    why: "Every open port is tried within minutes; and the tag VirtualNetwork means every connected network, not this one.",
    fix: "Name the ranges that may send in sourceAddressPrefix or sourceAddressPrefixes. For the edge alone, let anybody reach its range over Tcp on port 443, and put that range on the rule's list.",
    check: (inputs, { resource: { type }, parameters: { publicDestinations, serviceTags } }) =>
        partsIn(inputs, type).flatMap(({ part, at }) => {
            const isOpen = () => isOpenTo(publicDestinations, part);
            const isNamed = (prefix: string) => (isAnybody(prefix) ? isOpen() : isRangeOrOneOf(serviceTags, prefix));
            return unless(
                part.access === "Deny" || part.direction === "Outbound" || isFrom(isNamed, part),
                `${at}${source}`,
                "this lets in the internet, or a service that is not on the list",
                others.map((path) => `${at}${path}`),
            );
        }),
    examples: {
        parameters: { publicDestinations: ["10.20.4.0/24"] },
        compliant: [
            {
                inputs: {
                    securityRules: [
                        rule({}),
                        rule({ sourceAddressPrefix: "*", destinationAddressPrefix: "10.20.4.0/24" }),
                        rule({ access: "Deny", sourceAddressPrefix: "*" }),
                        ofMachines,
                        rule({ direction: "Outbound", sourceAddressPrefix: "VirtualNetwork" }),
                    ],
                },
            },
            { type: "network:SecurityRule", inputs: rule({ sourceAddressPrefix: "AzureLoadBalancer" }) },
            { type: "network:SecurityRule", inputs: rule({ sourceAddressPrefix: "fd00:20::/64" }) },
            { type: "network:SecurityRule", inputs: ofMachines },
            {
                type: "network:SecurityRule",
                inputs: {
                    access: "Allow",
                    direction: "Inbound",
                    protocol: "Tcp",
                    sourceAddressPrefixes: ["10.20.4.0/24", "Internet"],
                    destinationAddressPrefixes: ["10.20.4.0/24"],
                    destinationPortRanges: ["443"],
                },
            },
        ],
        violating: [
            { inputs: { securityRules: [rule({}), rule({ sourceAddressPrefix: "*" })] } },
            ...[
                { sourceAddressPrefix: undefined },
                { sourceAddressPrefix: "Internet" },
                { sourceAddressPrefix: "0.0.0.0/0" },
                { sourceAddressPrefix: "128.0.0.0/1" },
                { sourceAddressPrefix: "VirtualNetwork" },
                { sourceAddressPrefix: "*", destinationAddressPrefix: "10.20.4.0/24", destinationPortRange: "22" },
                { sourceAddressPrefix: "*", destinationAddressPrefix: "10.20.4.0/24", protocol: "*" },
                { sourceAddressPrefix: "*", destinationAddressPrefixes: ["10.20.4.0/24", "10.20.5.0/24"] },
                { sourceAddressPrefix: "*", destinationAddressPrefix: undefined },
                { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["10.20.4.0/24", "Internet"] },
            ].map((changes) => ({ type: "network:SecurityRule", inputs: rule(changes) })),
        ],
    },
});

/** Whether something holds for every source of a rule; groups of machines are sources that are named. */
function isFrom(holds: (prefix: string) => boolean, rule: SecurityRule): boolean {
    const prefixes = sourcesOf(rule);
    return prefixes.length > 0 ? prefixes.every(holds) : Boolean(rule.sourceApplicationSecurityGroups?.length);
}

/** Whether a rule admits to the ranges that anybody may reach, and there to port 443 only. */
function isOpenTo(ranges: readonly string[], rule: SecurityRule): boolean {
    const destinations = destinationsOf(rule);
    return (
        rule.protocol === "Tcp" &&
        portsOf(rule).join() === "443" &&
        destinations.length > 0 &&
        destinations.every((range) => ranges.includes(range))
    );
}

/** Whether a source is the internet, or a large part of it. */
function isAnybody(prefix: string): boolean {
    return /^(\*|any|internet|0\.0\.0\.0|::)$|\/[0-7]$/i.test(prefix);
}

/** Whether a source is a range of addresses, or a service tag on a list. */
function isRangeOrOneOf(tags: readonly string[], prefix: string): boolean {
    return /^\d|:/.test(prefix) || tags.includes(prefix);
}

function rule(changes: object) {
    return {
        access: "Allow",
        direction: "Inbound",
        protocol: "Tcp",
        sourceAddressPrefix: "10.20.4.0/24",
        destinationAddressPrefix: "10.20.5.0/24",
        destinationPortRange: "443",
        ...changes,
    };
}
