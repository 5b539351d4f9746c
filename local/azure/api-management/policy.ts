import type { ResourceType } from "../resource-type";
import { inheritsNothing, policyAt } from "./policy-rules";

/** Microsoft.ApiManagement/service/policies: what every request passes. It is there with the service, as Azure made it. */
export const policy: ResourceType = {
    ...policyAt({}, inheritsNothing),
    token: "azure-native:apimanagement:Policy",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/policies/{policyId}",
};
