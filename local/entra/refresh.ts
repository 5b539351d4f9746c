import { isDeepStrictEqual } from "node:util";
import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import { type Fields, inputsOf } from "./schema";

/**
 * Inputs of a resource after it was read: those that were there, with the values of today. The bridge looks at no more
 * items than there were, and forgets which inputs were defaults.
 */
export function refreshedInputs(oldInputs: Properties, outputs: Properties): Properties {
    const result: Properties = {};
    for (const [name, old] of Object.entries(oldInputs)) {
        const value = outputs[name];
        if (value !== undefined) {
            result[name] = refreshedValue(old, value);
        }
    }
    return result;
}

function refreshedValue(old: Value, value: Value): Value {
    if (isObject(old) && isObject(value)) {
        return refreshedInputs(old, value);
    }
    return Array.isArray(old) && Array.isArray(value)
        ? old.flatMap((item, index) => (value[index] === undefined ? [] : [refreshedValue(item, value[index])]))
        : value;
}

/** Inputs of a resource that Pulumi does not know yet. */
export function importedInputs(fields: Fields, outputs: Properties): Properties {
    const result: Properties = { __defaults: [] };
    for (const [name, field] of inputsOf(fields)) {
        const value = outputs[name];
        if (value !== undefined && !["", false, 0].includes(value as string) && !isDeepStrictEqual(value, [])) {
            result[name] = isObject(value) && field.properties ? importedInputs(field.properties, value) : value;
        }
    }
    return result;
}
