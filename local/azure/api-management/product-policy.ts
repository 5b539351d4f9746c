import type { ResourceType } from "../resource-type";
import { policyAt } from "./policy-rules";
import { longEntityName } from "./service-of";

/** Microsoft.ApiManagement/service/products/policies: what every request of a subscription to a product passes. */
export const productPolicy: ResourceType = {
    ...policyAt({ productId: longEntityName }),
    token: "azure-native:apimanagement:ProductPolicy",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/products/{productId}/policies/{policyId}",
};
