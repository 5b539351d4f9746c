import type * as pulumi from "@pulumi/pulumi";
import { checked, guidProblem, type KubernetesObject } from "../shared";
import { namespaceOf, objectLabels } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** Name of the policy that isolates the namespace, the only one that responders may change and remove. */
export const quarantinePolicy = "quarantine";

const read = ["get", "list", "watch"];

/**
 * What those who respond to incidents may do in the namespace. Nobody has these rights if there is no group, or no job.
 *
 * - People see everything but secrets, isolate the namespace with a policy, scale it, and restart it by deleting its pods.
 *   They open no shell in a pod and change no workload.
 * - The job that isolates may do that alone, and the one that keeps evidence reads what evidence consists of.
 *
 * Serves practices 2.2, 10.2, IR-2 and IR-3.
 */
export function responders(name: string, args: ServerNamespaceArgs): Record<string, KubernetesObject> {
    const { responderGroupId, isolatorId, evidenceCollectorId } = args;
    return {
        ...granted(name, "responders", [...reading, ...acting], { kind: "Group", name: responderGroupId }),
        ...granted(name, "isolator", isolating, job(isolatorId, "isolatorId")),
        ...granted(name, "evidence-collector", collecting, job(evidenceCollectorId, "evidenceCollectorId")),
    };
}

/** Somebody, if there is one. The cluster knows groups, users and applications of Entra by their object id. */
interface Subject {
    kind: "Group" | "User";
    name: pulumi.Input<string> | undefined;
}

function job(principalId: pulumi.Input<string> | undefined, argument: string): Subject {
    const name = principalId === undefined ? undefined : checked(principalId, (id) => guidProblem(id, argument));
    return { kind: "User", name };
}

/** A role for somebody, by roles of objects; nothing when there is nobody. */
function granted(server: string, role: string, rules: Rule[], subject: Subject): Record<string, KubernetesObject> {
    if (subject.name === undefined) return {};
    const metadata = { name: role, namespace: namespaceOf(server), labels: objectLabels(server) };
    return {
        [role]: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata, rules },
        [`${role}-binding`]: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            metadata,
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
            subjects: [{ apiGroup: "rbac.authorization.k8s.io", ...subject }],
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

// no right to create can be limited to a name
const creating = rule("cilium.io", ["ciliumnetworkpolicies"], ["create"]);

const acting = [
    rule("", ["pods"], ["delete"]),
    rule("apps", ["deployments/scale"], ["update", "patch"]),
    creating,
    {
        ...rule("cilium.io", ["ciliumnetworkpolicies"], ["update", "patch", "delete"]),
        resourceNames: [quarantinePolicy],
    },
];

const isolating = [
    creating,
    { ...rule("cilium.io", ["ciliumnetworkpolicies"], ["patch"]), resourceNames: [quarantinePolicy] },
];

/** What response-jobs/snapshot-evidence.mjs lists. */
const collecting = [
    rule("", ["events", "pods", "serviceaccounts", "services"], ["list"]),
    rule("apps", ["deployments", "replicasets"], ["list"]),
    rule("cilium.io", ["ciliumnetworkpolicies"], ["list"]),
    rule("networking.k8s.io", ["networkpolicies"], ["list"]),
    rule("rbac.authorization.k8s.io", ["rolebindings", "roles"], ["list"]),
];

interface Rule {
    apiGroups: string[];
    resources: string[];
    verbs: string[];
    resourceNames?: string[];
}

function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
    return { apiGroups: [apiGroup], resources, verbs };
}
