import type { ResourceType } from "../resource-type";
import { policyAt } from "./policy-rules";
import { longEntityName } from "./service-of";

/** Microsoft.ApiManagement/service/apis/policies: what every request to an API passes. */
export const apiPolicy: ResourceType = {
    ...policyAt({ apiId: longEntityName }),
    token: "azure-native:apimanagement:ApiPolicy",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/policies/{policyId}",
};
