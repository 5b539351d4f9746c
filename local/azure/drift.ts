import { isDeepStrictEqual } from "node:util";
import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import { parseId } from "./arm-id";
import { bodyOf, type ResourceType } from "./resource-type";
import type { Field } from "./schema";

/** The request that would leave a resource as it is: from its id and what Azure answers. */
export function requestFor(type: ResourceType, id: string, body: Properties): Properties {
    const { subscriptionId: _, ...path } = parseId(type.path, id);
    return { ...project(bodyOf(type), body), ...path };
}

/**
 * Inputs of a resource that Pulumi does not know yet: all that a request may contain, also what Azure has added, except
 * collections with nothing in them.
 */
export function importedInputs(type: ResourceType, id: string, body: Properties): Properties {
    return filled(requestFor(type, id, body));
}

function filled(object: Properties): Properties {
    const entries = Object.entries(object).map(([name, value]) => [name, unlessEmpty(value)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function unlessEmpty(value: Value): Value | undefined {
    if (Array.isArray(value)) {
        const items = value.map(unlessEmpty).filter((item): item is Value => item !== undefined);
        return items.length === 0 ? undefined : items;
    }
    if (isObject(value)) {
        const object = filled(value);
        return Object.keys(object).length === 0 ? undefined : object;
    }
    return value;
}

/** Old inputs plus what changed in Azure since: the differences between old and new answers, in input shape. */
export function driftedInputs(
    type: ResourceType,
    oldInputs: Properties,
    oldOutputs: Properties,
    outputs: Properties,
): Properties {
    const body = bodyOf(type);
    return applyChanges(oldInputs, project(body, oldOutputs, oldInputs), project(body, outputs, oldInputs));
}

/** The part of an answer that a request may contain here; lists of sub-resources only when the inputs have them. */
function project(field: Field, outputs: Properties, inputs?: Properties): Properties {
    const projected: Properties = {};
    for (const [name, inner] of Object.entries(field.properties ?? {})) {
        if (inner.flattened && !inputs) {
            projected[name] = project(inner, outputs);
        }
        const value = outputs[name];
        const input = inputs?.[name];
        const refused = inner.readOnly || inner.notModelled;
        const hidden = refused || inner.writeOnly || (inner.kept && inputs && input === undefined);
        if (value !== undefined && !hidden) {
            projected[name] = projectValue(inner, value, inputs && (isObject(input) ? input : {}));
        }
    }
    return projected;
}

function projectValue(field: Field, value: Value, inputs?: Properties): Value {
    if (field.answeredAsMap && isObject(value)) {
        return Object.keys(value);
    }
    if (isObject(value) && field.properties) {
        return project(field, value, inputs);
    }
    const { items } = field;
    if (isObject(value) && items?.properties) {
        return Object.fromEntries(
            Object.entries(value).map(([name, item]) => [name, isObject(item) ? project(items, item) : item]),
        );
    }
    return Array.isArray(value) && field.items?.properties
        ? value.map((item) => (isObject(item) && field.items ? project(field.items, item) : item))
        : value;
}

function applyChanges(base: Properties, olds: Properties, news: Properties): Properties {
    const result = { ...base };
    for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
        const value = news[name];
        if (isDeepStrictEqual(olds[name], value)) {
            continue;
        }
        if (value === undefined) {
            delete result[name];
        } else {
            result[name] = applyChange(base[name], olds[name], value);
        }
    }
    return result;
}

function applyChange(base: Value | undefined, old: Value | undefined, value: Value): Value {
    if (isObject(base) && isObject(old) && isObject(value)) {
        return applyChanges(base, old, value);
    }
    if (Array.isArray(base) && Array.isArray(old) && Array.isArray(value)) {
        return value.map((item, index) => applyChange(base[index], old[index], item));
    }
    return value;
}
