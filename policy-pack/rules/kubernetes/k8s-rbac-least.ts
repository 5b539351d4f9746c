import { defineRule, unless } from "../../engine";
import { bindingTypes, type RoleRule, roleTypes, type Subject, wideRoles } from "./role";
import { partialTypes } from "./workload";

const types = [...roleTypes, ...bindingTypes];
const partial = partialTypes(types);
const [, clusterRole = ""] = roleTypes;
const [binding = "", clusterBinding = ""] = bindingTypes;

/** By which one gets the rights of somebody else: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb */
const escalating = ["bind", "escalate", "impersonate"];

/** What gets into pods and nodes past every other control, or shows or makes credentials. */
const sensitive = [
    "nodes/proxy",
    "pods/attach",
    "pods/ephemeralcontainers",
    "pods/exec",
    "pods/portforward",
    "pods/proxy",
    "secrets",
    "serviceaccounts/token",
    "services/proxy",
];

/** What refuses, and what may change it: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
const admission = "admissionregistration.k8s.io";
const reading = ["get", "list", "watch"];

// for the examples
const reader = { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] };
const responders = { kind: "Group", name: "33333333-3333-4333-8333-000000000021" };
const rbac = "rbac.authorization.k8s.io";

/**
 * A role names what it allows, and allows nothing that leads to more. Who may get into a running pod has a role of Azure
 * for that, for a time.
 *
 * Rules that a cluster role collects from others are in none of them, so it may not collect any. A patch of a role is
 * refused: what it changes is not in the program.
 */
export default defineRule({
    id: "k8s-rbac-least",
    title: "Roles of the cluster allow what is needed, to whom it is named",
    severity: "critical",
    level: "mandatory",
    practices: ["2.2", "10.2"],
    references: {
        mcsb: ["PA-7"],
        azurePolicy: ["ca8d5704", "a3dc4946"],
        checkov: [
            "CKV_K8S_49",
            "CKV_K8S_155",
            "CKV_K8S_156",
            "CKV_K8S_157",
            "CKV_K8S_158",
            "CKV2_K8S_1",
            "CKV2_K8S_2",
            "CKV2_K8S_3",
            "CKV2_K8S_4",
            "CKV2_K8S_5",
        ],
    },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/concepts-identity",
    types: [...types, ...partial],
    reads: ["rules", "aggregationRule", "roleRef", "subjects"],
    // a role without rules allows nothing, and a binding without subjects allows nobody
    optional: ["rules", "aggregationRule", "subjects"],
    why: "Whoever takes over a pod is its service account: a right to read secrets, to start a shell elsewhere or to hand out roles is the way from one server to all.",
    fix: "List verbs, API groups, resources and URLs of a role without wildcard. Remove secrets, shells and tokens, the verbs bind, escalate and impersonate, and writes to what admission refuses. Bind a role of your own, and not cluster-admin, admin, edit or one of Kubernetes, to a group of Entra or a service account.",
    check: ({ rules = [], aggregationRule, roleRef, subjects = [] }, { resource: { type } }) => {
        if (partial.includes(type)) return unless(false, "", "no rule sees the whole of what this changes or makes");
        if (roleTypes.includes(type))
            return [
                ...unless(!rules.some(hasWildcard), "rules", "a rule has a wildcard"),
                ...unless(
                    !rules.some(({ verbs = [] }: RoleRule) => escalating.some((verb) => verbs.includes(verb))),
                    "rules",
                    "a rule leads to the rights of somebody else",
                ),
                ...unless(
                    !rules.some(({ resources = [] }: RoleRule) => sensitive.some((each) => resources.includes(each))),
                    "rules",
                    "a rule shows secrets, makes tokens or leads into pods or nodes",
                ),
                ...unless(!rules.some(changesAdmission), "rules", "a rule changes what the cluster refuses"),
                ...unless(
                    aggregationRule === undefined,
                    "aggregationRule",
                    "the role collects rules that are not in it",
                ),
            ];
        return [
            ...unless(isOwnRole(roleRef), "roleRef", "this role allows nearly everything, or belongs to Kubernetes"),
            ...unless(
                subjects.every(isOne),
                "subjects",
                "everybody, or a group of Kubernetes itself, is given the role",
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { rules: [reader, { apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"] }] } },
            { type: clusterRole, inputs: { rules: [{ nonResourceURLs: ["/healthz"], verbs: ["get"] }] } },
            {
                type: clusterRole,
                inputs: {
                    rules: [{ apiGroups: [admission], resources: ["validatingadmissionpolicies"], verbs: ["get"] }],
                },
            },
            { type: binding, inputs: { roleRef: roleCalled("responder", "Role"), subjects: [responders] } },
            {
                type: clusterBinding,
                inputs: {
                    roleRef: roleCalled("metrics-reader"),
                    subjects: [{ kind: "ServiceAccount", name: "collector", namespace: "monitoring" }],
                },
            },
            // a role of that name in the namespace, which is judged itself
            { type: binding, inputs: { roleRef: roleCalled("admin", "Role"), subjects: [responders] } },
        ],
        violating: [
            ...[
                { ...reader, verbs: ["*"] },
                { ...reader, apiGroups: ["*"] },
                { ...reader, resources: ["pods", "*"] },
                { ...reader, resources: ["deployments/*"] },
                { nonResourceURLs: ["*"], verbs: ["get"] },
                ...escalating.map((verb) => ({ apiGroups: [rbac], resources: ["roles"], verbs: ["get", verb] })),
                ...sensitive.map((resource) => ({ ...reader, resources: ["pods", resource] })),
                ...["validatingwebhookconfigurations", "validatingadmissionpolicybindings"].map((resource) => ({
                    apiGroups: [admission],
                    resources: [resource],
                    verbs: ["get", "delete"],
                })),
            ].map((rule) => ({ inputs: { rules: [reader, rule] } })),
            {
                type: clusterRole,
                inputs: {
                    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "contoso.com/aggregate": "true" } }] },
                },
            },
            ...wideRoles.map((name) => ({
                type: binding,
                inputs: { roleRef: roleCalled(name), subjects: [responders] },
            })),
            { type: clusterBinding, inputs: { roleRef: roleCalled("system:node"), subjects: [responders] } },
            ...[
                { kind: "Group", name: "system:authenticated" },
                { kind: "Group", name: "system:unauthenticated" },
                { kind: "User", name: "system:anonymous" },
                { kind: "Group", name: "system:serviceaccounts" },
            ].map((subject) => ({
                type: clusterBinding,
                inputs: { roleRef: roleCalled("metrics-reader"), subjects: [responders, subject] },
            })),
            {
                type: `${binding}Patch`,
                inputs: { roleRef: roleCalled("responder", "Role"), subjects: [responders] },
            },
        ],
    },
});

function hasWildcard({ verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] }: RoleRule): boolean {
    return [...verbs, ...apiGroups, ...resources, ...nonResourceURLs].some((each) => each.includes("*"));
}

function changesAdmission({ apiGroups = [], verbs = [] }: RoleRule): boolean {
    return apiGroups.includes(admission) && !verbs.every((verb) => reading.includes(verb));
}

/** Names of cluster roles say which they are; what a role of a namespace is called means nothing. */
function isOwnRole({ kind, name = "system:" }: { kind?: string; name?: string } = {}): boolean {
    return kind === "Role" || !(wideRoles.includes(name) || name.startsWith("system:"));
}

function isOne({ name = "system:" }: Subject): boolean {
    return !name.startsWith("system:");
}

function roleCalled(name: string, kind = "ClusterRole") {
    return { apiGroup: rbac, kind, name };
}
