import { defineRule, unless } from "../../engine";
import { ingressNamespace, isReserved, meshNamespace, namespaceType } from "./namespace";
import { objectTypes } from "./object-types";

/** Those that are in no namespace. */
const ofCluster = [
    namespaceType,
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    "kubernetes:cilium.io/v2:CiliumClusterwideNetworkPolicy",
    "kubernetes:node.k8s.io/v1:RuntimeClass",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    "kubernetes:storage.k8s.io/v1:StorageClass",
];

/**
 * Objects are in a namespace that was made for them: it has policies and limits, which the one that is meant where none is
 * named has not. Those of Azure take only what has to be there, such as what is said of the whole mesh.
 */
export default defineRule({
    id: "k8s-no-default-namespace",
    title: "Objects are in a namespace of their own",
    severity: "low",
    level: "mandatory",
    practices: ["10.1"],
    references: { azurePolicy: ["9f061a12"], checkov: ["CKV_K8S_21"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/operator-best-practices-cluster-isolation",
    types: objectTypes.filter((type) => !ofCluster.includes(type)),
    reads: ["metadata.namespace"],
    parameters: {
        platformNamespaces: {
            type: "array",
            items: { type: "string" },
            default: [ingressNamespace, meshNamespace],
            description: "Namespaces of Azure that objects may be put into.",
        },
    },
    why: "The default namespace has no quota, no network policy and no pod security, and everybody who names none ends there; in those of Azure, the policies of the cluster do not hold.",
    fix: "Set metadata.namespace to a namespace that the program creates, with everything that its rules demand.",
    check: ({ metadata }, { parameters: { platformNamespaces } }) =>
        unless(
            isOwn(metadata?.namespace ?? "") || platformNamespaces.includes(metadata?.namespace),
            "metadata.namespace",
            "the object is in no namespace of its own",
        ),
    examples: {
        compliant: [
            { type: "kubernetes:core/v1:ConfigMap", inputs: { metadata: { name: "orders", namespace: "mcp-orders" } } },
            {
                type: "kubernetes:security.istio.io/v1:PeerAuthentication",
                inputs: { metadata: { name: "default", namespace: meshNamespace } },
            },
        ],
        violating: [
            { type: "kubernetes:core/v1:ConfigMap", inputs: { metadata: { name: "orders" } } },
            ...["", "default", "kube-system", "kube-other", "gatekeeper-system"].map((namespace) => ({
                type: "kubernetes:core/v1:ConfigMap",
                inputs: { metadata: { name: "orders", namespace } },
            })),
        ],
    },
});

function isOwn(namespace: string): boolean {
    return !["", "default"].includes(namespace) && !isReserved(namespace);
}
