import type { Properties, Value } from "../provider/provider";
import { ArmError } from "./arm-error";
import { armTypeOf, isArmId, isBelow, lastSegment, parametersOf, parentOf, sameId } from "./arm-id";
import type { Cloud } from "./cloud";
import { deleteIsLocked, writeIsLocked } from "./locks";
import { bodyOf, type Put, type Removal, type ResourceType, type Rule } from "./resource-type";
import type { Field } from "./schema";
import { isObject, textAt } from "./values";

/** Throws the first reason that ARM has to refuse the request. */
export function admitPut(put: Put): void {
    firstRefusal([...putRules, ...(put.type.refuse ?? [])], put);
}

export function admitRemoval(type: ResourceType, removal: Removal): void {
    firstRefusal([deleteIsLocked, ...(type.refuseDelete ?? [])], removal);
}

const putRules: Rule<Put>[] = [
    subscriptionIsMissing,
    providerIsNotRegistered,
    parentIsMissing,
    writeIsLocked,
    locationIsWrong,
    locationChanges,
    referenceIsMissing,
    valueIsNotAllowed,
];

function firstRefusal<Request>(rules: Rule<Request>[], request: Request): void {
    for (const rule of rules) {
        const refusal = rule(request);
        if (refusal) {
            throw refusal;
        }
    }
}

function subscriptionIsMissing({ id, cloud }: Put): ArmError | undefined {
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
    return subscription !== undefined && subscription !== cloud.seed.subscriptionId
        ? new ArmError(404, "SubscriptionNotFound", `The subscription '${subscription}' could not be found.`)
        : undefined;
}

function providerIsNotRegistered({ id, cloud }: Put): ArmError | undefined {
    const [namespace = ""] = armTypeOf(id).split("/");
    return cloud.seed.registeredProviders.some((provider) => sameId(provider, namespace))
        ? undefined
        : new ArmError(
              409,
              "MissingSubscriptionRegistration",
              `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
          );
}

function parentIsMissing({ id, cloud }: Put): ArmError | undefined {
    const ancestors: string[] = [];
    for (let parent = parentOf(id); parent; parent = parentOf(parent)) {
        ancestors.unshift(parent);
    }
    const missing = ancestors.find((ancestor) => !cloud.exists(ancestor));
    return missing === undefined ? undefined : notFound(missing, id);
}

/** ARM's answer when a resource is not there. */
export function notFound(id: string, child?: string): ArmError {
    const type = armTypeOf(id);
    if (type === "Microsoft.Resources/resourceGroups") {
        return new ArmError(404, "ResourceGroupNotFound", `Resource group '${lastSegment(id)}' could not be found.`);
    }
    if (
        child !== undefined &&
        parentOf(child) === id &&
        !/\/providers\/[^/]+\/[^/]+\/[^/]+$/i.test(child.slice(id.length))
    ) {
        const childType = armTypeOf(child).split("/").slice(1).join("/");
        return new ArmError(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type '${childType}', because the parent resource '${id}' could not be found.`,
        );
    }
    const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
    return new ArmError(
        404,
        "ResourceNotFound",
        `The Resource '${type}/${lastSegment(id)}' under resource group '${group ?? "<null>"}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
}

function locationIsWrong({ type, inputs, cloud, id }: Put): ArmError | undefined {
    if (!type.properties.location || type.properties.location.readOnly) {
        return undefined;
    }
    const location = inputs.location;
    if (typeof location !== "string" || location === "") {
        return new ArmError(400, "LocationRequired", "The location property is required for this definition.");
    }
    const allowed = type.locations ?? cloud.seed.locations;
    return allowed.includes(normalLocation(location))
        ? undefined
        : new ArmError(
              400,
              "LocationNotAvailableForResourceType",
              `The provided location '${location}' is not available for resource type '${armTypeOf(id)}'. List of available regions for the resource type is '${allowed.join(",")}'.`,
          );
}

function locationChanges({ id, name, inputs, before }: Put): ArmError | undefined {
    const old = textAt(before, "location");
    return old !== undefined && typeof inputs.location === "string" && old !== normalLocation(inputs.location)
        ? new ArmError(
              409,
              "InvalidResourceLocation",
              `The resource '${name}' already exists in location '${old}' in resource group '${/\/resourceGroups\/([^/]+)/i.exec(id)?.[1]}'. A resource with the same name cannot be created in location '${inputs.location}'. Please select a new resource name.`,
          )
        : undefined;
}

/** `West Europe` and `westeurope` are the same place. */
export function normalLocation(location: string): string {
    return location.toLowerCase().replaceAll(" ", "");
}

function referenceIsMissing({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const path = parametersOf(type.path);
    const body = Object.entries(inputs).filter(([name]) => !path.includes(name) && name !== "id");
    const missing = body
        .flatMap(([, value]) => armIdsIn(value))
        .find((other) => !isRoleDefinition(other) && !sameId(other, id) && !isBelow(other, id) && !cloud.exists(other));
    return missing === undefined
        ? undefined
        : new ArmError(
              400,
              "InvalidResourceReference",
              `Resource ${missing} referenced by resource ${id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
          );
}

/** Authorization has its own words for a role that does not exist. */
function isRoleDefinition(id: string): boolean {
    return /\/roleDefinitions\/[^/]+$/i.test(id);
}

function armIdsIn(value: Value): string[] {
    if (typeof value === "string") {
        return isArmId(value) ? [value] : [];
    }
    return Array.isArray(value)
        ? value.flatMap(armIdsIn)
        : isObject(value)
          ? Object.values(value).flatMap(armIdsIn)
          : [];
}

function valueIsNotAllowed({ type, inputs }: Put): ArmError | undefined {
    const [problem] = wrongValues("", bodyOf(type), inputs);
    return problem === undefined ? undefined : new ArmError(400, "InvalidParameterValue", problem);
}

function wrongValues(path: string, field: Field, value: Value | undefined): string[] {
    if (value === undefined) {
        return [];
    }
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    if (field.properties && isObject(value)) {
        return Object.entries(field.properties).flatMap(([name, inner]) => wrongValues(at(name), inner, value[name]));
    }
    if (field.items && Array.isArray(value)) {
        const { items } = field;
        return value.flatMap((item, index) => wrongValues(`${path}[${index}]`, items, item));
    }
    const isAllowed = field.values?.some((allowed) => String(allowed).toLowerCase() === String(value).toLowerCase());
    return field.values && !isAllowed
        ? [`The value '${value}' of '${path}' is not one of the allowed values: ${field.values.join(", ")}.`]
        : [];
}

/** A name that nobody else in Azure may have: not in use, and not kept by a soft-deleted resource. */
export function globalName(taken: (name: string) => ArmError, deleted: (name: string) => ArmError): Rule<Put> {
    return ({ type, id, name, before, cloud }) => {
        const hasName = (other: string) => sameId(lastSegment(other), name);
        if (before) {
            return undefined;
        }
        if (cloud.all(type.token).some((other) => hasName(other.id) && !sameId(other.id, id))) {
            return taken(name);
        }
        return cloud.softDeleted(type.token, hasName) ? deleted(name) : undefined;
    };
}

/** Refuses when the value at the path was set and differs now. */
export function immutable(path: (properties: Properties) => Value | undefined, error: ArmError): Rule<Put> {
    return ({ before, inputs }) => {
        const old = before && path(before);
        const value = path(inputs);
        return old !== undefined && value !== undefined && old !== value ? error : undefined;
    };
}

/** Ids of resources for which `uses` says that they use this one. */
export function usersOf(cloud: Cloud, token: string, uses: (body: Properties) => boolean): string[] {
    return cloud
        .all(token)
        .filter(({ body }) => uses(body))
        .map(({ id }) => id);
}
