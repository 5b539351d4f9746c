import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import { resourceId } from "./arm-id";
import { knownAfter } from "./known-after";
import { resourceName } from "./naming";
import type { PlacementArgs } from "./placement";
import { type Principal, PrincipalType } from "./role-assignments";
import { type ComponentKind, tags } from "./tags";

/** An identity that exists by the time these are known outside a preview; Azure chooses the ids of client and principal. */
export interface ManagedIdentity {
    id: pulumi.Output<string>;
    clientId: pulumi.Output<string>;
    principal: Principal;
}

/** An identity of a resource's own, which may do nothing until a role is assigned to it. Serves practice 2.2. */
export function createIdentity(
    name: string,
    placement: PlacementArgs,
    component: ComponentKind,
    parent: pulumi.Resource,
): ManagedIdentity {
    const identityName = resourceName("Microsoft.ManagedIdentity/userAssignedIdentities", placement.naming, name);
    const identity = new managedidentity.UserAssignedIdentity(
        `${name}-identity`,
        {
            resourceName: identityName,
            resourceGroupName: placement.resourceGroupName,
            location: placement.location,
            tags: tags(placement, component),
        },
        { parent },
    );
    const id = resourceId(placement, "Microsoft.ManagedIdentity/userAssignedIdentities", identityName);
    return {
        id: knownAfter(identity, id),
        clientId: identity.clientId,
        principal: { principalId: identity.principalId, principalType: PrincipalType.ServicePrincipal },
    };
}
