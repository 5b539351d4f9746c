import {
    defineRelation,
    get,
    idPart,
    type Link,
    nameAt,
    namesOf,
    refers,
    someReferring,
    text,
    unless,
} from "../../engine";
import { toOwner } from "./parts";

const network = "network:VirtualNetwork";
const cluster = "containerservice:ManagedCluster";
const integration = "apiServerAccessProfile.enableVnetIntegration";
const subnet = "apiServerAccessProfile.subnetId";

// for the examples
const apiSubnet = { type: "network:Subnet", inputs: { virtualNetworkName: "vnet-contoso", subnetName: "cluster-api" } };

/** A cluster whose API server is in the network can grow: encryption of the network would keep new nodes out of it. */
export default defineRelation({
    id: "net-vnet-encryption-conflict",
    title: "A network with an API server in it is not encrypted as a whole",
    severity: "medium",
    level: "advisory",
    practices: ["3.2"],
    references: { mcsb: ["DP-3"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
    types: [network],
    reads: ["virtualNetworkName", "encryption.enabled"],
    optional: ["encryption.enabled"],
    related: {
        [cluster]: { optional: [integration, subnet] },
        "network:Subnet": { required: ["virtualNetworkName"] },
    },
    why: "API server integration does not work with encryption of the network on machine sizes of the fourth generation and later, so that pools cannot be added or moved.",
    fix: "Leave out encryption of the virtual network; in the cluster, mutual TLS encrypts every hop.",
    check: (virtualNetwork, stack) =>
        unless(
            get(virtualNetwork, "encryption.enabled") !== true ||
                !someReferring(toNetwork, virtualNetwork, stack, (each) => get(each, integration) === true),
            "encryption.enabled",
            "the API server of a cluster in this network does not work with encryption",
        ),
    examples: {
        compliant: [
            { network: virtualNetwork(false), cluster: managedCluster(true), subnet: apiSubnet },
            { network: virtualNetwork(true), cluster: managedCluster(false) },
            { network: virtualNetwork(true), cluster: managedCluster(true, "vnet-other") },
        ],
        violating: [{ network: virtualNetwork(true), cluster: managedCluster(true) }],
    },
});

const inNetwork = toOwner(network);

/** From a cluster to the network that its API server is in. */
const toNetwork: Link = {
    type: cluster,
    input: "apiServerAccessProfile",
    names: (each) => namesOf([subnet], (path) => idPart(text(each, path), "virtualNetworks")),
    to: network,
    nameOf: nameAt("virtualNetworkName"),
    via: (source, to, stack) => refers(inNetwork, source, to, stack),
};

function virtualNetwork(enabled: boolean) {
    return { type: network, inputs: { virtualNetworkName: "vnet-contoso", encryption: { enabled } } };
}

function managedCluster(enableVnetIntegration: boolean, name = "vnet-contoso") {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    const subnetId = `${group}/providers/Microsoft.Network/virtualNetworks/${name}/subnets/cluster-api`;
    return { type: cluster, inputs: { apiServerAccessProfile: { enableVnetIntegration, subnetId } } };
}
