import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** Name of the policy that isolates the namespace, the only one that responders may change and remove. */
export const quarantinePolicy = "quarantine";

const read = ["get", "list", "watch"];

/**
 * What those who respond to incidents may do in the namespace: see everything but secrets, isolate it with a policy,
 * scale it, and restart it by deleting its pods. They open no shell in a pod and change no workload. Nobody has these
 * rights if there is no group. Serves practices 2.2, 10.2 and IR-2.
 */
export function responders(name: string, { responderGroupId }: ServerNamespaceArgs): Record<string, KubernetesObject> {
    if (responderGroupId === undefined) return {};
    const metadata = { name: "responders", namespace: namespaceOf(name), labels: objectLabels(name) };
    return {
        responders: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "Role",
            metadata,
            rules: [...reading, ...acting],
        },
        "responders-binding": {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            metadata,
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "responders" },
            // the cluster knows groups of Entra by their object id
            subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: responderGroupId }],
        },
    };
}

const reading = [
    rule(
        "",
        [
            "configmaps",
            "endpoints",
            "events",
            "limitranges",
            "pods",
            "pods/log",
            "pods/status",
            "resourcequotas",
            "serviceaccounts",
            "services",
        ],
        read,
    ),
    rule("apps", ["deployments", "deployments/scale", "replicasets"], read),
    rule("cilium.io", ["ciliumendpoints", "ciliumnetworkpolicies"], read),
    rule("discovery.k8s.io", ["endpointslices"], read),
    rule("events.k8s.io", ["events"], read),
    rule("networking.istio.io", ["destinationrules", "gateways", "virtualservices"], read),
    rule("networking.k8s.io", ["networkpolicies"], read),
    rule("policy", ["poddisruptionbudgets"], read),
    rule("rbac.authorization.k8s.io", ["rolebindings", "roles"], read),
    rule("secrets-store.csi.x-k8s.io", ["secretproviderclasses", "secretproviderclasspodstatuses"], read),
];

const acting = [
    rule("", ["pods"], ["delete"]),
    rule("apps", ["deployments/scale"], ["update", "patch"]),
    // no right to create can be limited to a name
    rule("cilium.io", ["ciliumnetworkpolicies"], ["create"]),
    {
        ...rule("cilium.io", ["ciliumnetworkpolicies"], ["update", "patch", "delete"]),
        resourceNames: [quarantinePolicy],
    },
];

function rule(apiGroup: string, resources: string[], verbs: string[]) {
    return { apiGroups: [apiGroup], resources, verbs };
}
