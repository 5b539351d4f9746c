/** Stands in a resource's inputs for what a preview cannot know, and for what an exported state hides. */
export const unknown: unique symbol = Symbol("unknown");

/** A value of a resource's inputs. Null and absent are the same to ARM, so there is no null. */
export type Value = boolean | number | string | Value[] | Values | typeof unknown;

export interface Values {
    [name: string]: Value;
}

export function isValues(value: Value | undefined): value is Values {
    return typeof value === "object" && !Array.isArray(value);
}

/** The same without everything unknown, list elements included. */
export function withoutUnknown(value: Value): Value | undefined {
    if (value === unknown) return undefined;
    if (Array.isArray(value)) return value.flatMap((element) => withoutUnknown(element) ?? []);
    if (!isValues(value)) return value;
    const known = Object.entries(value).flatMap(([name, property]): [string, Value][] => {
        const rest = withoutUnknown(property);
        return rest === undefined ? [] : [[name, rest]];
    });
    return Object.fromEntries(known);
}
