import type { KubernetesObject } from "../object";

/** Namespaces that AKS makes for itself and for its add-ons; Kubernetes itself makes those that begin with `kube-`. */
export const systemNamespaces: string[] = [
    "aks-istio-egress",
    "aks-istio-ingress",
    "aks-istio-system",
    "gatekeeper-system",
];

/** What AKS and its add-ons make in a cluster, as far as programs can refer to it, in an order in which it can be made. */
export const systemObjects: KubernetesObject[] = [
    ...systemNamespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...ingressGateway("aks-istio-ingressgateway-internal", "asm-1-27"),
    sandbox(),
    clusterDns(),
];

/**
 * An internal ingress gateway of the Istio add-on, whose objects are named after the revision but for the Service.
 * https://learn.microsoft.com/azure/aks/istio-deploy-ingress
 */
function ingressGateway(istio: string, revision: string): KubernetesObject[] {
    const namespace = "aks-istio-ingress";
    const name = `${istio}-${revision}`;
    const labels = { app: istio, istio, "istio.io/rev": revision };
    return [
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace, labels } },
        {
            apiVersion: "v1",
            kind: "Service",
            metadata: {
                name: istio,
                namespace,
                labels,
                annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" },
            },
            spec: {
                type: "LoadBalancer",
                selector: { istio },
                ports: [
                    { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
                    { name: "http2", port: 80, targetPort: 80, protocol: "TCP" },
                    { name: "https", port: 443, targetPort: 443, protocol: "TCP" },
                ],
            },
        },
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name, namespace, labels },
            spec: {
                // the smallest number that the add-on has; nothing runs here that would scale it
                replicas: 2,
                selector: { matchLabels: { istio } },
                template: {
                    metadata: { labels, annotations: { "inject.istio.io/templates": "gateway" } },
                    spec: {
                        serviceAccountName: name,
                        containers: [{ name: "istio-proxy", image: "auto" }], // the mesh puts the real one in its place
                    },
                },
            },
        },
    ];
}

/**
 * Runtime class of pods in a virtual machine of their own, and what the host needs for each besides the pod's limits.
 * https://learn.microsoft.com/azure/aks/considerations-pod-sandboxing#runtime-class-memory-overhead
 */
function sandbox(): KubernetesObject {
    return {
        apiVersion: "node.k8s.io/v1",
        kind: "RuntimeClass",
        metadata: { name: "kata-vm-isolation" },
        handler: "kata",
        overhead: { podFixed: { memory: "600Mi" } },
        scheduling: { nodeSelector: { "kubernetes.azure.com/kata-vm-isolation": "true" } },
    };
}

/** At the address that AKS gives it unless told otherwise: https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning */
function clusterDns(): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
            name: "kube-dns",
            namespace: "kube-system",
            labels: { "k8s-app": "kube-dns", "kubernetes.io/name": "CoreDNS" },
        },
        spec: {
            clusterIP: "10.0.0.10",
            selector: { "k8s-app": "kube-dns" },
            ports: [
                { name: "dns", port: 53, targetPort: 53, protocol: "UDP" },
                { name: "dns-tcp", port: 53, targetPort: 53, protocol: "TCP" },
            ],
        },
    };
}
