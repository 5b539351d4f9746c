import * as base from "../provider/schema";

/** What Azure's REST API specification says about one property. */
export interface Field extends base.Field {
    items?: Field;
    properties?: Fields;
    /** Only in requests. */
    writeOnly?: boolean;
    /** Only in requests: answers have its properties, but the SDK shows them as outputs of the resource itself. */
    flattened?: boolean;
    /** List of sub-resources: a request without it leaves the list as it is. */
    kept?: boolean;
    /** Property that tells the items of a list apart: their order does not matter. */
    key?: string;
    /** List of ids in requests, object with a property for each in answers. */
    answeredAsMap?: boolean;
}

export type Fields = Record<string, Field>;

export const guid: Field = base.limited(base.string, {
    minLength: 36,
    maxLength: 36,
    pattern: "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
});
export const tags: Field = base.map(base.string);
/** Reference to another resource. */
export const reference: Field = base.object({ id: base.string });

export function list(items: Field, key?: string): Field {
    return { ...base.list(items), ...(key && { key }) };
}

export function writeOnly(field: Field): Field {
    return { ...field, writeOnly: true };
}

export function flattened(field: Field): Field {
    return { ...writeOnly(field), flattened: true };
}

export function kept(field: Field): Field {
    return { ...field, kept: true };
}
