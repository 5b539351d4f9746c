import type { Directory } from "../entra/directory";
import { servicePrincipalIds } from "../entra/ids";
import { textAt } from "../provider/values";

/** Client id of Microsoft Graph in every tenant; here it stands for the object id of its service principal, too. */
const graphId = "00000003-0000-0000-c000-000000000000";

/** Roles of Microsoft Graph for applications, by name: https://learn.microsoft.com/graph/permissions-reference */
const roleIds = {
    "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    "Mail.Send": "b633e1c5-b582-4048-a93e-9f11b44c7e96",
} as const;
export type GraphRole = keyof typeof roleIds;

const assignments = `${servicePrincipalIds.format(graphId)}/appRoleAssignedTo`;

/** Gives a role of Microsoft Graph to a service principal, as an administrator does, whom no deployment stands for. */
export async function giveGraphRole(directory: Directory, principalObjectId: string, role: GraphRole): Promise<void> {
    await directory.put(`${assignments}/${directory.newAssignmentId(principalObjectId, role)}`, {
        appRoleId: roleIds[role],
        principalObjectId,
        resourceObjectId: graphId,
    });
}

export function hasGraphRole(directory: Directory, principalObjectId: string, role: GraphRole): boolean {
    return directory
        .below(assignments)
        .some(
            ({ body }) =>
                textAt(body, "principalObjectId")?.toLowerCase() === principalObjectId.toLowerCase() &&
                body.appRoleId === roleIds[role],
        );
}
