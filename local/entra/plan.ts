import { type Properties, unknown } from "../provider/provider";
import { isObject } from "../provider/values";
import { type Fields, inputsOf, withoutNotes } from "./schema";

/**
 * Outputs that a preview knows: the inputs, and what no update changes. What Entra will choose is unknown when the
 * resource is new; what is neither is absent.
 */
export function plannedOutputs(fields: Fields, inputs: Properties, before?: Properties): Properties {
    return { id: before?.id ?? unknown, ...planned(fields, withoutNotes(inputs), before) };
}

function planned(fields: Fields, inputs: Properties, before: Properties | undefined): Properties {
    const outputs: Properties = {};
    for (const [name, field] of Object.entries(fields)) {
        const value = inputs[name];
        if (value !== undefined && !field.readOnly) {
            const old = before?.[name];
            outputs[name] =
                isObject(value) && field.properties
                    ? planned(field.properties, value, isObject(old) ? old : before && {})
                    : value;
        } else if (field.readOnly || field.computed) {
            outputs[name] = before ? (before[name] ?? null) : unknown;
        }
    }
    return outputs;
}

/** Value of each input after a request: Terraform's provider answers an empty value for what was not given. */
export function completed(fields: Fields, inputs: Properties): Properties {
    const result: Properties = {};
    for (const [name, field] of inputsOf(fields)) {
        const value = inputs[name];
        if (isObject(value) && field.properties) {
            result[name] = completed(field.properties, value);
        } else if (Array.isArray(value) && field.items?.properties) {
            const { properties } = field.items;
            result[name] = value.map((item) => (isObject(item) ? completed(properties, item) : item));
        } else if (value !== undefined) {
            result[name] = value;
        } else if (field.type !== "object") {
            result[name] = empty[field.type];
        }
    }
    return result;
}

const empty = { string: "", boolean: false, integer: 0, number: 0, array: [], map: {}, any: null };
