import { ingressLabels, ingressNamespace, type KubernetesObject, meshNamespace } from "../shared";

/**
 * What holds in the whole mesh and on the gateway before there is any server, by role.
 *
 * - Whatever is in the mesh takes mutual TLS only.
 * - The gateway lets nothing pass: a policy that allows, and has no rules, allows nothing. Each server adds one that allows
 *   its callers. https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy
 * - Every call is logged. https://learn.microsoft.com/azure/aks/istio-telemetry
 */
export const meshRules = {
    "mutual-tls": {
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace: meshNamespace },
        spec: { mtls: { mode: "STRICT" } },
    },
    "default-deny": {
        apiVersion: "security.istio.io/v1",
        kind: "AuthorizationPolicy",
        metadata: { name: "default-deny", namespace: ingressNamespace },
        spec: { selector: { matchLabels: { ...ingressLabels } }, action: "ALLOW" },
    },
    "access-log": {
        apiVersion: "telemetry.istio.io/v1",
        kind: "Telemetry",
        metadata: { name: "access-log", namespace: meshNamespace },
        spec: { accessLogging: [{ providers: [{ name: "envoy" }], disabled: false }] },
    },
} satisfies Record<string, KubernetesObject>;
