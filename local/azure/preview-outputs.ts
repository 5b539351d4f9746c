import { type Properties, unknown, type Value } from "../provider/provider";
import { any } from "../provider/schema";
import { isObject } from "../provider/values";
import { bodyOf, type ResourceType } from "./resource-type";
import type { Field } from "./schema";

/** Outputs that a preview knows: those that have the name and the type of an input. */
export function previewOutputs(type: ResourceType, inputs: Properties): Properties {
    return {
        ...previewObject(bodyOf(type), inputs),
        azureApiVersion: inputs.azureApiVersion ?? unknown,
    };
}

function previewObject(field: Field, inputs: Properties): Properties {
    return Object.fromEntries(
        Object.entries(field.properties ?? {})
            .filter(([, inner]) => !inner.writeOnly)
            .map(([name, inner]) => [name, previewValue(inner, inputs[name])]),
    );
}

function previewMap({ items = any }: Field, values: Properties): Properties {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, previewValue(items, value)]));
}

function previewValue(field: Field, value: Value | undefined): Value {
    if (value === undefined || value === unknown || field.answeredAsMap) {
        return unknown;
    }
    switch (field.type) {
        case "any":
            return value;
        case "array":
            return Array.isArray(value) ? value.map((item) => previewValue(field.items ?? field, item)) : unknown;
        case "map":
            return isObject(value) ? previewMap(field, value) : unknown;
        case "object":
            return isObject(value) ? previewObject(field, value) : unknown;
        case "integer":
        case "number":
            return typeof value === "number" ? value : unknown;
        case "boolean":
            return typeof value === "boolean" ? value : unknown;
        case "string":
            return typeof value === "string" ? value : unknown;
    }
}
