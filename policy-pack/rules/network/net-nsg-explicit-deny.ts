import { defineRelation, type Resource, type Stack, someReferring, unless } from "../../engine";
import { partsOf, toOwner, withParts } from "./parts";
import {
    destinationsOf,
    includesPort,
    insideReads,
    ownReads,
    portsOf,
    type SecurityRule,
    securityRuleOf,
    securityRuleTypes,
    sourcesOf,
} from "./security-rule";

const groupType = "network:NetworkSecurityGroup";
const group = "networkSecurityGroupName";
const priority = 4096; // the last that a rule can have

const denied = {
    access: "Deny",
    priority,
    protocol: "*",
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
};

/**
 * What a group does not list is denied, and nobody moves on by SSH or remote desktop.
 *
 * The rules of a group can be resources of their own, so this looks at the stack and can stop a preview only. The subnet
 * of an Application Gateway takes a denial of outbound traffic where the feature
 * `Microsoft.Network/EnableApplicationGatewayNetworkIsolation` is registered, and is no exception here: register it.
 */
export default defineRelation({
    id: "net-nsg-explicit-deny",
    title: "Network security groups end in deny-all, both ways",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-1"], psrule: ["NSG.LateralTraversal"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    types: securityRuleTypes,
    reads: [group, ...ownReads, ...insideReads],
    // a rule has one or the other form of each, and a group may have its rules beside it
    optional: [...ownReads, ...insideReads],
    related: { "network:SecurityRule": { required: [group], optional: [...ownReads] } },
    parameters: {
        administrationSources: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Address ranges that may reach ports 22 and 3389, as security rules write them: that of the bastion.",
        },
        clusterRanges: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Address ranges of the nodes and pods of a cluster, which may reach each other on every port.",
        },
    },
    why: "After the rules of a group come those of Azure, which let everything in the network reach everything, and everything reach the internet.",
    fix: `Give each group two rules at priority ${priority}, one Inbound and one Outbound, with access Deny and "*" for protocol, addresses and ports. Let no rule allow port 22 or 3389, but from the ranges of administrationSources and among those of clusterRanges; each rule says its direction, priority, protocol, addresses and ports.`,
    check: (resource, stack, { parameters: { administrationSources, clusterRanges } }) => [
        ...(resource.type === groupType ? ["Inbound", "Outbound"] : []).flatMap((direction) =>
            unless(
                hasDenial(resource, direction, withParts(stack)),
                "",
                `no rule at priority ${priority} denies all other ${direction.toLowerCase()} traffic`,
            ),
        ),
        ...partsOf(resource).flatMap(({ part, at }) => {
            const rule = securityRuleOf(part);
            return [
                ...unless(isComplete(rule), `${at}priority`, "a security rule must say everything that it decides on"),
                ...unless(
                    rule.access === "Deny" ||
                        !opensShell(rule) ||
                        isWithin(administrationSources, sourcesOf(rule)) ||
                        (isWithin(clusterRanges, sourcesOf(rule)) && isWithin(clusterRanges, destinationsOf(rule))),
                    `${at}destinationPortRange`,
                    "this lets SSH or remote desktop through",
                ),
            ];
        }),
    ],
    examples: {
        parameters: { administrationSources: ["10.20.8.64/26"], clusterRanges: ["10.20.0.0/22", "10.244.0.0/16"] },
        compliant: [
            { group: nsg([denial("Inbound"), denial("Outbound")]) },
            {
                group: nsg([
                    allowing({}),
                    allowing({ sourceAddressPrefix: "10.20.8.64/26", destinationPortRange: "22" }),
                    allowing({
                        sourceAddressPrefix: "10.20.0.0/22",
                        destinationAddressPrefix: "10.244.0.0/16",
                        destinationPortRange: "*",
                    }),
                    denial("Outbound"),
                ]),
                denial: { type: "network:SecurityRule", inputs: { [group]: "nsg-contoso", ...denial("Inbound") } },
            },
        ],
        violating: [
            { group: nsg([]) },
            { group: nsg([denial("Inbound")]) },
            {
                group: nsg([denial("Outbound")]),
                denial: { type: "network:SecurityRule", inputs: { [group]: "nsg-other", ...denial("Inbound") } },
            },
            ...[
                { access: "Allow" },
                { priority: 4095 },
                { protocol: "Tcp" },
                { sourceAddressPrefix: "10.20.0.0/22" },
                { sourcePortRange: "1024-65535" },
                { destinationAddressPrefix: "10.20.0.0/22" },
                { destinationPortRange: "443" },
            ].map((changes) => ({ group: nsg([{ ...denial("Inbound"), ...changes }, denial("Outbound")]) })),
            ...[
                { destinationPortRange: "22" },
                { destinationPortRange: undefined, destinationPortRanges: ["443", "3000-4000"] },
                { destinationPortRange: "*" },
                { destinationPortRange: "*", sourceAddressPrefix: "10.20.0.0/22" },
                { destinationPortRange: "*", destinationAddressPrefix: "10.20.0.0/22" },
            ].map((changes) => ({ group: nsg([allowing(changes), denial("Inbound"), denial("Outbound")]) })),
            {
                group: nsg([
                    { access: "Allow", direction: "Inbound", protocol: "Tcp", sourceAddressPrefix: "10.20.4.0/24" },
                    denial("Inbound"),
                    denial("Outbound"),
                ]),
            },
            {
                group: nsg([denial("Inbound"), denial("Outbound")]),
                rule: {
                    type: "network:SecurityRule",
                    inputs: { [group]: "nsg-contoso", ...allowing({ destinationPortRange: "3389" }) },
                },
            },
        ],
    },
});

const inGroup = toOwner(groupType);

function hasDenial(group: Resource, direction: string, stack: Stack): boolean {
    return someReferring(inGroup, group, stack, (rule) => isDenial(securityRuleOf(rule), direction));
}

function isDenial(rule: SecurityRule, direction: string): boolean {
    const wanted: SecurityRule = { ...denied, direction };
    return Object.entries(wanted).every(([name, value]) => rule[name as keyof SecurityRule] === value);
}

function isComplete(rule: SecurityRule): boolean {
    return [
        rule.access,
        rule.direction,
        rule.priority,
        rule.protocol,
        rule.sourceAddressPrefix ?? rule.sourceAddressPrefixes ?? rule.sourceApplicationSecurityGroups,
        rule.sourcePortRange ?? rule.sourcePortRanges,
        rule.destinationAddressPrefix ?? rule.destinationAddressPrefixes ?? rule.destinationApplicationSecurityGroups,
        rule.destinationPortRange ?? rule.destinationPortRanges,
    ].every((each) => each !== undefined);
}

function opensShell(rule: SecurityRule): boolean {
    return [22, 3389].some((port) => includesPort(portsOf(rule), port));
}

/** Application security groups have no addresses that could be on a list. */
function isWithin(ranges: readonly string[], addresses: readonly string[]): boolean {
    return addresses.length > 0 && addresses.every((address) => ranges.includes(address));
}

function nsg(securityRules: object[]) {
    return { type: groupType, inputs: { networkSecurityGroupName: "nsg-contoso", securityRules } };
}

function denial(direction: string) {
    return { ...denied, direction };
}

function allowing(changes: object) {
    return {
        access: "Allow",
        direction: "Inbound",
        priority: 100,
        protocol: "Tcp",
        sourceAddressPrefix: "10.20.4.0/24",
        sourcePortRange: "*",
        destinationAddressPrefix: "10.20.5.0/24",
        destinationPortRange: "443",
        ...changes,
    };
}
