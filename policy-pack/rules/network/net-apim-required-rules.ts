import {
    defineRelation,
    type Link,
    namesOf,
    type Resource,
    type Stack,
    someReferring,
    text,
    unless,
} from "../../engine";
import { toOwner, withParts } from "./parts";
import {
    destinationsOf,
    includesPort,
    insideReads,
    ownReads,
    portsOf,
    type SecurityRule,
    securityRuleOf,
    sourcesOf,
} from "./security-rule";
import { fromSubnet, subnetInId, subnetName } from "./subnet";

const groupType = "network:NetworkSecurityGroup";
const service = "apimanagement:ApiManagementService";
const serviceSubnet = "virtualNetworkConfiguration.subnetResourceId";

// for the examples
const network =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.Network";

interface Flow {
    direction: "Inbound" | "Outbound";
    protocol: "Tcp" | "Udp";
    /** What the rule of Azure's list names; nothing where it is the subnet itself, which a rule may name in any way. */
    source?: string;
    destination?: string;
    port: number;
}

/**
 * What API Management in a network cannot be without:
 * https://learn.microsoft.com/azure/api-management/virtual-network-reference
 */
const flows: readonly Flow[] = [
    { direction: "Inbound", protocol: "Tcp", source: "ApiManagement", port: 3443 },
    { direction: "Inbound", protocol: "Tcp", source: "AzureLoadBalancer", port: 6390 },
    { direction: "Outbound", protocol: "Tcp", destination: "Storage", port: 443 },
    { direction: "Outbound", protocol: "Tcp", destination: "Sql", port: 1433 },
    { direction: "Outbound", protocol: "Tcp", destination: "AzureKeyVault", port: 443 },
    { direction: "Outbound", protocol: "Tcp", destination: "AzureMonitor", port: 1886 },
    { direction: "Outbound", protocol: "Tcp", destination: "AzureMonitor", port: 443 },
    { direction: "Outbound", protocol: "Tcp", destination: "Internet", port: 80 },
    { direction: "Outbound", protocol: "Tcp", destination: "AzureActiveDirectory", port: 443 },
    { direction: "Inbound", protocol: "Udp", port: 4290 },
    { direction: "Outbound", protocol: "Udp", port: 4290 },
];

/**
 * The security group of API Management lets through what the service itself needs: its management, its health, its own
 * stores (SQL at port 1433), revocation lists, and among its units the counters of rate limits.
 */
export default defineRelation({
    id: "net-apim-required-rules",
    title: "API Management gets the flows that it needs",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-1"] },
    url: "https://learn.microsoft.com/azure/api-management/virtual-network-reference",
    types: [groupType],
    reads: ["networkSecurityGroupName", ...insideReads],
    // a rule has one or the other form of each, and a group may have its rules beside it
    optional: insideReads,
    related: {
        "network:SecurityRule": {
            required: ["networkSecurityGroupName"],
            optional: [...ownReads],
        },
        "network:Subnet": { required: ["virtualNetworkName", "subnetName"], optional: ["networkSecurityGroup.id"] },
        "network:VirtualNetwork": {
            required: ["virtualNetworkName"],
            optional: ["subnets[].name", "subnets[].networkSecurityGroup.id"],
        },
        [service]: { optional: [serviceSubnet] },
    },
    why: "A service that lacks one of them fails hours into its deployment, or later when a certificate is checked; then somebody opens everything.",
    fix: "Let in Tcp 3443 from ApiManagement and 6390 from AzureLoadBalancer; let out Tcp 443 to Storage, AzureKeyVault, AzureMonitor and AzureActiveDirectory, 1433 to Sql, 1886 to AzureMonitor and 80 to Internet; and let Udp 4290 through both ways within the subnet.",
    check: (group, plain) => {
        const stack = withParts(plain);
        const isOfService = () =>
            someReferring(toGroup, group, stack, (subnet) => someReferring(inSubnet, subnet, stack));
        return flows.flatMap((flow) =>
            unless(
                hasRuleFor(flow, group, stack) || !isOfService(),
                "",
                `API Management needs ${flow.direction.toLowerCase()} ${flow.protocol} ${[flow.source ?? flow.destination ?? "in its subnet", flow.port].join(" ")}`,
            ),
        );
    },
    examples: {
        compliant: [
            { service: apim(), subnet: subnet(), group: nsg(flows.map(ruleFor)) },
            {
                service: apim(),
                network: {
                    type: "network:VirtualNetwork",
                    inputs: { virtualNetworkName: "vnet-contoso", subnets: [{ name: "gateway", ...inGroup() }] },
                },
                group: nsg(flows.slice(1).map(ruleFor)),
                management: {
                    type: "network:SecurityRule",
                    inputs: { networkSecurityGroupName: "nsg-contoso", ...ruleFor(flows[0] as Flow) },
                },
            },
            { subnet: subnet(), group: nsg([]) },
        ],
        violating: [
            { service: apim(), subnet: subnet(), group: nsg(flows.slice(1).map(ruleFor)) },
            {
                service: apim(),
                subnet: subnet(),
                group: nsg(flows.map((flow) => ({ ...ruleFor(flow), access: flow.port === 1433 ? "Deny" : "Allow" }))),
            },
        ],
    },
});

/** From a subnet to its security group. */
const toGroup = fromSubnet("networkSecurityGroup", "networkSecurityGroups", groupType, "networkSecurityGroupName");

/** From a service to the subnet that it is in. */
const inSubnet: Link = {
    type: service,
    input: "virtualNetworkConfiguration",
    names: (each) => namesOf([serviceSubnet], (path) => subnetInId(text(each, path))),
    to: "network:Subnet",
    nameOf: subnetName,
};

const inGroupLink = toOwner(groupType);

function hasRuleFor(flow: Flow, group: Resource, stack: Stack): boolean {
    return someReferring(inGroupLink, group, stack, (rule) => lets(securityRuleOf(rule), flow));
}

function lets(rule: SecurityRule, { direction, protocol, source, destination, port }: Flow): boolean {
    return (
        rule.access === "Allow" &&
        rule.direction === direction &&
        [protocol, "*"].some((each) => each === rule.protocol) &&
        isNamed(source, sourcesOf(rule)) &&
        isNamed(destination, destinationsOf(rule)) &&
        includesPort(portsOf(rule), port)
    );
}

function isNamed(tag: string | undefined, prefixes: readonly string[]): boolean {
    return tag === undefined || prefixes.includes(tag);
}

function apim() {
    const subnetResourceId = `${network}/virtualNetworks/vnet-contoso/subnets/gateway`;
    return { type: service, inputs: { virtualNetworkConfiguration: { subnetResourceId } } };
}

function subnet() {
    return {
        type: "network:Subnet",
        inputs: { virtualNetworkName: "vnet-contoso", subnetName: "gateway", ...inGroup() },
    };
}

function inGroup() {
    return { networkSecurityGroup: { id: `${network}/networkSecurityGroups/nsg-contoso` } };
}

function nsg(securityRules: object[]) {
    return { type: groupType, inputs: { networkSecurityGroupName: "nsg-contoso", securityRules } };
}

function ruleFor({ direction, protocol, source, destination, port }: Flow, index = 0) {
    return {
        access: "Allow",
        direction,
        priority: 100 + index,
        protocol,
        sourceAddressPrefix: source ?? "10.20.5.0/24",
        destinationAddressPrefix: destination ?? "10.20.5.0/24",
        destinationPortRange: String(port),
    };
}
