import { type CheckRequest, type CheckResult, type Properties, unknown, type Value } from "../provider/provider";
import { string } from "../provider/schema";
import { isObject, textAt, withoutNulls } from "../provider/values";
import { parametersOf } from "./arm-id";
import type { Cloud } from "./cloud";
import { autoName, nameParameter } from "./names";
import type { ResourceType } from "./resource-type";
import type { Field, Fields } from "./schema";
import { surplusProperties } from "./surplus-properties";

/** Where a request without a location or subscription goes. */
export interface Defaults {
    subscriptionId: string;
    location: string | undefined;
}

/** Adds what the azure-native provider adds to the inputs, and lists what it finds wrong, in its words. */
export function check(type: ResourceType, request: CheckRequest, defaults: Defaults, cloud: Cloud): CheckResult {
    const inputs = withDefaults(type, request, defaults, cloud);
    const paths = parametersOf(type.path).filter((name) => name !== "subscriptionId");
    const pathFields: Fields = Object.fromEntries(
        paths.map((name) => [name, { ...(type.names?.[name] ?? string), required: true }]),
    );
    return {
        inputs,
        failures: [
            ...checkObject("", pathFields, inputs),
            ...checkObject("", type.properties, inputs),
            ...surplusProperties(type, inputs),
        ],
    };
}

function withDefaults(type: ResourceType, request: CheckRequest, defaults: Defaults, cloud: Cloud): Properties {
    const inputs = withoutNulls(request.inputs);
    const olds = withoutNulls(request.oldInputs ?? {});
    const own = nameParameter(type.path);
    if (own && inputs[own] === undefined) {
        const old = olds[own];
        const { name, random } = autoName(type.path, request.name, request.randomSeed);
        inputs[own] = old ?? name;
        if (old === undefined ? random : olds.__createBeforeDelete === true) {
            inputs.__createBeforeDelete = true;
        }
    }
    const { location: field } = type.properties;
    if (field && !field.readOnly && !field.notModelled && inputs.location === undefined) {
        const location = olds.location ?? defaults.location ?? groupLocation(inputs, defaults, cloud);
        if (location !== undefined) {
            inputs.location = location;
        }
    }
    inputs.azureApiVersion ??= type.apiVersion;
    return inputs;
}

function groupLocation(inputs: Properties, { subscriptionId }: Defaults, cloud: Cloud): string | undefined {
    const group = inputs.resourceGroupName;
    if (group === undefined || group === unknown) {
        return group;
    }
    return textAt(cloud.find(`/subscriptions/${subscriptionId}/resourceGroups/${group}`)?.body, "location");
}

function checkObject(path: string, fields: Fields, values: Properties): string[] {
    const inputs = Object.entries(fields).filter(([, field]) => !field.readOnly);
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    return [
        ...inputs
            .filter(([name, field]) => field.required && values[name] === undefined)
            .map(([name]) => missing(at(name))),
        ...inputs.flatMap(([name, field]) => checkValue(at(name), field, values[name])),
    ];
}

function missing(path: string): string {
    const advice =
        path === "location"
            ? ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
            : "";
    return `missing required property '${path}'${advice}`;
}

/** What the provider finds wrong with a value, in its words. */
export function checkValue(path: string, field: Field, value: Value | undefined): string[] {
    if (value === undefined || value === unknown) {
        return [];
    }
    if (field.notModelled) {
        return [`'${path}' is not modelled by the local cloud`];
    }
    if (field.type === "any") {
        return [];
    }
    if (Array.isArray(value)) {
        return field.type === "array"
            ? value.flatMap((item, index) => checkValue(`${path}[${index}]`, field.items ?? { type: "any" }, item))
            : [wrongType(path, field, "an array")];
    }
    if (isObject(value)) {
        return field.properties ? checkObject(path, field.properties, value) : [];
    }
    if (typeof value === "string") {
        return field.type === "string" ? checkString(path, field, value) : [wrongType(path, field, "a string")];
    }
    if (typeof value === "number") {
        const isNumber = field.type === "number" || field.type === "integer";
        return isNumber ? checkNumber(path, field, value) : [wrongType(path, field, "a number")];
    }
    return [];
}

function wrongType(path: string, field: Field, actual: string): string {
    return `'${path}' should be of type '${field.type === "map" ? "object" : field.type}' but got ${actual}`;
}

function checkString(path: string, { minLength, maxLength, pattern }: Field, value: string): string[] {
    const length = Buffer.byteLength(value);
    return [
        ...(minLength !== undefined && length < minLength
            ? [`'${path}' is too short (${length}): at least ${minLength} characters required`]
            : []),
        ...(maxLength !== undefined && length > maxLength
            ? [`'${path}' is too long (${length}): at most ${maxLength} characters allowed`]
            : []),
        ...(pattern !== undefined && !new RegExp(pattern).test(value)
            ? [`'${path}' does not match expression '${pattern}'`]
            : []),
    ];
}

function checkNumber(path: string, { type, minimum, maximum }: Field, value: number): string[] {
    return [
        ...(type === "integer" && !Number.isInteger(value)
            ? [`'${path}' must be an integer but got ${value.toFixed(6)}`]
            : []),
        ...(minimum !== undefined && value < minimum
            ? [`'${path}' is too low (${value.toFixed(6)} < ${minimum.toFixed(6)})`]
            : []),
        ...(maximum !== undefined && value > maximum
            ? [`'${path}' is too high (${value.toFixed(6)} > ${maximum.toFixed(6)})`]
            : []),
    ];
}
