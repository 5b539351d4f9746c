import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import { checked, guidProblem } from "../shared";

/**
 * What stands for an application in the tenant. Entra issues no token for it, nor to it, for anybody who is not assigned
 * to it. Serves practices 2.2 and ZT-3.
 */
export function represent(
    name: string,
    clientId: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
): ServicePrincipal {
    return new ServicePrincipal(
        `${name}-principal`,
        { clientId, accountEnabled: true, appRoleAssignmentRequired: true, useExisting: false },
        opts,
    );
}

/** Access without a role, for applications that declare none: https://learn.microsoft.com/graph/api/resources/approleassignment */
export const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** Assigns a group, an application or a managed identity to an application. */
export function assign(
    name: string,
    {
        principalId,
        roleId,
        servicePrincipal,
    }: { principalId: pulumi.Input<string>; roleId: pulumi.Input<string>; servicePrincipal: ServicePrincipal },
    parent: pulumi.Resource,
): AppRoleAssignment {
    return new AppRoleAssignment(
        name,
        {
            appRoleId: roleId,
            principalObjectId: checked(principalId, (id) => guidProblem(id, `The principal of ${name}`)),
            resourceObjectId: servicePrincipal.objectId,
        },
        { parent },
    );
}
