import type { Properties, Value } from "../provider/provider";
import { isBuiltIn } from "./built-in";
import { isObject, type KubernetesObject } from "./object";

/**
 * The live object cut down to what the inputs mention, so that what the server added is no difference.
 *
 * What is zero in the inputs and absent in a live object of a built-in kind stays: the server leaves it out.
 */
export function pruned(live: KubernetesObject, inputs: KubernetesObject): KubernetesObject {
    return prunedObject(live, inputs, isBuiltIn(inputs));
}

function prunedObject(live: Properties, wanted: Properties, zeros: boolean): Properties {
    const result: Properties = {};
    for (const [name, value] of Object.entries(wanted)) {
        const actual = live[name];
        if (actual !== undefined) {
            result[name] = prunedValue(actual, value, zeros);
        } else if (zeros && isZero(value)) {
            result[name] = value;
        }
    }
    return result;
}

function prunedValue(live: Value, wanted: Value, zeros: boolean): Value {
    if (isObject(live) && isObject(wanted)) {
        return prunedObject(live, wanted, zeros);
    }
    if (Array.isArray(live) && Array.isArray(wanted)) {
        return wanted.slice(0, live.length).map((item, index) => prunedValue(live[index] as Value, item, zeros));
    }
    return live;
}

function isZero(value: Value): boolean {
    if (value === null || typeof value !== "object") {
        return !value;
    }
    return Object.values(value).every(isZero);
}
