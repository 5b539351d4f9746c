import type { ResourceType } from "../resource-type";
import { diagnosticAt } from "./diagnostic-rules";
import { longEntityName } from "./service-of";

/** Microsoft.ApiManagement/service/apis/diagnostics: what is logged of requests to one API. */
export const apiDiagnostic: ResourceType = {
    ...diagnosticAt({ apiId: longEntityName }),
    token: "azure-native:apimanagement:ApiDiagnostic",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/diagnostics/{diagnosticId}",
};
