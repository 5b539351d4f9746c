import { oneOf, readOnly, required, string } from "../../provider/schema";
import { isGuid, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { customRole, isAssignable } from "./custom-role";

/** Microsoft.Authorization/roleAssignments: one per scope, principal and role. */
export const roleAssignment: ResourceType = {
    token: "azure-native:authorization:RoleAssignment",
    apiVersion: "2022-04-01",
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    properties: {
        condition: string,
        conditionVersion: string,
        delegatedManagedIdentityResourceId: string,
        description: string,
        principalId: required(string),
        principalType: oneOf("User", "Group", "ServicePrincipal", "ForeignGroup", "Device"),
        roleDefinitionId: required(string),
        ...readOnly("createdBy", "createdOn", "updatedBy", "updatedOn", "scope", "name", "type", "systemData"),
    },
    replacedBy: ["principalId"],
    // no published figures; replication to the services that check it goes on after the answer: see effective-role.ts
    seconds: { create: 4, update: 3, delete: 3 },
    outputs: (put) => {
        const { inputs, before, cloud } = put;
        const now = cloud.timestamp();
        const { objectId } = cloud.seed.client;
        return {
            scope: String(inputs.scope),
            roleDefinitionId: roleDefinitionId(put),
            principalType: cloud.principalType(principalOf(put)) ?? "",
            createdBy: before?.createdBy ?? objectId,
            createdOn: before?.createdOn ?? now,
            updatedBy: objectId,
            updatedOn: now,
        };
    },
    refuse: [
        nameIsNoGuid,
        roleIsMissing,
        principalIsMissing,
        principalTypeDiffers,
        assignmentIsRepeated,
        assignmentChanges,
    ],
};

function principalOf({ inputs }: Put): string {
    return textAt(inputs, "principalId") ?? "";
}

function roleDefinitionId({ inputs, cloud }: Put): string {
    const guid = lastSegment(textAt(inputs, "roleDefinitionId") ?? "");
    return `/subscriptions/${cloud.seed.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function nameIsNoGuid({ name }: Put): ArmError | undefined {
    return isGuid(name)
        ? undefined
        : new ArmError(
              400,
              "InvalidRoleAssignmentId",
              `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
          );
}

function roleIsMissing({ id: assignment, inputs, cloud }: Put): ArmError | undefined {
    const id = textAt(inputs, "roleDefinitionId") ?? "";
    const custom = customRole(id, cloud);
    return cloud.roleDefinition(id) === undefined && !(custom && isAssignable(custom, parentOf(assignment)))
        ? new ArmError(
              400,
              "RoleDefinitionDoesNotExist",
              `The specified role definition with ID '${lastSegment(id)}' does not exist.`,
          )
        : undefined;
}

function principalIsMissing(put: Put): ArmError | undefined {
    const principal = principalOf(put);
    return put.cloud.principalType(principal) === undefined
        ? new ArmError(
              400,
              "PrincipalNotFound",
              `Principal ${principal.replaceAll("-", "")} does not exist in the directory ${put.cloud.seed.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype`,
          )
        : undefined;
}

function principalTypeDiffers(put: Put): ArmError | undefined {
    const principal = principalOf(put);
    const given = textAt(put.inputs, "principalType");
    const actual = put.cloud.principalType(principal);
    return given !== undefined && given !== actual
        ? new ArmError(
              400,
              "UnmatchedPrincipalType",
              `The PrincipalId '${principal.replaceAll("-", "")}' has type '${actual}', which is different from specified PrinciaplType '${given}'.`,
          )
        : undefined;
}

function assignmentIsRepeated(put: Put): ArmError | undefined {
    const { id, cloud } = put;
    const ofScope = id.slice(0, id.lastIndexOf("/"));
    const existing = cloud
        .below(ofScope)
        .filter((other) => !sameId(other.id, id))
        .filter(({ body }) => sameId(textAt(body, "roleDefinitionId") ?? "", roleDefinitionId(put)))
        .find(({ body }) => sameId(textAt(body, "principalId") ?? "", principalOf(put)));
    return existing
        ? new ArmError(
              409,
              "RoleAssignmentExists",
              `The role assignment already exists. The ID of the existing role assignment is ${lastSegment(existing.id).replaceAll("-", "")}.`,
          )
        : undefined;
}

function assignmentChanges(put: Put): ArmError | undefined {
    const { before } = put;
    const isSame =
        sameId(textAt(before, "roleDefinitionId") ?? "", roleDefinitionId(put)) &&
        sameId(textAt(before, "principalId") ?? "", principalOf(put));
    return before && !isSame
        ? new ArmError(
              400,
              "RoleAssignmentUpdateNotPermitted",
              "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
          )
        : undefined;
}
