import type { Properties, Value } from "../provider/provider";
import { isObject, type KubernetesObject, part } from "./object";

/**
 * Inputs in which what the program ignores is as the server has it; a field that only others own is left out, or this
 * update would become a second owner. As in the real provider, only paths without indexes.
 */
export function withIgnoredFields(
    inputs: KubernetesObject,
    live: KubernetesObject,
    manager: string,
    ignoreChanges: string[],
): KubernetesObject {
    let result = inputs;
    for (const path of ignoreChanges.map((text) => text.split("."))) {
        const owners = managersOf(live, path);
        if (owners.length > 0 && !owners.includes(manager)) {
            result = withValue(result, path, undefined);
            continue;
        }
        const value = part(live, ...path.slice(0, -1))[path.at(-1) ?? ""];
        if (value !== undefined) {
            result = withValue(result, path, value);
        }
    }
    return result;
}

function managersOf(live: KubernetesObject, path: string[]): string[] {
    const managed = (part(live, "metadata").managedFields ?? []) as Properties[];
    return managed
        .filter((entry) => {
            const names = path.map((name) => `f:${name}`);
            return (names.at(-1) as string) in part(entry, "fieldsV1", ...names.slice(0, -1));
        })
        .map(({ manager }) => String(manager));
}

function withValue(object: Properties, [name = "", ...rest]: string[], value: Value | undefined): Properties {
    if (rest.length === 0) {
        const { [name]: _, ...others } = object;
        return value === undefined ? others : { ...others, [name]: value };
    }
    const inner = object[name];
    return isObject(inner) || value !== undefined
        ? { ...object, [name]: withValue(isObject(inner) ? inner : {}, rest, value) }
        : object;
}
