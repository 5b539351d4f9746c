import { objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { sameId } from "../arm-id";
import { isAllowed } from "../authorization/effective-role";
import type { Cloud, Stored } from "../cloud";

/** What lets a principal do something with what lies in a vault. */
export interface Permission {
    /** Built-in roles that do, in a vault with roles. */
    roles: string[];
    /** What a role of one's own must have, in a vault with roles. */
    dataActions: string[];
    kind: "keys" | "secrets";
    /** What an access policy must allow, in a vault with policies. */
    actions: string[];
}

/** Whether the principal has the permission for a key or secret of the vault. */
export function isPermitted(
    principalId: string,
    { roles, dataActions, kind, actions }: Permission,
    vault: Stored,
    objectId: string,
    cloud: Cloud,
): boolean {
    if (valueAt(vault.body, "properties.enableRbacAuthorization") !== true) {
        return objectsAt(vault.body, "properties.accessPolicies").some(
            (policy) =>
                sameId(textAt(policy, "objectId") ?? "", principalId) &&
                actions.every((needed) =>
                    textsAt(policy, `permissions.${kind}`).some((one) => sameId(one, needed) || sameId(one, "all")),
                ),
        );
    }
    return dataActions.every((action) => isAllowed({ principalId, action, roles, scope: objectId }, cloud));
}
