import { any, oneOf, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { inUse, policiesNaming } from "./in-use";
import { childNames, entityName, validationError, versionIsTooOld } from "./service-of";

/**
 * Microsoft.ApiManagement/service/schemas as the SDK has them: without `document`, where those in JSON belong, so that
 * only XML can be described. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/schemas
 */
export const globalSchema: ResourceType = {
    token: "azure-native:apimanagement:GlobalSchema",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/schemas/{schemaId}",
    names: childNames({ schemaId: entityName }),
    properties: {
        description: string,
        schemaType: required(oneOf("xml", "json")),
        value: any,
        ...readOnly("provisioningState", "name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    refuse: [
        versionIsTooOld,
        ({ inputs }) =>
            inputs.schemaType === "json"
                ? validationError(
                      "A JSON schema needs a document, which azure-native:apimanagement:GlobalSchema does not send: describe it with azure-native:resources:Resource.",
                  )
                : undefined,
        ({ inputs }) =>
            typeof inputs.value === "string" && inputs.value.trim() !== ""
                ? undefined
                : validationError("An XML schema needs a value, as text."),
    ],
    refuseDelete: [(removal) => inUse("Schema", removal.name, policiesNaming(removal, "schemas"))],
};
