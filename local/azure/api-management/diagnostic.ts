import type { ResourceType } from "../resource-type";
import { diagnosticAt } from "./diagnostic-rules";

/** Microsoft.ApiManagement/service/diagnostics: what is logged of requests to every API. */
export const diagnostic: ResourceType = {
    ...diagnosticAt({}),
    token: "azure-native:apimanagement:Diagnostic",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/diagnostics/{diagnosticId}",
};
