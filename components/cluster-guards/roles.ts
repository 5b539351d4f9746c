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

/** By which one gets the rights of somebody else. */
const forbiddenVerbs = ["bind", "escalate", "impersonate"];

const reading = ["get", "list", "watch"];

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
            holds: demandOfRules(`r.verbs.all(v, !(v in ${celList(forbiddenVerbs)}))`),
            message: `A role may not allow ${forbiddenVerbs.join(", ")}: they lead to the rights of others.`,
        },
        {
            holds: demandOfRules(`r.?resources.orValue([]).all(x, !(x in ${celList(forbiddenResources)}))`),
            message: `A role may not allow ${forbiddenResources.join(", ")}; roles of Azure do, for a time.`,
        },
        {
            holds: demandOfRules(
                '!("secrets" in r.?resources.orValue([])) || r.verbs.all(v, !(v in ["list", "watch"]))',
            ),
            message: "A role may not list or watch secrets: that reads all of them.",
        },
        {
            holds: demandOfRules(
                `!("admissionregistration.k8s.io" in r.?apiGroups.orValue([])) || r.verbs.all(v, v in ${celList(reading)})`,
            ),
            message: "A role may not allow to change what the API server refuses.",
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
