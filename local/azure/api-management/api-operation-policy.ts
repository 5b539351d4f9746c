import type { ResourceType } from "../resource-type";
import { policyAt } from "./policy-rules";
import { entityName, longEntityName } from "./service-of";

/** Microsoft.ApiManagement/service/apis/operations/policies: what a request to one operation passes. */
export const apiOperationPolicy: ResourceType = {
    ...policyAt({ apiId: longEntityName, operationId: entityName }),
    token: "azure-native:apimanagement:ApiOperationPolicy",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/operations/{operationId}/policies/{policyId}",
};
