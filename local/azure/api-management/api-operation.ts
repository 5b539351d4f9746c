import {
    any,
    boolean,
    each,
    integer,
    limited,
    map,
    notModelled,
    object,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { type Fields, list } from "../schema";
import { childNames, entitiesOf, entityName, longEntityName, validationError, versionIsTooOld } from "./service-of";

const examples: Fields = {
    examples: map(object({ ...each(string, "description", "externalValue", "summary"), value: any })),
    ...each(string, "schemaId", "typeName"),
};
const parameter = object({
    ...each(required(string), "name", "type"),
    ...each(string, "defaultValue", "description"),
    required: boolean,
    values: list(string),
    ...examples,
});
const representation = object({ contentType: required(string), formParameters: list(parameter), ...examples });

/** Microsoft.ApiManagement/service/apis/operations: a method and a path that an API answers. */
export const apiOperation: ResourceType = {
    token: "azure-native:apimanagement:ApiOperation",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/operations/{operationId}",
    names: childNames({ apiId: longEntityName, operationId: entityName }),
    properties: {
        description: limited(string, { maxLength: 1000 }),
        displayName: required(limited(string, { minLength: 1, maxLength: 300 })),
        method: required(string),
        urlTemplate: required(limited(string, { minLength: 1, maxLength: 1000 })),
        templateParameters: list(parameter),
        request: object({
            description: string,
            ...each(list(parameter), "headers", "queryParameters"),
            representations: list(representation),
        }),
        responses: list(
            object({
                statusCode: required(integer),
                description: string,
                headers: list(parameter),
                representations: list(representation),
            }),
        ),
        // a policy is a resource of its own
        ...notModelled("policies"),
        ...readOnly("name", "type"),
    },
    // no published figures; one record, which goes to the gateway's configuration
    seconds: { create: 4, update: 4, delete: 4 },
    refuse: [versionIsTooOld, templateIsWrong, operationIsRepeated],
};

function templateIsWrong({ inputs }: Put): ArmError | undefined {
    const template = textAt(inputs, "urlTemplate") ?? "";
    const method = textAt(inputs, "method") ?? "";
    if (!/^(\*|[A-Za-z]+)$/.test(method)) {
        return validationError(`The method of an operation must be like GET, POST or *, but is '${method}'.`);
    }
    if (!/^(\*|\/.*)$/.test(template)) {
        return validationError(`The urlTemplate of an operation must begin with a slash, but is ${template}.`);
    }
    const declared = objectsAt(inputs, "templateParameters").map(({ name }) => name);
    const missing = [...template.matchAll(/\{\*?([^{}]+)\}/g)]
        .map(([, name = ""]) => name)
        .filter((name) => !declared.includes(name));
    return missing.length === 0
        ? undefined
        : validationError(
              `All template parameters used in the UriTemplate must be defined in the Operation, please ensure to provide parameters: ${missing.join(", ")}`,
          );
}

function operationIsRepeated({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const signature = (body: Put["inputs"]) => `${body.method} ${body.urlTemplate}`;
    const rival = entitiesOf(parentOf(id), cloud, type.token).find(
        (other) => !sameId(other.id, id) && sameId(signature(other.body), signature(inputs)),
    );
    return rival
        ? validationError(
              `Operation with the same method and URL template already exists: ${signature(inputs)}, ${rival.id}.`,
          )
        : undefined;
}
