import type { Directory } from "../../entra/directory";
import type { Caller } from "../../entra/tokens/caller";
import { groupsOf } from "../../entra/tokens/user-token";

/** Whom an API server takes a caller for. */
export interface KubernetesUser {
    name: string;
    /** Object ids. */
    groups: string[];
}

/**
 * Whom a cluster that takes tokens of Entra sees: an application or a managed identity by its object id, a person by the
 * name that it signs in with. https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id
 *
 * @returns undefined for a token of a person that has no such name.
 */
export function kubernetesUser({ principalId, claims }: Caller, directory: Directory): KubernetesUser | undefined {
    const name = claims.idtyp === "app" ? principalId : claims.upn;
    return typeof name === "string" ? { name, groups: groupsOf(directory, principalId) } : undefined;
}
