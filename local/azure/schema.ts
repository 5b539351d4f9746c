/**
 * What Azure's REST API specification says about one property.
 *
 * A property is accepted in requests and returned in answers unless it says otherwise.
 */
export interface Field {
    type: "string" | "boolean" | "integer" | "number" | "any" | "array" | "map" | "object";
    /** Element of an array, value of a map. */
    items?: Field;
    /** Properties of an object. */
    properties?: Fields;
    required?: boolean;
    /** Only in answers. */
    readOnly?: boolean;
    /** Only in requests. */
    writeOnly?: boolean;
    /** List of sub-resources: a request without it leaves the list as it is. */
    kept?: boolean;
    /** Azure has it, the local cloud does not: a request with it is refused. */
    notModelled?: boolean;
    /** Values that ARM accepts, whatever their case. */
    values?: (string | number)[];
    /** Property that tells the items of a list apart: their order does not matter. */
    key?: string;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    minimum?: number;
    maximum?: number;
}

export type Fields = Record<string, Field>;
type Limits = Pick<Field, "minLength" | "maxLength" | "pattern" | "minimum" | "maximum">;

export const string: Field = { type: "string" };
export const boolean: Field = { type: "boolean" };
export const integer: Field = { type: "integer" };
export const number: Field = { type: "number" };
/** A value that is passed on without a look inside. */
export const any: Field = { type: "any" };
export const guid: Field = limited(string, {
    minLength: 36,
    maxLength: 36,
    pattern: "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
});
export const tags = map(string);
/** Reference to another resource. */
export const reference = object({ id: string });

export function object(properties: Fields): Field {
    return { type: "object", properties };
}

export function list(items: Field, key?: string): Field {
    return { type: "array", items, ...(key && { key }) };
}

export function map(items: Field): Field {
    return { type: "map", items };
}

export function oneOf(...values: (string | number)[]): Field {
    return { type: typeof values[0] === "number" ? "integer" : "string", values };
}

export function limited(field: Field, limits: Limits): Field {
    return { ...field, ...limits };
}

export function required(field: Field): Field {
    return { ...field, required: true };
}

export function writeOnly(field: Field): Field {
    return { ...field, writeOnly: true };
}

export function kept(field: Field): Field {
    return { ...field, kept: true };
}

/** Several properties of the same kind. */
export function each(field: Field, ...names: string[]): Fields {
    return Object.fromEntries(names.map((name) => [name, field]));
}

export function readOnly(...names: string[]): Fields {
    return each({ type: "any", readOnly: true }, ...names);
}

export function notModelled(...names: string[]): Fields {
    return each({ type: "any", notModelled: true }, ...names);
}
