import type { Value } from "../provider/provider";
import { any } from "../provider/schema";
import { isObject } from "../provider/values";
import { ArmError } from "./arm-error";
import { bodyOf, type Put } from "./resource-type";
import type { Field } from "./schema";

export function valueIsNotAllowed({ type, inputs }: Put): ArmError | undefined {
    const [problem] = wrongValues("", bodyOf(type), inputs);
    return problem === undefined ? undefined : new ArmError(400, "InvalidParameterValue", problem);
}

/** What is none of the allowed values, as sentences. */
export function wrongValues(path: string, field: Field, value: Value | undefined): string[] {
    if (value === undefined) {
        return [];
    }
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    if (field.properties && isObject(value)) {
        return Object.entries(field.properties).flatMap(([name, inner]) => wrongValues(at(name), inner, value[name]));
    }
    if (field.type === "map" && isObject(value)) {
        return Object.entries(value).flatMap(([name, item]) => wrongValues(at(name), field.items ?? any, item));
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
