import { celList } from "./cel";
import { type Guard, writes } from "./guard";
import { isAzure } from "./requester";

/** What gets into pods and nodes, or makes tokens, past every other guard. */
const forbiddenResources = [
    "nodes/proxy",
    "pods/attach",
    "pods/ephemeralcontainers",
    "pods/exec",
    "pods/portforward",
    "pods/proxy",
    "serviceaccounts/token",
    "services/proxy",
];

/**
 * By which one gets the rights of somebody else. The last three make certificates, also of somebody else.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
const forbiddenVerbs = ["bind", "escalate", "impersonate", "approve", "attest", "sign"];

const reading = ["get", "list", "watch"];

/** Groups of what the API server, the mesh and pods are ruled by. */
const ruledBy = [
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "certificates.k8s.io",
    "discovery.k8s.io",
    "extensions.istio.io",
    "flowcontrol.apiserver.k8s.io",
    "gateway.networking.k8s.io",
    "networking.istio.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "secrets-store.csi.x-k8s.io",
    "security.istio.io",
    "storage.k8s.io",
    "telemetry.istio.io",
];

/** The same in groups that have other kinds as well, with their subresources. */
const ruledByToo = [
    "ciliumclusterwideenvoyconfigs",
    "ciliumclusterwidenetworkpolicies",
    "ciliumegressgatewaypolicies",
    "ciliumendpoints",
    "ciliumendpointslices",
    "ciliumenvoyconfigs",
    "ciliumidentities",
    "ciliumlocalredirectpolicies",
    "ciliumnodes",
    "endpoints",
    "namespaces",
    "nodes",
    "persistentvolumes",
    "serviceaccounts",
];

/** What pods are made from. Whoever makes a pod is whatever account it names. */
const workloads = [
    "cronjobs",
    "daemonsets",
    "deployments",
    "jobs",
    "pods",
    "podtemplates",
    "replicasets",
    "replicationcontrollers",
    "statefulsets",
];

/**
 * A role of Kubernetes names what it allows, and allows nothing that leads to more. Guards cannot guard themselves, as the
 * API server exempts them: so no role lets anybody change them, and who may is a matter of roles of Azure alone.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#api-kinds-exempt-from-admission-validation
 * Serves practices 10.2 and ZT-1.
 */
export const roles: Guard = {
    matches: [{ group: "rbac.authorization.k8s.io", resources: ["clusterroles", "roles"], operations: writes }],
    variables: {
        azure: isAzure,
        rules: "object.?rules.orValue([])",
    },
    demands: [
        {
            holds: demandOfRules(
                'r.verbs.all(v, v != "*")',
                'r.?apiGroups.orValue([]).all(g, g != "*")',
                'r.?resources.orValue([]).all(x, !x.contains("*"))',
                'r.?nonResourceURLs.orValue([]).all(u, !u.contains("*"))',
            ),
            message: "A role must name its verbs, groups, resources and URLs, without wildcard.",
        },
        {
            holds: demandOfRules(`r.verbs.all(v, !(v in ${celList(forbiddenVerbs)}) && !v.startsWith("impersonate"))`),
            message: `A role may not allow ${forbiddenVerbs.join(", ")}: they lead to the rights of others.`,
        },
        {
            holds: demandOfRules(`r.?resources.orValue([]).all(x, !(x in ${celList(forbiddenResources)}))`),
            message: `A role may not allow ${forbiddenResources.join(", ")}; roles of Azure do, for a time.`,
        },
        {
            holds: demandOfRules('!("secrets" in r.?resources.orValue([]))'),
            message: "A role may not allow anything with secrets; mount them from the vault.",
        },
        {
            holds: demandOfRules(
                `r.verbs.all(v, v in ${celList(reading)}) || (r.?apiGroups.orValue([]).all(g, !(g in ${celList(ruledBy)})) && r.?resources.orValue([]).all(x, !(x.split("/")[0] in ${celList(ruledByToo)})))`,
            ),
            message:
                "A role may not allow to change what the API server refuses, nor other rules of cluster, mesh and network; roles of Azure do.",
        },
        {
            holds: demandOfRules(
                `r.verbs.all(v, v in ${celList([...reading, "delete", "deletecollection"])}) || r.?resources.orValue([]).all(x, !(x in ${celList(workloads)}))`,
            ),
            message: "A role may not allow to make or change pods or what makes them; roles of Azure do.",
        },
        {
            holds: "variables.azure || !has(dyn(object).aggregationRule)",
            message: "A cluster role must name its rules; leave out aggregationRule.",
        },
    ],
};

function demandOfRules(...holds: string[]): string {
    return `variables.azure || variables.rules.all(r, ${holds.map((each) => `(${each})`).join(" && ")})`;
}
