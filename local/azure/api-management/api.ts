import { boolean, each, limited, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list, writeOnly } from "../schema";
import { oneWriteAtATime, pathIsTaken } from "./apis";
import { childNames, longEntityName, validationError, versionIsTooOld } from "./service-of";

const importOnly = writeOnly({ type: "any", notModelled: true });

/** Microsoft.ApiManagement/service/apis: what clients call, at a path of its own. */
export const api: ResourceType = {
    token: "azure-native:apimanagement:Api",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}",
    names: childNames({ apiId: longEntityName }),
    properties: {
        apiType: oneOf("http"),
        description: string,
        displayName: limited(string, { minLength: 1, maxLength: 300 }),
        path: required(limited(string, { maxLength: 400 })),
        protocols: list(oneOf("http", "https")),
        serviceUrl: limited(string, { maxLength: 2000 }),
        subscriptionKeyParameterNames: object(each(string, "header", "query")),
        subscriptionRequired: boolean,
        ...each(string, "termsOfServiceUrl"),
        contact: object(each(string, "email", "name", "url")),
        license: object(each(string, "name", "url")),
        // revisions and versions
        ...notModelled("apiRevision", "apiRevisionDescription", "apiVersion", "apiVersionDescription"),
        ...notModelled("apiVersionSet", "apiVersionSetId", "isCurrent", "sourceApiId"),
        // the developer portal asks servers of this kind for tokens; the gateway's policies do not
        ...notModelled("authenticationSettings"),
        // import of a description
        ...each(importOnly, "format", "soapApiType", "translateRequiredQueryParametersConduct", "value"),
        wsdlSelector: importOnly,
        ...readOnly("isOnline", "provisioningState", "name", "type"),
    },
    // no published figures; one record, which goes to the gateway's configuration
    seconds: { create: 6, update: 6, delete: 6 },
    ...oneWriteAtATime,
    outputs: ({ name, inputs }) => ({
        apiRevision: "1",
        apiType: inputs.apiType ?? "http",
        displayName: inputs.displayName ?? name,
        isCurrent: true,
        isOnline: true,
        protocols: inputs.protocols ?? ["https"],
        subscriptionKeyParameterNames: {
            header: textAt(inputs, "subscriptionKeyParameterNames.header") ?? "Ocp-Apim-Subscription-Key",
            query: textAt(inputs, "subscriptionKeyParameterNames.query") ?? "subscription-key",
        },
        subscriptionRequired: inputs.subscriptionRequired ?? true,
    }),
    refuse: [versionIsTooOld, addressIsWrong, (put) => pathIsTaken(put, textAt(put.inputs, "path") ?? "")],
};

function addressIsWrong({ inputs }: Put): ArmError | undefined {
    const url = textAt(inputs, "serviceUrl");
    return url === undefined || (/^https?:\/\//i.test(url) && URL.canParse(url))
        ? undefined
        : validationError(`The serviceUrl of an API must be like https://<host>/<path>, but is ${url}.`);
}
