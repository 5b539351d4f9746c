import { any, each, notModelled, readOnly, required, string } from "../../provider/schema";
import { isObject } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import { problemsOf } from "../problems-of";
import type { Put, ResourceType, Rule } from "../resource-type";
import { tags, writeOnly } from "../schema";
import type { GenericType } from "./generic-type";
import type { TypesOfArm } from "./template";

/** A resource of any type of ARM, of which the local cloud has some. */
export function genericResource(types: GenericType[], typesOfArm: TypesOfArm): ResourceType {
    const typeOf = (id: string) => types.find(({ armType }) => sameId(armType, armTypeOf(id)));
    const firstOf =
        <Request extends { id: string }>(rules: (type: GenericType) => Rule<Request>[] | undefined): Rule<Request> =>
        (request) => {
            const type = typeOf(request.id);
            return (type && rules(type))?.map((rule) => rule(request)).find((refusal) => refusal !== undefined);
        };
    return {
        token: "azure-native:resources:Resource",
        apiVersion: "2024-03-01",
        path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}",
        properties: {
            apiVersion: required(writeOnly(string)),
            properties: any,
            tags,
            ...each(string, "kind", "location"),
            ...notModelled("extendedLocation", "identity", "managedBy", "plan", "sku"),
            ...readOnly("name", "type"),
        },
        optionalLocation: true,
        // no published figures; those of the types that there are
        seconds: { create: 6, update: 6, delete: 6 },
        busy: (holder) => typeOf(holder)?.busy?.(holder) ?? anotherOperation,
        refuse: [
            (put) => isUnknown(put, types, typesOfArm),
            (put) => propertyIsWrong(put, typeOf(put.id)),
            firstOf((type) => type.refuse),
        ],
        refuseDelete: [firstOf((type) => type.refuseDelete)],
    };
}

function isUnknown({ id, inputs }: Put, types: GenericType[], typesOfArm: TypesOfArm): ArmError | undefined {
    const armType = armTypeOf(id);
    const known = types.filter((type) => sameId(type.armType, armType));
    // one that is changed by hand has no version
    if (known.some(({ apiVersion }) => inputs.apiVersion === undefined || inputs.apiVersion === apiVersion)) {
        return undefined;
    }
    const [own] = typesOfArm(armType);
    const advice =
        known.length > 0
            ? `it has the version ${known.map(({ apiVersion }) => apiVersion).join(", ")}`
            : own
              ? `it has ${own.token}, which is the SDK's own type`
              : "describe it in a file beside the other types of its service, and list it for genericResource in local/azure/registry.ts";
    return new ArmError(
        400,
        "NoRegisteredProviderFound",
        `The local cloud does not have the resource type ${armType} of the version ${inputs.apiVersion} as a generic resource: ${advice}.`,
    );
}

/** The provider sends what it does not know; Azure refuses some of it and drops the rest, here all of it is refused. */
function propertyIsWrong({ inputs }: Put, type: GenericType | undefined): ArmError | undefined {
    const field = { type: "object" as const, properties: type?.properties };
    const value = isObject(inputs.properties) ? inputs.properties : {};
    const [problem] = problemsOf("properties", field, value, type?.armType);
    return problem === undefined ? undefined : new ArmError(400, "InvalidRequestContent", `${problem}.`);
}

const anotherOperation = new ArmError(
    409,
    "AnotherOperationInProgress",
    "Another operation on this or dependent resource is in progress.",
);
