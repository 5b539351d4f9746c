import { readOnly } from "../../provider/schema";
import { lastSegment } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { childNames, longEntityName, serviceIdOf, validationError, versionIsTooOld } from "./service-of";

/** Microsoft.ApiManagement/service/products/apis: that a product has an API. */
export const productApi: ResourceType = {
    token: "azure-native:apimanagement:ProductApi",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/products/{productId}/apis/{apiId}",
    names: childNames({ productId: longEntityName, apiId: longEntityName }),
    properties: {
        ...readOnly("apiRevision", "apiRevisionDescription", "apiType", "apiVersion", "apiVersionDescription"),
        ...readOnly("apiVersionSet", "apiVersionSetId", "authenticationSettings", "contact", "description"),
        ...readOnly("displayName", "isCurrent", "isOnline", "license", "path", "protocols", "provisioningState"),
        ...readOnly("serviceUrl", "sourceApiId", "subscriptionKeyParameterNames", "subscriptionRequired"),
        ...readOnly("termsOfServiceUrl", "name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    outputs: ({ id, cloud }) => {
        const {
            apiRevision = "1",
            displayName = "",
            isOnline = true,
            path = "",
        } = cloud.find(`${serviceIdOf(id)}/apis/${lastSegment(id)}`)?.body ?? {};
        return { apiRevision, displayName, isOnline, path };
    },
    refuse: [
        versionIsTooOld,
        ({ id, cloud }) =>
            cloud.exists(`${serviceIdOf(id)}/apis/${lastSegment(id)}`)
                ? undefined
                : validationError(`API with id '${lastSegment(id)}' could not be found.`),
    ],
};
