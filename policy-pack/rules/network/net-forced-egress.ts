import {
    defineRelation,
    get,
    type Resource,
    type Stack,
    some,
    someReferred,
    someReferring,
    text,
    unless,
} from "../../engine";
import { partsOf, toOwner, withOwner, withParts } from "./parts";
import { fromSubnet, platformSubnets, subnetTypes } from "./subnet";

const firewallSubnet = "AzureFirewallSubnet";
const routeReads = ["addressPrefix", "nextHopType", "nextHopIpAddress"];
const reads = withOwner("network:VirtualNetwork", ["subnetName", "addressPrefix", "addressPrefixes", "routeTable.id"]);
const management = { addressPrefix: "ApiManagement", nextHopType: "Internet" };

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * What leaves a subnet passes the firewall, and no other route leads around it.
 *
 * Application Gateway takes no route to an appliance unless the feature
 * `Microsoft.Network/EnableApplicationGatewayNetworkIsolation` is registered, so its subnet is exempt from the route, not
 * from a table that learns none; its security group closes it. The subnet of API Management needs a route for its service tag past the firewall, else its management calls
 * are answered on another path than they came by: there it must be, and nowhere else may it be. Bastion takes no routes.
 *
 * The address of the firewall is the fourth that Azure leaves in its subnet, as
 * https://learn.microsoft.com/azure/virtual-network/ip-services/private-ip-addresses says of the first four.
 */
export default defineRelation({
    id: "net-forced-egress",
    title: "All traffic out passes the firewall",
    severity: "critical",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-3"], azurePolicy: ["fc5e4038"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/firewall/forced-tunneling",
    types: subnetTypes,
    reads,
    // of one of the types each, and a subnet without a name is exempt from nothing
    optional: reads,
    related: {
        "network:Subnet": { required: ["subnetName"], optional: ["addressPrefix", "addressPrefixes"] },
        "network:VirtualNetwork": { optional: ["subnets[].addressPrefix", "subnets[].addressPrefixes"] },
        "network:RouteTable": {
            required: ["routeTableName"],
            optional: ["disableBgpRoutePropagation", ...routeReads.map((path) => `routes[].${path}`)],
        },
        "network:Route": { required: ["routeTableName"], optional: routeReads },
    },
    parameters: {
        firewallAddresses: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Private addresses of firewalls outside the stack, such as that of a hub.",
        },
        exemptSubnets: {
            type: "array",
            items: { type: "string" },
            default: ["edge"],
            description:
                "Names of subnets of services that refuse a route to a firewall; their table may have no routes from gateways all the same.",
        },
        gatewaySubnets: {
            type: "array",
            items: { type: "string" },
            default: ["gateway"],
            description: "Names of the subnets of API Management.",
        },
    },
    why: "Without the route, a stolen workload sends what it has to any address, and nothing asks or notes where to.",
    fix: `Give the subnet a network.RouteTable with disableBgpRoutePropagation true and a route of 0.0.0.0/0 to the VirtualAppliance at the fourth address of ${firewallSubnet}, and no other that leads elsewhere; that of API Management in addition has one of ApiManagement to Internet.`,
    check: (resource, plain, { parameters: { firewallAddresses, exemptSubnets, gatewaySubnets } }) => {
        const stack = withParts(plain);
        return partsOf(resource).flatMap(({ part: subnet, at }) => {
            const name = text(subnet, "subnetName");
            const isPlaced = unless(
                rangesOf(subnet).length > 0,
                `${at}addressPrefix`,
                "a subnet must say its range, by which the firewall is found",
            );
            if ([...platformSubnets, "AzureBastionSubnet"].includes(name)) return isPlaced;
            const path = `${at}routeTable.id`;
            const learnsNone = unless(
                someReferred(toTable, subnet, stack, (table) => get(table, "disableBgpRoutePropagation") === true),
                path,
                "a route table without routes from gateways must decide where traffic goes",
            );
            if (exemptSubnets.includes(name)) return [...isPlaced, ...learnsNone];
            const isGateway = gatewaySubnets.includes(name);
            const hasRoute = (holds: (route: Resource) => boolean) => hasRouteThat(holds, subnet, stack);
            const toFirewall = (route: Resource) => leadsToFirewall(route, firewallAddresses, stack);
            return [
                ...isPlaced,
                ...learnsNone,
                ...unless(
                    hasRoute((route) => text(route, "addressPrefix") === "0.0.0.0/0" && toFirewall(route)),
                    path,
                    "traffic to the internet must go to the firewall",
                ),
                ...unless(
                    !hasRoute((route) => leadsOut(route) && !isManagement(route) && !toFirewall(route)),
                    path,
                    "a route leads around the firewall",
                ),
                ...unless(
                    hasRoute(isManagement) === isGateway,
                    path,
                    "the subnets of API Management, and no others, need a route of ApiManagement to Internet",
                ),
            ];
        });
    },
    examples: {
        compliant: [
            {
                ...firewall("10.20.8.0/26"),
                nodes: subnet("cluster-nodes"),
                table: table([
                    route({ nextHopIpAddress: "10.20.8.4" }),
                    route({ addressPrefix: "10.20.0.0/16", nextHopType: "VnetLocal" }),
                ]),
                edge: subnet("edge", "rt-edge"),
                empty: {
                    type: "network:RouteTable",
                    inputs: { routeTableName: "rt-edge", disableBgpRoutePropagation: true },
                },
            },
            {
                ...firewall("10.20.8.64/26"),
                gateway: subnet("gateway"),
                table: table([route({ nextHopIpAddress: "10.20.8.68" })]),
                management: { type: "network:Route", inputs: { routeTableName: "rt-contoso", ...management } },
            },
            {
                network: {
                    type: "network:VirtualNetwork",
                    inputs: {
                        virtualNetworkName: "vnet-contoso",
                        subnets: [
                            { name: firewallSubnet, addressPrefix: "10.20.8.0/26" },
                            {
                                name: "cluster-nodes",
                                addressPrefix: "10.20.0.0/22",
                                routeTable: routeTable("rt-contoso"),
                            },
                        ],
                    },
                },
                table: table([route({ nextHopIpAddress: "10.20.8.4" })]),
            },
        ],
        violating: [
            { nodes: subnet("cluster-nodes") },
            { edge: { type: "network:Subnet", inputs: { virtualNetworkName: "vnet-contoso", subnetName: "edge" } } },
            { edge: subnet("edge"), table: table([], false) },
            {
                ...firewall("10.20.8.0/26"),
                nodes: subnet("cluster-nodes", "rt-other"),
                table: table([route({ nextHopIpAddress: "10.20.8.4" })]),
            },
            {
                ...firewall("10.20.8.0/26"),
                nodes: subnet("cluster-nodes"),
                table: table([route({ nextHopIpAddress: "10.20.8.4" })], false),
            },
            ...[
                [route({ nextHopIpAddress: "10.20.8.5" })],
                [route({ nextHopIpAddress: "10.20.8.4", nextHopType: "None" })],
                [route({ nextHopIpAddress: "10.20.8.4", addressPrefix: "10.0.0.0/8" })],
                [route({ nextHopIpAddress: "10.20.8.4", nextHopType: "VirtualNetworkGateway" })],
                [
                    route({ nextHopIpAddress: "10.20.8.4" }),
                    route({ addressPrefix: "0.0.0.0/1", nextHopType: "Internet" }),
                ],
                [route({ nextHopIpAddress: "10.20.8.4" }), management],
            ].map((routes) => ({
                ...firewall("10.20.8.0/26"),
                nodes: subnet("cluster-nodes"),
                table: table(routes),
            })),
            {
                ...firewall("10.20.8.0/26"),
                gateway: subnet("gateway"),
                table: table([route({ nextHopIpAddress: "10.20.8.4" }), { ...management, addressPrefix: "Storage" }]),
            },
            {
                ...firewall("10.20.8.0/26"),
                gateway: subnet("gateway"),
                table: table([route({ nextHopIpAddress: "10.20.8.4" }), { ...management, nextHopType: "None" }]),
            },
            {
                network: {
                    type: "network:VirtualNetwork",
                    inputs: {
                        virtualNetworkName: "vnet-contoso",
                        subnets: [{ name: "cluster-nodes", addressPrefix: "10.20.0.0/22" }],
                    },
                },
            },
        ],
    },
});

const toTable = fromSubnet("routeTable", "routeTables", "network:RouteTable", "routeTableName");
const inTable = toOwner("network:RouteTable");

function hasRouteThat(holds: (route: Resource) => boolean, subnet: Resource, stack: Stack): boolean {
    return someReferred(toTable, subnet, stack, (table) => someReferring(inTable, table, stack, holds));
}

function leadsToFirewall(route: Resource, addresses: readonly string[], stack: Stack): boolean {
    const address = text(route, "nextHopIpAddress");
    const isAtFirewall = () =>
        addresses.includes(address) ||
        some(stack.ofType("network:Subnet"), (subnet) => firewallsIn(subnet).includes(address));
    return text(route, "nextHopType") === "VirtualAppliance" && isAtFirewall();
}

/** Addresses of the firewall in its subnet, whose ranges begin at multiples of 64; none in other subnets. */
function firewallsIn(subnet: Resource): string[] {
    if (text(subnet, "subnetName") !== firewallSubnet) return [];
    return rangesOf(subnet).map((range) => range.replace(/(\d+)\/\d+$/, (_, first) => String(Number(first) + 4)));
}

function rangesOf(subnet: Resource): string[] {
    return [get(subnet, "addressPrefix") ?? get(subnet, "addressPrefixes") ?? []].flat().map(String);
}

/** The other kinds of next hop are the network itself, and nowhere. */
function leadsOut(route: Resource): boolean {
    return !["None", "VnetLocal"].includes(text(route, "nextHopType"));
}

function isManagement(route: Resource): boolean {
    return text(route, "addressPrefix") === "ApiManagement" && text(route, "nextHopType") === "Internet";
}

function firewall(addressPrefix: string) {
    const inputs = { virtualNetworkName: "vnet-contoso", subnetName: firewallSubnet, addressPrefix };
    return { firewall: { type: "network:Subnet", inputs } };
}

function subnet(subnetName: string, name = "rt-contoso") {
    const addressPrefixes = ["10.20.0.0/22"];
    const inputs = { virtualNetworkName: "vnet-contoso", subnetName, addressPrefixes, routeTable: routeTable(name) };
    return { type: "network:Subnet", inputs };
}

function routeTable(name: string) {
    return { id: `${group}/providers/Microsoft.Network/routeTables/${name}` };
}

function table(routes: object[], disableBgpRoutePropagation = true) {
    return { type: "network:RouteTable", inputs: { routeTableName: "rt-contoso", disableBgpRoutePropagation, routes } };
}

function route(changes: object) {
    return { addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", ...changes };
}
