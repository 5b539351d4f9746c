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
    nonResourceURLs?: string[];
}

export interface Subject {
    kind?: string;
    name?: string;
    namespace?: string;
}

/** Roles that every cluster has, and that allow nearly everything: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
export const wideRoles: readonly string[] = ["admin", "cluster-admin", "edit"];

/** Whether something is on a list, or the list has the wildcard for everything. */
export function allows(list: readonly string[] | undefined, wanted: string): boolean {
    return [wanted, "*"].some((each) => list?.includes(each));
}
