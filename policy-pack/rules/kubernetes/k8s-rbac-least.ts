import { defineRule, unless } from "../../engine";
import { partialTypes, refusePartial } from "./partial-types";
import { azureRoles, bindingTypes, type RoleRule, roleTypes, type Subject, wideRoles, writesOf } from "./role";

const types = [...roleTypes, ...bindingTypes];
const partial = partialTypes(types);
const [role = "", clusterRole = ""] = roleTypes;
const [binding = "", clusterBinding = ""] = bindingTypes;

/**
 * By which one gets the rights of somebody else, with what the verb goes on with, as in `impersonate:user-info`:
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb
 */
const escalating = ["bind", "escalate", "impersonate"];

/** What gets into pods and nodes past every other control, or shows or makes credentials. */
const sensitive = [
    "certificatesigningrequests",
    "certificatesigningrequests/approval",
    "certificatesigningrequests/status",
    "nodes/proxy",
    "pods/attach",
    "pods/ephemeralcontainers",
    "pods/exec",
    "pods/portforward",
    "pods/proxy",
    "secrets",
    "serviceaccounts/token",
    "services/proxy",
    "signers",
];

/** What refuses, and what may change it: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
const admission = "admissionregistration.k8s.io";

/**
 * API groups, with those that end in them, whose objects start something, say what reaches what, hand out rights, or are
 * applied by somebody who has more of them: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
const governing = [
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "batch",
    "cilium.io",
    "discovery.k8s.io",
    "fluxcd.io",
    "gatekeeper.sh",
    "gateway.networking.k8s.io",
    "istio.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "secrets-store.csi.x-k8s.io",
    "storage.k8s.io",
];

/** The same in the group without a name, with what belongs to each. */
const governingCore = [
    "bindings",
    "endpoints",
    "limitranges",
    "namespaces",
    "nodes",
    "persistentvolumes",
    "pods",
    "podtemplates",
    "replicationcontrollers",
    "resourcequotas",
    "serviceaccounts",
    "services",
];

/** What those who respond to incidents change in a namespace all the same: they stop pods, scale and isolate. */
const responding: Readonly<Record<string, readonly string[]>> = {
    pods: ["delete"],
    "deployments/scale": ["update", "patch"],
    // no right to create can be limited to a name
    ciliumnetworkpolicies: ["create"],
};

/** And what they change of one name only. */
const isolating: Readonly<Record<string, readonly string[]>> = {
    ciliumnetworkpolicies: ["create", "update", "patch", "delete"],
};
const quarantine = "quarantine";

// for the examples
const reader = { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] };
const responders = { kind: "Group", name: "33333333-3333-4333-8333-000000000021" };
const rbac = "rbac.authorization.k8s.io";
const scaling = { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["update", "patch"] };
const stopping = { ...reader, resources: ["pods"], verbs: ["delete"] };
const opening = { apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"], verbs: ["create"] };
const isolatingPods = { ...opening, verbs: ["update", "patch", "delete"], resourceNames: [quarantine] };

/**
 * A role names what it allows, and allows nothing that leads to more. Who may get into a running pod has a role of Azure
 * for that, for a time. What runs, what reaches what and who may do what is delivered, and no role changes it, but for the
 * little that responders need in a namespace.
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
    fix: "List verbs, API groups, resources and URLs of a role without wildcard. Remove secrets, shells and tokens, the verbs bind, escalate and impersonate, and writes to what admission refuses, to workloads, namespaces, nodes, volumes, roles, kinds, routes and network policies. Bind a role of your own, and not cluster-admin, admin, edit or one of Kubernetes or Azure, to a group of Entra or a service account.",
    check: ({ rules = [], aggregationRule, roleRef, subjects = [] }, { resource: { type } }) => {
        if (partial.includes(type)) return refusePartial();
        if (roleTypes.includes(type))
            return [
                ...unless(!rules.some(hasWildcard), "rules", "a rule has a wildcard"),
                ...unless(
                    !rules.some(({ verbs = [] }: RoleRule) => verbs.some(isEscalating)),
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
                    rules.every((rule: RoleRule) => !governs(rule) || (type === role && responds(rule))),
                    "rules",
                    "a rule changes what runs, what reaches what, or who may do what",
                ),
                ...unless(
                    aggregationRule === undefined,
                    "aggregationRule",
                    "the role collects rules that are not in it",
                ),
            ];
        return [
            ...unless(
                isOwnRole(roleRef),
                "roleRef",
                "this role allows nearly everything, or belongs to Kubernetes or Azure",
            ),
            ...unless(
                subjects.every(isOne),
                "subjects",
                "everybody, or a group of Kubernetes itself, is given the role",
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { rules: [reader, scaling, stopping, opening, isolatingPods] } },
            {
                inputs: {
                    rules: [
                        { ...opening, resourceNames: [quarantine] },
                        { ...stopping, verbs: ["get", "delete"] },
                    ],
                },
            },
            {
                inputs: {
                    rules: [
                        { apiGroups: [""], resources: ["configmaps", "events"], verbs: ["create", "update"] },
                        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "update"] },
                        { apiGroups: ["apps", rbac, "networking.istio.io"], resources: ["roles"], verbs: ["list"] },
                    ],
                },
            },
            {
                type: clusterRole,
                inputs: { rules: [{ apiGroups: ["", "apps"], resources: ["pods"], verbs: ["get"] }] },
            },
            {
                type: clusterRole,
                inputs: { rules: [{ apiGroups: ["example.com"], resources: ["services"], verbs: ["create"] }] },
            },
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
                ...[...escalating, "impersonate:user-info", "impersonate-on:user-info:get"].map((verb) => ({
                    apiGroups: ["example.com"],
                    resources: ["samples"],
                    verbs: ["get", verb],
                })),
                ...[...governing, "networking.istio.io", "kustomize.toolkit.fluxcd.io"].map((group) => ({
                    apiGroups: ["example.com", group],
                    resources: ["samples"],
                    verbs: ["get", "patch"],
                })),
                ...[...governingCore, "nodes/status"].map((resource) => ({
                    apiGroups: [""],
                    resources: ["configmaps", resource],
                    verbs: ["create"],
                })),
                { ...scaling, verbs: ["patch", "create"] },
                { ...scaling, resources: ["deployments/scale", "deployments"] },
                { ...stopping, verbs: ["delete", "deletecollection"] },
                { ...opening, verbs: ["create", "update"] },
                { ...isolatingPods, resourceNames: [quarantine, "help"] },
                { ...isolatingPods, resourceNames: [] },
                { ...isolatingPods, verbs: ["deletecollection"] },
                ...sensitive.map((resource) => ({ ...reader, resources: ["pods", resource] })),
                ...["validatingwebhookconfigurations", "validatingadmissionpolicybindings"].map((resource) => ({
                    apiGroups: [admission],
                    resources: [resource],
                    verbs: ["get", "delete"],
                })),
            ].map((rule) => ({ inputs: { rules: [reader, rule] } })),
            ...[scaling, stopping, opening, isolatingPods].map((rule) => ({
                type: clusterRole,
                inputs: { rules: [rule] },
            })),
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
            ...["system:node", "cilium-operator", "istiod-clusterrole-asm-1-27-aks-istio-system", ...azureRoles].map(
                (name) => ({ type: clusterBinding, inputs: { roleRef: roleCalled(name), subjects: [responders] } }),
            ),
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

function isEscalating(verb: string): boolean {
    return escalating.some((each) => verb.startsWith(each));
}

function changesAdmission(rule: RoleRule): boolean {
    return rule.apiGroups?.includes(admission) === true && writesOf(rule).length > 0;
}

function governs(rule: RoleRule): boolean {
    const { apiGroups = [], resources = [] } = rule;
    const isGoverning = (group: string) => governing.some((each) => group === each || group.endsWith(`.${each}`));
    const isInCore = (resource: string) => governingCore.includes(resource.split("/")[0] ?? "");
    return (
        writesOf(rule).length > 0 &&
        (apiGroups.some(isGoverning) || (apiGroups.includes("") && resources.some(isInCore)))
    );
}

/** Whether a rule changes only what responders do. */
function responds(rule: RoleRule): boolean {
    const { resources = [], resourceNames = [] } = rule;
    const isNamed = resourceNames.length > 0 && resourceNames.every((name) => name === quarantine);
    const allowed = isNamed ? isolating : responding;
    return writesOf(rule).every((verb) => resources.every((resource) => allowed[resource]?.includes(verb)));
}

/** Names of cluster roles say which they are; what a role of a namespace is called means nothing. */
function isOwnRole({ kind, name = "system:" }: { kind?: string; name?: string } = {}): boolean {
    return (
        kind === "Role" ||
        !(wideRoles.includes(name) || ["system:", ...azureRoles].some((each) => name.startsWith(each)))
    );
}

function isOne({ name = "system:" }: Subject): boolean {
    return !name.startsWith("system:");
}

function roleCalled(name: string, kind = "ClusterRole") {
    return { apiGroup: rbac, kind, name };
}
