import { each, object, oneOf, readOnly, string } from "../../provider/schema";
import { isGuid, objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isWithin, lastSegment, parentOf, sameId } from "../arm-id";
import type { Put, Removal, ResourceType } from "../resource-type";
import { list } from "../schema";

/** Microsoft.Authorization/roleDefinitions: a role of one's own, which the scopes that it names know. */
export const roleDefinition: ResourceType = {
    token: "azure-native:authorization:RoleDefinition",
    apiVersion: "2022-05-01-preview",
    path: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
    properties: {
        assignableScopes: list(string),
        description: string,
        permissions: list(
            object({
                ...each(list(string), "actions", "dataActions", "notActions", "notDataActions"),
                ...readOnly("condition", "conditionVersion"),
            }),
        ),
        roleName: string,
        roleType: oneOf("CustomRole"),
        ...readOnly("createdBy", "createdOn", "updatedBy", "updatedOn", "name", "type", "systemData"),
    },
    // no published figures; one record in Resource Manager
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ inputs, before, cloud }) => {
        const now = cloud.timestamp();
        const { objectId } = cloud.seed.client;
        return {
            roleType: "CustomRole",
            assignableScopes: inputs.assignableScopes ?? [`/${String(inputs.scope).replace(/^\/+/, "")}`],
            createdBy: before?.createdBy ?? objectId,
            createdOn: before?.createdOn ?? now,
            updatedBy: objectId,
            updatedOn: now,
        };
    },
    refuse: [nameIsNoGuid, nameIsTaken, permissionsAreWrong, scopesAreWrong],
    refuseDelete: [isAssigned],
};

function nameIsNoGuid({ name }: Put): ArmError | undefined {
    return isGuid(name)
        ? undefined
        : new ArmError(
              400,
              "InvalidRoleDefinitionId",
              `The role definition ID '${name}' is not valid. The role definition ID must be a GUID.`,
          );
}

/** https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-properties */
function nameIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const roleName = textAt(inputs, "roleName") ?? "";
    if (roleName === "" || roleName.length > 512) {
        return invalid(`roleName must have 1 to 512 characters, not ${roleName.length}`);
    }
    const builtIn = Object.keys(cloud.seed.roleDefinitions).some((name) => sameId(name, roleName));
    const rival = cloud
        .all(type.token)
        .some((other) => !sameId(other.id, id) && sameId(textAt(other.body, "roleName") ?? "", roleName));
    return builtIn || rival
        ? new ArmError(
              409,
              "RoleDefinitionWithSameNameExists",
              `A custom role with the same name already exists in this directory. Use a different name than '${roleName}'.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-limits */
function permissionsAreWrong({ inputs }: Put): ArmError | undefined {
    const permissions = objectsAt(inputs, "permissions");
    if (permissions.length === 0) {
        return invalid("it needs permissions");
    }
    const actions = permissions.flatMap((one) =>
        ["actions", "dataActions", "notActions", "notDataActions"].flatMap((kind) => textsAt(one, kind)),
    );
    if (actions.length === 0) {
        return invalid("its permissions have no action");
    }
    const wrong = actions.find((action) => action !== "*" && !/^(\*|[A-Za-z]\w*(\.\w+)+)\/[\w.*/-]+$/.test(action));
    if (wrong !== undefined) {
        return new ArmError(
            400,
            "InvalidActionOrNotAction",
            `'${wrong}' does not match any of the actions supported by the providers.`,
        );
    }
    const twice = actions.find((action) => (action.match(/\*/g)?.length ?? 0) > 1);
    return twice === undefined
        ? undefined
        : new ArmError(400, "InvalidActionOrNotAction", `'${twice}' has more than one wildcard.`);
}

/** https://learn.microsoft.com/azure/role-based-access-control/role-definitions#assignablescopes */
function scopesAreWrong({ id, inputs }: Put): ArmError | undefined {
    const scopes = textsAt(inputs, "assignableScopes");
    if (inputs.assignableScopes !== undefined && scopes.length === 0) {
        return invalid("assignableScopes is empty");
    }
    const wrong = scopes.find(
        (scope) => !/^\/subscriptions\/[^/*]+(\/resourceGroups\/[^/*]+(\/providers\/[^*]+)?)?$/i.test(scope),
    );
    if (wrong !== undefined) {
        return invalid(`'${wrong}' of assignableScopes is no subscription, resource group or resource`);
    }
    const own = parentOf(id);
    return scopes.length === 0 || scopes.some((scope) => isWithin(own, scope))
        ? undefined
        : invalid(`the scope '${own}' that it is defined on is in none of assignableScopes`);
}

/** https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits#symptom---unable-to-delete-a-custom-role */
function isAssigned({ name, cloud }: Removal): ArmError | undefined {
    return cloud
        .all("azure-native:authorization:RoleAssignment")
        .some(({ body }) => sameId(lastSegment(textAt(body, "roleDefinitionId") ?? ""), name))
        ? new ArmError(400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role.")
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidRoleDefinition", `The role definition is invalid: ${problem}.`);
}
