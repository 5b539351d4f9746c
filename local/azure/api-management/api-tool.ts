import { limited, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { armTypeOf, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { apisOf } from "./apis";
import {
    childNames,
    entityName,
    longEntityName,
    pathInService,
    serviceIdOf,
    validationError,
    versionIsTooOld,
} from "./service-of";

/** Microsoft.ApiManagement/service/apis/tools: an operation that an API of type MCP offers as a tool. */
export const apiTool: ResourceType = {
    token: "azure-native:apimanagement:ApiTool",
    apiVersion: "2025-03-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/tools/{toolId}",
    names: childNames({ apiId: longEntityName, toolId: entityName }),
    properties: {
        description: string,
        displayName: limited(string, { minLength: 1, maxLength: 300 }),
        operationId: string,
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    refuse: [versionIsTooOld, apiIsNoServer, operationIsMissing],
};

/** https://learn.microsoft.com/azure/api-management/manage-mcp-servers-rest-api */
function apiIsNoServer({ id, cloud }: Put): ArmError | undefined {
    const kind = apisOf(serviceIdOf(id), cloud).find((each) => sameId(each.id, parentOf(id)))?.kind;
    return kind === "mcp" ? undefined : validationError(`Only an API of the type mcp has tools, this one is ${kind}.`);
}

function operationIsMissing({ id, inputs, cloud }: Put): ArmError | undefined {
    const operation = textAt(inputs, "operationId") ?? "";
    const serviceId = serviceIdOf(id);
    const path = sameId(serviceIdOf(operation), serviceId) ? pathInService(operation) : operation;
    const found = cloud.find(`${serviceId}${path}`);
    return found && sameId(armTypeOf(found.id), "Microsoft.ApiManagement/service/apis/operations")
        ? undefined
        : validationError(
              `A tool needs the operationId of an operation like /apis/<api>/operations/<operation>, '${operation}' is none.`,
          );
}
