const group = "kubernetes:rbac.authorization.k8s.io/v1";

/** What may be done, in a namespace or everywhere. */
export const roleTypes = [`${group}:Role`, `${group}:ClusterRole`];

/** Who may do it. */
export const bindingTypes = [`${group}:RoleBinding`, `${group}:ClusterRoleBinding`];

/** A rule of a role. */
export interface RoleRule {
    verbs?: string[];
    apiGroups?: string[];
    resources?: string[];
    resourceNames?: string[];
    nonResourceURLs?: string[];
}

export interface Subject {
    kind?: string;
    name?: string;
    namespace?: string;
}

/** Roles that every cluster has, and that allow nearly everything: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
export const wideRoles: readonly string[] = ["admin", "cluster-admin", "edit"];

/**
 * What the names of cluster roles begin with that Azure makes together with the cluster and its extensions, for what runs
 * in its own namespaces: network, mesh, storage, policies, monitoring and Flux. Azure documents no list of them.
 */
export const azureRoles: readonly string[] = [
    "aks-",
    "ama-",
    "azure-",
    "cilium",
    "cloud-node-manager",
    "container-health-",
    "crd-controller",
    "csi-",
    "flux",
    "gatekeeper-",
    "istio",
    "konnectivity-",
    "secretprovider",
];

/** Verbs that change nothing. */
const readingVerbs: readonly string[] = ["get", "list", "watch"];

/** Verbs of a rule that change something. */
export function writesOf({ verbs = [] }: RoleRule): string[] {
    return verbs.filter((verb) => !readingVerbs.includes(verb));
}

/** Whether something is on a list, or the list has the wildcard for everything. */
export function allows(list: readonly string[] | undefined, wanted: string): boolean {
    return [wanted, "*"].some((each) => list?.includes(each));
}
