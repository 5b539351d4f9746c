import type { Zone } from "./address-plan";

/**
 * Where a flow begins or ends: a zone, something with addresses of its own, or what Azure calls by a service tag
 * (https://learn.microsoft.com/azure/virtual-network/service-tags-overview).
 *
 * - `pods`: the overlay of the cluster, in its nodes
 * - `ingress`: the load balancer of the cluster's ingress gateway, one address among the nodes
 * - `clients`: who may call the edge
 * - `administrators`: who may use Bastion
 */
export type End = Zone | "pods" | "ingress" | "clients" | "administrators" | { tag: string };

export interface Flow {
    from: End;
    to: End;
    protocol: "Tcp" | "Udp" | "Any";
    /** Ports of the destination, single or `first-last`; `*` for all. */
    ports: string[];
    reason: string;
    /** Whether it is denied, where a flow that comes later would let it through. Default: it is let through. */
    denied?: true;
}

const anything: Pick<Flow, "protocol" | "ports"> = { protocol: "Any", ports: ["*"] };
/** All ports but those of SSH and remote desktop, by which an intruder would move on. */
export const allButShells = ["0-21", "23-3388", "3390-65535"];
const https: Pick<Flow, "protocol" | "ports"> = { protocol: "Tcp", ports: ["443"] };
const dns: Pick<Flow, "protocol" | "ports" | "reason"> = {
    protocol: "Any",
    ports: ["53"],
    reason: "Names are resolved by the firewall, which filters and logs them.",
};

const internet = { tag: "Internet" };
const loadBalancer = { tag: "AzureLoadBalancer" };
const gatewayManager = { tag: "GatewayManager" };
const virtualNetwork = { tag: "VirtualNetwork" };

/** The flow to the internet, which the firewall judges, is not to let through what never comes to the firewall. */
function pastFirewall(from: Zone, tag: string): Flow {
    const reason = "Azure leads it past the firewall, so nothing else may go there.";
    return { from, to: { tag }, ...anything, reason, denied: true };
}

/**
 * Application Gateway v2 with the feature EnableApplicationGatewayNetworkIsolation, without which Azure refuses this set
 * for want of a flow from GatewayManager and of one to the internet:
 * https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment
 */
const edge: Record<string, Flow> = {
    "clients-to-edge": { from: "clients", to: "edge", ...https, reason: "Clients call the servers." },
    "probes-to-edge": {
        from: loadBalancer,
        to: "edge",
        protocol: "Any",
        ports: allButShells,
        reason: "Azure checks the health of Application Gateway.",
    },
    "edge-to-gateway": { from: "edge", to: "gateway", ...https, reason: "The edge passes calls on to API Management." },
    "edge-to-endpoints": {
        from: "edge",
        to: "private-endpoints",
        ...https,
        reason: "The edge reads its certificate from the vault.",
    },
    "edge-to-dns": { from: "edge", to: "firewall", ...dns },
};

/** API Management, classic, internal: https://learn.microsoft.com/azure/api-management/virtual-network-reference */
const gateway: Record<string, Flow> = {
    "management-to-gateway": {
        from: { tag: "ApiManagement" },
        to: "gateway",
        protocol: "Tcp",
        ports: ["3443"],
        reason: "Azure manages API Management.",
    },
    "probes-to-gateway": {
        from: loadBalancer,
        to: "gateway",
        protocol: "Tcp",
        ports: ["6390"],
        reason: "Azure checks the health of API Management.",
    },
    "gateway-to-gateway": {
        from: "gateway",
        to: "gateway",
        protocol: "Udp",
        ports: ["4290"],
        reason: "Units of API Management agree on the counters of rate limits.",
    },
    "gateway-to-ingress": {
        from: "gateway",
        to: "ingress",
        ...https,
        reason: "API Management passes calls on to the servers.",
    },
    "gateway-to-endpoints": {
        from: "gateway",
        to: "private-endpoints",
        ...https,
        reason: "API Management reads secrets, checks content and writes logs.",
    },
    "gateway-to-storage": {
        from: "gateway",
        to: { tag: "Storage" },
        ...https,
        reason: "API Management keeps its configuration in storage, through a service endpoint.",
    },
    "gateway-to-sql": {
        from: "gateway",
        to: { tag: "Sql" },
        protocol: "Tcp",
        ports: ["1433"],
        reason: "API Management keeps its configuration in SQL, through a service endpoint.",
    },
    "gateway-to-key-vault": {
        from: "gateway",
        to: { tag: "AzureKeyVault" },
        ...https,
        reason: "API Management reads its own certificates, through a service endpoint.",
    },
    "gateway-to-event-hub": {
        from: "gateway",
        to: { tag: "EventHub" },
        protocol: "Tcp",
        ports: ["443", "5671-5672"],
        reason: "API Management publishes logs and metrics, through a service endpoint.",
    },
    "gateway-to-dns": { from: "gateway", to: "firewall", ...dns },
    ...Object.fromEntries(
        ["ApiManagement", "AzureKeyVault", "EventHub", "Sql", "Storage"].map((tag) => [
            `gateway-past-firewall-${tag.toLowerCase()}`,
            pastFirewall("gateway", tag),
        ]),
    ),
};

/**
 * AKS with overlay and an integrated API server. Overlay traffic is not encapsulated, so the groups see pods:
 * https://learn.microsoft.com/azure/aks/azure-cni-overlay#network-security-groups
 * https://learn.microsoft.com/azure/aks/api-server-vnet-integration#nsg-security-rules
 */
const cluster: Record<string, Flow> = {
    "nodes-to-nodes": {
        from: "cluster-nodes",
        to: "cluster-nodes",
        ...anything,
        reason: "Nodes work together; network policies part the workloads.",
    },
    "nodes-to-pods": {
        from: "cluster-nodes",
        to: "pods",
        ...anything,
        reason: "Nodes send what comes for a service to its pods; network policies part the workloads.",
    },
    "pods-to-pods": {
        from: "pods",
        to: "pods",
        ...anything,
        reason: "Pods reach services and DNS of the cluster; network policies part the workloads.",
    },
    // on ports that the cluster chooses for each service: https://kubernetes.io/docs/reference/networking/ports-and-protocols
    "probes-to-nodes": {
        from: loadBalancer,
        to: "cluster-nodes",
        protocol: "Tcp",
        ports: ["30000-32767"],
        reason: "Azure checks which nodes serve the ingress gateway.",
    },
    "nodes-to-api-server": {
        from: "cluster-nodes",
        to: "cluster-api",
        protocol: "Tcp",
        ports: ["443", "4443"],
        reason: "Nodes and pods use the API server.",
    },
    "probes-to-api-server": {
        from: loadBalancer,
        to: "cluster-api",
        protocol: "Tcp",
        ports: ["9988"],
        reason: "Azure checks the health of the API server.",
    },
    "api-server-to-nodes": {
        from: "cluster-api",
        to: "cluster-nodes",
        protocol: "Tcp",
        ports: allButShells,
        reason: "The API server uses kubelets, and what nodes serve on ports of their own.",
    },
    "api-server-to-pods": {
        from: "cluster-api",
        to: "pods",
        protocol: "Tcp",
        ports: allButShells,
        reason: "The API server calls admission webhooks and aggregated APIs, on ports of their own.",
    },
    "nodes-to-endpoints": {
        from: "cluster-nodes",
        to: "private-endpoints",
        ...https,
        reason: "Nodes pull images and write logs; servers read their secrets.",
    },
    "api-server-to-endpoints": {
        from: "cluster-api",
        to: "private-endpoints",
        ...https,
        reason: "The API server has its secrets encrypted by a key in the vault.",
    },
    "nodes-to-dns": { from: "cluster-nodes", to: "firewall", ...dns },
    "api-server-to-dns": { from: "cluster-api", to: "firewall", ...dns },
};

/** Container Apps with workload profiles: https://learn.microsoft.com/azure/container-apps/firewall-integration */
const runner: Record<string, Flow> = {
    "runner-to-runner": {
        from: "runner",
        to: "runner",
        protocol: "Any",
        ports: allButShells,
        reason: "The parts of a Container Apps environment work together.",
    },
    "probes-to-runner": {
        from: loadBalancer,
        to: "runner",
        protocol: "Tcp",
        ports: ["30000-32767"],
        reason: "Azure checks the health of the Container Apps environment.",
    },
    "runner-to-api-server": {
        from: "runner",
        to: "cluster-api",
        ...https,
        reason: "Jobs deliver to the cluster and respond in it.",
    },
    "runner-to-endpoints": {
        from: "runner",
        to: "private-endpoints",
        ...https,
        reason: "Jobs pull their image and work on private services.",
    },
    "runner-to-dns": { from: "runner", to: "firewall", ...dns },
};

/**
 * What Azure demands of the subnet of Bastion, but for clients from the internet, because it has no public address:
 * https://learn.microsoft.com/azure/bastion/bastion-nsg
 * https://learn.microsoft.com/azure/bastion/private-only-deployment
 */
const bastion: Record<string, Flow> = {
    "administrators-to-bastion": {
        from: "administrators",
        to: "bastion",
        ...https,
        reason: "Administrators use Bastion.",
    },
    "management-to-bastion": { from: gatewayManager, to: "bastion", ...https, reason: "Azure manages Bastion." },
    "probes-to-bastion": {
        from: loadBalancer,
        to: "bastion",
        ...https,
        reason: "Azure checks the health of Bastion.",
    },
    "network-to-bastion": {
        from: virtualNetwork,
        to: "bastion",
        protocol: "Any",
        ports: ["5701", "8080"],
        reason: "The parts of Bastion work together.",
    },
    "bastion-to-network": {
        from: "bastion",
        to: virtualNetwork,
        protocol: "Any",
        ports: ["5701", "8080"],
        reason: "The parts of Bastion work together.",
    },
    "bastion-to-machines": {
        from: "bastion",
        to: virtualNetwork,
        protocol: "Any",
        ports: ["22", "3389"],
        reason: "Azure demands it; every other group refuses it.",
    },
    "bastion-to-azure": {
        from: "bastion",
        to: { tag: "AzureCloud" },
        ...https,
        reason: "Bastion writes its logs.",
    },
    "bastion-to-internet": {
        from: "bastion",
        to: internet,
        protocol: "Any",
        ports: ["80"],
        reason: "Bastion validates certificates.",
    },
    "bastion-to-api-server": {
        from: "bastion",
        to: "cluster-api",
        ...https,
        reason: "Administrators use the API server in an emergency.",
    },
    "bastion-to-dns": { from: "bastion", to: "firewall", ...dns },
};

/** Every flow of the network but those that leave through the firewall, by name; all else is denied. */
export function declaredFlows(options: { bastion?: boolean }): Record<string, Flow> {
    return { ...edge, ...gateway, ...cluster, ...runner, ...(options.bastion ? bastion : {}) };
}

/** The zone whose security group sees an end; nothing for ends outside of the network. */
export function zoneOf(end: End): Zone | undefined {
    if (end === "pods" || end === "ingress") return "cluster-nodes";
    return typeof end === "string" && end !== "clients" && end !== "administrators" ? end : undefined;
}
