import { textAt } from "../../provider/values";
import type { Directory } from "../directory";
import { servicePrincipalIds } from "../ids";
import type { Registered } from "./registered";
import { TokenError } from "./token-error";

/**
 * Values of the roles that somebody has of an application, in the order of its definition.
 *
 * @param assignees - Object ids that count: of the principal, and for a user of the groups that it is directly in. A group
 * does not pass a role on to an application: https://learn.microsoft.com/entra/identity-platform/howto-add-app-roles-in-apps
 * @returns undefined when nothing at all is assigned, not even access without a role.
 */
export function assignedRoles(graph: Directory, resource: Registered, assignees: string[]): string[] | undefined {
    const counts = new Set(assignees.map((id) => id.toLowerCase()));
    const path = servicePrincipalIds.format(textAt(resource.servicePrincipal, "objectId") ?? "");
    const roleIds = graph
        .below(`${path}/appRoleAssignedTo`)
        .filter(({ body }) => counts.has((textAt(body, "principalObjectId") ?? "").toLowerCase()))
        .map(({ body }) => body.appRoleId);
    const roles = resource.parts.appRoles.filter(({ id, isEnabled }) => isEnabled === true && roleIds.includes(id));
    return roleIds.length === 0 ? undefined : roles.map((role) => textAt(role, "value") ?? "").filter(Boolean);
}

/** The roles of a user. Throws when only who is assigned gets in, and this one is not. */
export function rolesOfUser(graph: Directory, application: Registered, assignees: string[]): string[] {
    const roles = assignedRoles(graph, application, assignees);
    if (roles === undefined && requiresAssignment(application)) {
        throw new TokenError(
            50105,
            "invalid_grant",
            `Your administrator has configured the application ${application.displayName} ('${application.clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{EUII Hidden}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
        );
    }
    return roles ?? [];
}

/** The roles of an application. Throws when only who is assigned gets a token, and this one is not. */
export function rolesOfApplication(
    graph: Directory,
    resource: Registered,
    { clientId, displayName, principalId }: { clientId: string; displayName: string; principalId: string },
): string[] {
    const roles = assignedRoles(graph, resource, [principalId]);
    if (roles === undefined && requiresAssignment(resource)) {
        throw new TokenError(
            501051,
            "invalid_grant",
            `Application '${clientId}'(${displayName}) is not assigned to a role for the application '${resource.clientId}'(${resource.displayName}).`,
        );
    }
    return roles ?? [];
}

function requiresAssignment({ servicePrincipal }: Registered): boolean {
    return servicePrincipal.appRoleAssignmentRequired === true;
}
