import {
    defineRelation,
    haveCommon,
    type Link,
    namesOf,
    proves,
    type Resource,
    type Stack,
    some,
    someReferred,
    someReferring,
    text,
    unless,
} from "../../engine";
import { toOwner, withParts } from "../network/parts";
import { fromSubnet, subnetInId, subnetName } from "../network/subnet";
import { clusterType, poolType } from "./node-pool";

const reads = {
    outbound: "networkProfile.outboundType",
    source: "bootstrapProfile.artifactSource",
    subnets: "agentPoolProfiles[].vnetSubnetID",
};

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * Nodes leave the network by an appliance, or not at all.
 *
 * That the appliance is the firewall, and that no other route leads around it, `net-forced-egress` demands of every
 * subnet. A cluster without a way out gets what it starts from out of a registry of its own.
 */
export default defineRelation({
    id: "aks-egress-closed",
    title: "Clusters have no way out but the firewall",
    severity: "critical",
    level: "mandatory",
    practices: ["10.3", "12.3"],
    references: { mcsb: ["NS-3"], azurePolicy: ["fc5e4038"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/egress-outboundtype",
    types: [clusterType],
    reads: ["resourceName", ...Object.values(reads)],
    // of one kind of cluster each, and in a cluster whose nodes have no subnet of ours nothing is routed
    optional: [reads.source, reads.subnets],
    related: {
        [poolType]: { required: ["resourceName"], optional: ["vnetSubnetID"] },
        "network:Subnet": { required: ["virtualNetworkName", "subnetName"], optional: ["routeTable.id"] },
        "network:VirtualNetwork": {
            optional: ["virtualNetworkName", "subnets[].name", "subnets[].routeTable.id"],
        },
        "network:RouteTable": {
            required: ["routeTableName"],
            optional: ["routes[].addressPrefix", "routes[].nextHopType"],
        },
        "network:Route": { required: ["routeTableName"], optional: ["addressPrefix", "nextHopType"] },
    },
    parameters: {
        routedSubnets: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Subnets outside the stack whose route table sends everything to a firewall, as <virtual network>/<subnet>.",
        },
    },
    why: "With any other way out, Azure gives the cluster a public address, and a stolen tool sends what it has to whom it likes, past the firewall and its log.",
    fix: 'Set networkProfile.outboundType to "userDefinedRouting" and vnetSubnetID of every pool to a subnet whose route table has a route of 0.0.0.0/0 to the firewall; or to "none" with bootstrapProfile.artifactSource "Cache".',
    check: (cluster, plain, { parameters: { routedSubnets } }) => {
        const outbound = text(cluster, reads.outbound);
        if (outbound === "none")
            return unless(
                text(cluster, reads.source) === "Cache",
                reads.source,
                "nodes without a way out must start from a registry of the environment",
            );
        const stack = withParts(plain);
        const isRouted = (pool: Resource) =>
            some(
                [
                    () => some(routedSubnets, (name) => haveCommon(toSubnet.names(pool), { known: [name] })),
                    () => someReferred(toSubnet, pool, stack, (subnet) => leadsToAppliance(subnet, stack)),
                ],
                proves,
            );
        return [
            ...unless(
                outbound === "userDefinedRouting",
                reads.outbound,
                "Azure gives this cluster a way out past the firewall",
            ),
            ...unless(
                !someReferring(inCluster, cluster, stack, (pool) => !isRouted(pool)),
                reads.subnets,
                "nodes of a pool have a way out past the firewall",
            ),
        ];
    },
    examples: {
        compliant: [
            { cluster: cluster({}), tools: pool("snet-nodes"), nodes: subnet(), table: table({}) },
            {
                cluster: {
                    type: clusterType,
                    inputs: {
                        resourceName: "aks-contoso",
                        networkProfile: { outboundType: "none" },
                        bootstrapProfile: { artifactSource: "Cache" },
                    },
                },
            },
            {
                cluster: cluster({}),
                network: {
                    type: "network:VirtualNetwork",
                    inputs: {
                        virtualNetworkName: "vnet-contoso",
                        subnets: [{ name: "snet-nodes", routeTable: routeTable() }],
                    },
                },
                table: { type: "network:RouteTable", inputs: { routeTableName: "rt-contoso" } },
                route: {
                    type: "network:Route",
                    inputs: {
                        routeTableName: "rt-contoso",
                        addressPrefix: "0.0.0.0/0",
                        nextHopType: "VirtualAppliance",
                    },
                },
            },
        ],
        violating: [
            {
                cluster: cluster({ networkProfile: { outboundType: "loadBalancer" } }),
                nodes: subnet(),
                table: table({}),
            },
            { cluster: cluster({}), nodes: subnet(), table: table({ nextHopType: "Internet" }) },
            { cluster: cluster({}), nodes: subnet(), table: table({ addressPrefix: "10.0.0.0/8" }) },
            { cluster: cluster({}), tools: pool("snet-tools"), nodes: subnet(), table: table({}) },
            {
                cluster: {
                    type: clusterType,
                    inputs: {
                        resourceName: "aks-contoso",
                        networkProfile: { outboundType: "none" },
                        bootstrapProfile: { artifactSource: "Direct" },
                    },
                },
            },
        ],
    },
});

/** From pools, inside and outside, to their cluster. */
const inCluster = toOwner(clusterType);

/** From pools to the subnet of their nodes. */
const toSubnet: Link = {
    type: poolType,
    input: "vnetSubnetID",
    names: (pool) =>
        namesOf(["vnetSubnetID"], (path) => {
            const id = text(pool, path);
            return id === "" ? "" : subnetInId(id);
        }),
    to: "network:Subnet",
    nameOf: subnetName,
};

const toTable = fromSubnet("routeTable", "routeTables", "network:RouteTable", "routeTableName");
const inTable = toOwner("network:RouteTable");

function leadsToAppliance(subnet: Resource, stack: Stack): boolean {
    return someReferred(toTable, subnet, stack, (table) =>
        someReferring(
            inTable,
            table,
            stack,
            (route) =>
                text(route, "addressPrefix") === "0.0.0.0/0" && text(route, "nextHopType") === "VirtualAppliance",
        ),
    );
}

function cluster(changes: object) {
    return {
        type: clusterType,
        inputs: {
            resourceName: "aks-contoso",
            networkProfile: { outboundType: "userDefinedRouting" },
            agentPoolProfiles: [{ name: "system", vnetSubnetID: subnetId("snet-nodes") }],
            ...changes,
        },
    };
}

function pool(subnetName: string) {
    return { type: poolType, inputs: { resourceName: "aks-contoso", vnetSubnetID: subnetId(subnetName) } };
}

function subnet() {
    const inputs = { virtualNetworkName: "vnet-contoso", subnetName: "snet-nodes", routeTable: routeTable() };
    return { type: "network:Subnet", inputs };
}

function subnetId(name: string): string {
    return `${group}/providers/Microsoft.Network/virtualNetworks/vnet-contoso/subnets/${name}`;
}

function routeTable() {
    return { id: `${group}/providers/Microsoft.Network/routeTables/rt-contoso` };
}

function table(changes: object) {
    const routes = [{ addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", ...changes }];
    return { type: "network:RouteTable", inputs: { routeTableName: "rt-contoso", routes } };
}
