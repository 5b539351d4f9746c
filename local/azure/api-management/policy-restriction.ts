import { oneOf, readOnly, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { childNames, entityName, versionIsTooOld } from "./service-of";

/** Microsoft.ApiManagement/service/policyRestrictions: which documents must keep the policies of wider scopes. */
export const policyRestriction: ResourceType = {
    token: "azure-native:apimanagement:PolicyRestriction",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/policyRestrictions/{policyRestrictionId}",
    names: childNames({ policyRestrictionId: entityName }),
    properties: {
        requireBase: oneOf("true", "false"),
        scope: string,
        ...readOnly("name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    outputs: ({ inputs }) => ({ requireBase: inputs.requireBase ?? "false" }),
    refuse: [versionIsTooOld],
};
