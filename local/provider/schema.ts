/**
 * What is known about one property of a resource.
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
    /** The real cloud has it, the local one does not: a request with it is refused. */
    notModelled?: boolean;
    /** Values that are accepted. */
    values?: (string | number)[];
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

export function object(properties: Fields): Field {
    return { type: "object", properties };
}

export function list(items: Field): Field {
    return { type: "array", items };
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
