import {
    boolean,
    each,
    integer,
    limited,
    map,
    notModelled,
    object,
    oneOf,
    list as plainList,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { textAt, textsAt, valueAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { namedValuesOf } from "./backend-references";
import { inUse, policiesNaming } from "./in-use";
import {
    childNames,
    entitiesOf,
    entityName,
    referredTo,
    serviceIdOf,
    validationError,
    versionIsTooOld,
} from "./service-of";

const status = limited(integer, { minimum: 200, maximum: 599 });

/** Microsoft.ApiManagement/service/backends: where requests go to. */
export const backend: ResourceType = {
    token: "azure-native:apimanagement:Backend",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/backends/{backendId}",
    names: childNames({ backendId: entityName }),
    properties: {
        title: limited(string, { minLength: 1, maxLength: 300 }),
        description: limited(string, { minLength: 1, maxLength: 2000 }),
        url: limited(string, { minLength: 1, maxLength: 2000 }),
        protocol: oneOf("http", "soap"),
        resourceId: limited(string, { minLength: 1, maxLength: 2000 }),
        tls: object(each(boolean, "validateCertificateChain", "validateCertificateName")),
        credentials: object({
            authorization: object({
                scheme: required(limited(string, { minLength: 1, maxLength: 100 })),
                parameter: required(limited(string, { minLength: 1, maxLength: 300 })),
            }),
            ...each(plainList(string), "certificate", "certificateIds"),
            ...each(map(plainList(string)), "header", "query"),
        }),
        circuitBreaker: object({
            rules: list(
                object({
                    name: string,
                    acceptRetryAfter: boolean,
                    tripDuration: string,
                    failureCondition: object({
                        ...each(integer, "count", "percentage"),
                        errorReasons: plainList(string),
                        interval: string,
                        statusCodeRanges: list(object({ min: status, max: status })),
                    }),
                }),
            ),
        }),
        // the provider has one name for the kind of a backend and for its ARM type
        ...notModelled("pool", "properties", "proxy", "type"),
        ...readOnly("name"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    outputs: () => ({ type: "Microsoft.ApiManagement/service/backends" }),
    refuse: [versionIsTooOld, addressIsWrong, credentialIsMissing],
    refuseDelete: [(removal) => inUse("Backend", removal.name, policiesNaming(removal, "backends"))],
};

function addressIsWrong({ inputs }: Put): ArmError | undefined {
    const url = textAt(inputs, "url");
    if (url === undefined || inputs.protocol === undefined) {
        return validationError("A backend needs url and protocol.");
    }
    return /^https?:\/\/[^/?#\s]+(\/[^?#\s]*)?$/i.test(url) && URL.canParse(url)
        ? undefined
        : validationError(`The url of a backend must be like https://<host>/<path>, but is ${url}.`);
}

function credentialIsMissing(put: Put): ArmError | undefined {
    const { id, inputs, cloud } = put;
    const certificate = textsAt(inputs, "credentials.certificateIds").find(
        (reference) => !referredTo(reference, "certificates", put),
    );
    if (certificate !== undefined) {
        return validationError(`Certificate with id '${certificate}' could not be found.`);
    }
    const names = entitiesOf(serviceIdOf(id), cloud, "azure-native:apimanagement:NamedValue").map(({ body }) =>
        textAt(body, "displayName"),
    );
    const value = namedValuesOf(valueAt(inputs, "credentials")).find((name) => !names.includes(name));
    return value === undefined ? undefined : validationError(`Cannot find a property '${value}'`);
}
