import { ingressLabels, ingressNamespace, type KubernetesObject } from "../shared";
import { namespaceOf, objectLabels, ports } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";
import { signInHost } from "./token-issuer";

/**
 * Addresses of the node that would answer every pod on it: the metadata service, which gives tokens of the node's
 * identities, and the platform's DNS, which would answer any name.
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const deniedAddresses = ["169.254.169.254/32", "168.63.129.16/32"];

/** Label by which Cilium knows the namespace of a pod. */
const namespaceOfPod = "k8s:io.kubernetes.pod.namespace";

const everyPod = {};

/**
 * What the pods of the server's namespace may reach and who may reach them, by role; everything else is denied, both
 * ways. `egress` exists only if the server calls other hosts. A policy that denies, like a quarantine, wins over all of
 * them. Serves practices 10.3 and ZT-2.
 */
export function networkPolicies(
    name: string,
    { egress }: Pick<ServerNamespaceArgs, "egress">,
): Record<string, KubernetesObject> {
    const namespace = namespaceOf(name);
    const metadata = (role: string) => ({ name: role, namespace, labels: objectLabels(name) });
    const policy = (role: string, spec: object): KubernetesObject => ({
        apiVersion: "cilium.io/v2",
        kind: "CiliumNetworkPolicy",
        metadata: metadata(role),
        spec: { endpointSelector: everyPod, ...spec },
    });
    return {
        // of Kubernetes itself, so that it holds whatever becomes of Cilium's own kinds
        "default-deny": {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: metadata("default-deny"),
            spec: { podSelector: everyPod, policyTypes: ["Ingress", "Egress"] },
        },
        ingress: policy("ingress", { ingress: [fromIngressGateway] }),
        dns: policy("dns", { egress: [askedNames([signInHost, ...egress])] }),
        platform: policy("platform", {
            ingress: [probes],
            // where workload identity exchanges the token of the service account for one of Entra
            egress: [toHosts([signInHost])],
            egressDeny: [{ toCIDR: deniedAddresses }],
        }),
        // a rule without names would let through every host
        ...(egress.length > 0 && { egress: policy("egress", { egress: [toHosts(egress)] }) }),
    };
}

const fromIngressGateway = {
    fromEndpoints: [{ matchLabels: { [namespaceOfPod]: ingressNamespace, ...fromKubernetes(ingressLabels) } }],
    toPorts: tcp(ports.calls),
};

/** The node that the pod runs on, whose kubelet asks how the proxy is. */
const probes = { fromEntities: ["host"], toPorts: tcp(ports.health) };

function toHosts(hosts: readonly string[]): object {
    return { toFQDNs: hosts.map((host) => ({ matchName: host })), toPorts: tcp(443) };
}

/**
 * Names are asked of the cluster's DNS only, and only those: a question can carry data out as well as an answer in. They
 * are asked as they are, not in the domains that pods search elsewhere: by `ndots` of the pods, a dot makes them complete.
 */
function askedNames(hosts: readonly string[]): object {
    const dns = [...new Set(hosts)].map((name) => ({ matchName: name }));
    return {
        toEndpoints: [
            { matchLabels: { [namespaceOfPod]: "kube-system", ...fromKubernetes({ "k8s-app": "kube-dns" }) } },
        ],
        toPorts: [
            {
                ports: [
                    { port: "53", protocol: "UDP" },
                    { port: "53", protocol: "TCP" },
                ],
                rules: { dns },
            },
        ],
    };
}

/** Labels that Cilium takes from the pod, and from nowhere else. */
function fromKubernetes(labels: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(labels).map(([label, value]) => [`k8s:${label}`, value]));
}

function tcp(port: number): object[] {
    return [{ ports: [{ port: String(port), protocol: "TCP" }] }];
}
