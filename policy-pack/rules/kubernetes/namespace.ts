import { type Link, nameAt } from "../../engine";

export const namespaceType = "kubernetes:core/v1:Namespace";

/** Label of namespaces, nodes and taints that says what runs there. */
export const tierLabel = "mcp-tier";

/** Tier of MCP servers and of what they execute. */
export const toolsTier = "tools";

/** Root namespace of the mesh of the add-on: what is said there holds everywhere in the mesh. */
export const meshNamespace = "aks-istio-system";

/** Where the internal ingress gateway of the Istio add-on runs. */
export const ingressNamespace = "aks-istio-ingress";

/** Its Deployment and its Service, and what the labels `istio` and `app` of its pods say. */
export const ingressGateway = "aks-istio-ingressgateway-internal";

/**
 * Namespaces that belong to Azure, which makes them together with the cluster. Their pods need what ours may not have, so
 * the policies of the cluster leave them alone; the list is pinned, because whoever may add a name to it could evade those.
 * https://learn.microsoft.com/azure/aks/faq
 */
export const systemNamespaces: readonly string[] = [
    "aks-istio-egress",
    ingressNamespace,
    meshNamespace,
    "flux-system",
    "gatekeeper-system",
    "kube-node-lease",
    "kube-public",
    "kube-system",
];

/**
 * Whether a namespace is one of Azure or has a name that is kept for Kubernetes itself:
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export function isReserved(name: string): boolean {
    return systemNamespaces.includes(name) || name.startsWith("kube-");
}

/** Name of the namespace that an object is in; none for objects of the cluster, and for those that do not say it. */
export const namespaceName = nameAt("metadata.namespace");

/** Name of an object. */
export const objectName = nameAt("metadata.name");

/** From objects of a type to the namespace that they are in. */
export function toNamespace(type: string): Link {
    return { type, input: "metadata", names: namespaceName, to: namespaceType, nameOf: objectName };
}
