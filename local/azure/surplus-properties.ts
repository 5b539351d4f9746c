import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import { parametersOf } from "./arm-id";
import { bodyOf, type ResourceType } from "./resource-type";
import type { Field } from "./schema";

/**
 * Inputs that the type does not have, each with its cure. The provider leaves them out of its requests without a word,
 * which a program only notices when what it meant to secure is not.
 */
export function surplusProperties(type: ResourceType, inputs: Properties): string[] {
    return surplusPaths(type, inputs).map(
        (path) =>
            `'${path}' is no property of ${type.token}: Azure would never see it. Correct its name, or remove it.`,
    );
}

/** Paths of the inputs that the type does not have. */
export function surplusPaths(type: ResourceType, inputs: Properties): string[] {
    const known = [...parametersOf(type.path), "azureApiVersion"];
    const body = Object.entries(inputs).filter(([name]) => !name.startsWith("__") && !known.includes(name));
    return surplusIn("", bodyOf(type), Object.fromEntries(body));
}

/** The same below a path. */
export function surplusIn(path: string, field: Field, value: Value): string[] {
    const { properties, items } = field;
    if (Array.isArray(value)) {
        return value.flatMap((item, index) => (items ? surplusIn(`${path}[${index}]`, items, item) : []));
    }
    if (isObject(value) && field.type === "map" && items) {
        return Object.entries(value).flatMap(([name, item]) => surplusIn(`${path}.${name}`, items, item));
    }
    if (!isObject(value) || !properties) {
        return [];
    }
    return Object.entries(value).flatMap(([name, inner]) => {
        const at = path === "" ? name : `${path}.${name}`;
        const field = properties[name];
        return field === undefined || field.readOnly ? [at] : surplusIn(at, field, inner);
    });
}
