import { closest, distance } from "fastest-levenshtein";
import { type Properties, Refusal, type Value } from "../provider/provider";
import { isObject } from "../provider/values";
import { checkValue } from "./check";
import type { Cloud, Stored } from "./cloud";
import { requestFor } from "./drift";
import * as operations from "./operations";
import { formatPropertyPath, parsePropertyPath } from "./property-path";
import { bodyOf, type ResourceType } from "./resource-type";
import type { Field } from "./schema";

const { signal } = new AbortController();

/** The resource with the id. Throws a {@link Refusal} with the nearest ids when there is none. */
export function findById(cloud: Cloud, id: string): Stored {
    const found = cloud.find(id);
    if (found === undefined) {
        const wanted = id.toLowerCase();
        const near = cloud
            .all()
            .map((resource) => ({ id: resource.id, far: distance(resource.id.toLowerCase(), wanted) }))
            .sort((one, other) => one.far - other.far)
            .slice(0, 3);
        throw new Refusal(
            near.length === 0
                ? `There is no resource ${id}: nothing is deployed. npm start deploys dev.`
                : [`There is no resource ${id}. The nearest are:`, ...near.map((each) => `  ${each.id}`)].join("\n"),
        );
    }
    return found;
}

/**
 * Changes one property as somebody with a tool of Azure would: sends the resource as it is with the one value changed. So
 * Azure's own rules hold, locks included.
 *
 * @param json - The new value as JSON, `null` to remove it. A text needs no quotes.
 * @throws a {@link Refusal} that says what is wrong with id, path or value.
 */
export async function setByHand(cloud: Cloud, id: string, path: string, json: string): Promise<void> {
    const resource = findById(cloud, id);
    const type = cloud.typeOf(resource.type);
    if (type.neverUpdated) {
        throw new Refusal(`Azure never changes a ${type.token} that exists: it can only be deleted.`);
    }
    if (type.carryOut) {
        throw new Refusal(
            `Azure does not keep the template of ${type.token}: it can only be deployed again, or deleted.`,
        );
    }
    const parts = parsePropertyPath(path);
    if (parts === undefined) {
        throw new Refusal(
            `${path} is no path: write it like properties.sku.name, rules[0].access or tags["cost-center"].`,
        );
    }
    const field = fieldAt(type, parts);
    const value = parseValue(json, field, path);
    const [problem] = value === undefined ? [] : checkValue(path, field, value);
    if (problem !== undefined) {
        throw new Refusal(`${problem}.`);
    }
    const inputs = requestFor(type, resource.id, resource.body);
    await operations.update(type, resource.id, withValue(inputs, parts, value, parts), cloud, signal);
}

/** Deletes a resource and what lies in it, as somebody with a tool of Azure would. */
export async function deleteByHand(cloud: Cloud, id: string): Promise<void> {
    const resource = findById(cloud, id);
    await operations.remove(cloud.typeOf(resource.type), resource.id, cloud, signal);
}

function fieldAt(type: ResourceType, parts: (string | number)[]): Field {
    return parts.reduce<Field>((field, part, index) => {
        const at = formatPropertyPath(parts.slice(0, index + 1));
        const inner = innerField(field, part);
        if (inner === undefined) {
            const names = Object.entries(field.properties ?? {})
                .filter(([, { readOnly, notModelled, writeOnly }]) => !readOnly && !notModelled && !writeOnly)
                .map(([name]) => name);
            const near = names.length > 0 && typeof part === "string" ? `; the nearest is ${closest(part, names)}` : "";
            throw new Refusal(`${type.token} has no property ${at}${near}.`);
        }
        if (inner.readOnly) {
            throw new Refusal(`${at} is what Azure answers, and cannot be set.`);
        }
        if (inner.writeOnly) {
            throw new Refusal(`${at} goes in and never comes out: nobody could see the change.`);
        }
        if (inner.notModelled) {
            throw new Refusal(`${at} is not modelled by the local cloud.`);
        }
        return inner;
    }, bodyOf(type));
}

function innerField(field: Field, part: string | number): Field | undefined {
    if (field.type === "any") {
        return field;
    }
    if (typeof part === "number") {
        return field.type === "array" ? field.items : undefined;
    }
    return field.type === "map" ? field.items : field.properties?.[part];
}

/** Undefined to remove what is there. */
function parseValue(json: string, field: Field, path: string): Value | undefined {
    try {
        const value: Value = JSON.parse(json);
        if (value === null) {
            return undefined;
        }
        return field.type === "string" && typeof value !== "string" ? json : value;
    } catch {
        if (field.type === "string" || field.type === "any") {
            return json;
        }
        throw new Refusal(`The value of ${path} is no JSON: it must be ${exampleOf(field)}.`);
    }
}

function exampleOf({ type }: Field): string {
    const examples = { boolean: "true or false", integer: "a whole number", number: "a number", array: "like [1, 2]" };
    return type === "boolean" || type === "integer" || type === "number" || type === "array"
        ? examples[type]
        : 'an object like {"a": 1}';
}

function withValue<T extends Properties | Value[]>(
    container: T,
    [part, ...rest]: (string | number)[],
    value: Value | undefined,
    whole: (string | number)[],
): T {
    const at = formatPropertyPath(whole.slice(0, whole.length - rest.length));
    if (Array.isArray(container)) {
        const index = Number(part);
        if (index >= container.length) {
            throw new Refusal(`There is no ${at}: the list has ${container.length} items.`);
        }
        const changed = changedValue(container[index], rest, value, whole);
        return container.toSpliced(index, 1, ...(changed === undefined ? [] : [changed])) as T;
    }
    const { [String(part)]: old, ...others } = container as Properties;
    const changed = changedValue(old, rest, value, whole);
    return (changed === undefined ? others : { ...others, [String(part)]: changed }) as T;
}

function changedValue(
    old: Value | undefined,
    rest: (string | number)[],
    value: Value | undefined,
    whole: (string | number)[],
): Value | undefined {
    if (rest.length === 0) {
        return value;
    }
    const inner = typeof rest[0] === "number" ? [] : {};
    return withValue(Array.isArray(old) || isObject(old) ? old : inner, rest, value, whole);
}
