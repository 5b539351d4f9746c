import type { Properties } from "../../provider/provider";
import { object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, textAt, textsAt, valueAt } from "../../provider/values";
import type { Put } from "../resource-type";
import { type Field, list } from "../schema";

const assignedIds: Field = { ...list(string), answeredAsMap: true };

/** Which identities a resource has. Resource Manager takes both with and without the blank. */
export const identityType = oneOf(
    "None",
    "SystemAssigned",
    "UserAssigned",
    "SystemAssigned,UserAssigned",
    "SystemAssigned, UserAssigned",
);

/** The identities of a resource: its own, others', or both. */
export const identity = object({
    type: required(identityType),
    userAssignedIdentities: assignedIds,
    ...readOnly("principalId", "tenantId"),
});

/** The same in specifications that do not require a type. */
export const untypedIdentity = object({
    type: identityType,
    userAssignedIdentities: assignedIds,
    ...readOnly("principalId", "tenantId"),
});

/** Ids of the identities that a resource was assigned: a list in most requests, the names of an object in others. */
export function assignedIdentities(body: Properties): string[] {
    const assigned = valueAt(body, "identity.userAssignedIdentities");
    return isObject(assigned) ? Object.keys(assigned) : textsAt(body, "identity.userAssignedIdentities");
}

/** The identities with their principals; its own one is the same as long as the resource exists. */
export function identityAnswer({ id, inputs, before, cloud }: Put): Properties {
    const type = textAt(inputs, "identity.type") ?? "None";
    const assigned = assignedIdentities(inputs).map((each) => {
        const { clientId = "", principalId = "" } = cloud.find(each)?.body ?? {};
        return [each, { clientId, principalId }];
    });
    return {
        type,
        ...(/SystemAssigned/i.test(type) && {
            principalId: textAt(before, "identity.principalId") ?? cloud.newGuid(id, "identity"),
            tenantId: cloud.seed.tenantId,
        }),
        ...(assigned.length > 0 && { userAssignedIdentities: Object.fromEntries(assigned) }),
    };
}
