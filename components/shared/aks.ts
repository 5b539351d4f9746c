// Names that AKS and its add-ons give, and that objects of ours refer to.

/** Namespace of the ingress gateways of the Istio add-on: https://learn.microsoft.com/azure/aks/istio-deploy-ingress */
export const ingressNamespace = "aks-istio-ingress";

/** Name of the internal ingress gateway: of its Deployment, its Service and, as a label, its pods. */
export const ingressGateway = "aks-istio-ingressgateway-internal";

/** Label of the pods of the internal ingress gateway, by which Istio objects select them. */
export const ingressLabels: Readonly<Record<string, string>> = { istio: ingressGateway };

/** Root namespace of the mesh: what is said there holds everywhere in the mesh. */
export const meshNamespace = "aks-istio-system";

/** Runtime class of pods in a virtual machine of their own: https://learn.microsoft.com/azure/aks/use-pod-sandboxing */
export const sandboxRuntimeClass = "kata-vm-isolation";

/** Driver of volumes with secrets from vaults: https://learn.microsoft.com/azure/aks/csi-secrets-store-driver */
export const secretsDriver = "secrets-store.csi.k8s.io";

/** Label of namespaces and nodes, and taint of nodes, that says what runs there. */
export const tierLabel = "mcp-tier";

/** Tier of MCP servers and what they execute. */
export const toolsTier = "tools";

/** Label of namespaces that says how sensitive the data is that is handled there. */
export const classificationLabel = "data-classification";

/** Audience of a service account's token that Entra exchanges: https://learn.microsoft.com/azure/aks/workload-identity-overview */
export const tokenExchangeAudience = "api://AzureADTokenExchange";

/**
 * Labels by which a namespace has pods refused that may more than an ordinary process, pinned to the version of
 * Kubernetes: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const podSecurityLabels: Readonly<Record<string, string>> = Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, "restricted"],
        [`pod-security.kubernetes.io/${mode}-version`, "v1.34"],
    ]),
);

/**
 * Namespaces that belong to Azure, whose pods need what ours may not have. The list is pinned, and only Azure can create
 * one of these names, because whoever else did would evade admission.
 * https://learn.microsoft.com/azure/aks/concepts-security-baseline
 */
export const systemNamespaces = [
    "aks-istio-egress",
    "aks-istio-ingress",
    "aks-istio-system",
    "flux-system",
    "gatekeeper-system",
    "kube-node-lease",
    "kube-public",
    "kube-system",
] as const;
