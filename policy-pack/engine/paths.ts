import { isValues, unknown, type Value } from "./value";

/**
 * Where a value stands in the inputs of a resource: names of properties, indexes of list elements, and `[]` for every
 * element of a list. Written `properties.networkAcls.ipRules[0].value` or `properties.networkAcls.ipRules[].value`.
 */
export type Path = readonly (string | number)[];

const every = "[]";

const parsed = new Map<string, Path>();

/** Kept, because rules read the same few paths of every resource. */
export function parsePath(text: string): Path {
    const before = parsed.get(text);
    if (before !== undefined) return before;
    const path = parse(text);
    parsed.set(text, path);
    return path;
}

function parse(text: string): Path {
    return [...text.matchAll(/\[(\d*)\]|[^.[]+/g)].map(([segment, index]) =>
        index === undefined || index === "" ? segment : Number(index),
    );
}

export function formatPath(path: Path): string {
    return path
        .map((segment) => (typeof segment === "number" ? `[${segment}]` : segment === every ? every : `.${segment}`))
        .join("")
        .replace(/^\./, "");
}

/** Whether one of the two is the other, or stands inside it. */
export function overlap(one: Path, other: Path): boolean {
    return one.slice(0, other.length).every((segment, depth) => sameSegment(segment, other[depth]));
}

/** Whether one is the other, or stands inside it. */
export function isWithin(one: Path, other: Path): boolean {
    return one.length >= other.length && overlap(one, other);
}

function sameSegment(one: string | number, other: string | number | undefined): boolean {
    return (
        one === other ||
        (one === every && typeof other === "number") ||
        (other === every && typeof one === "number") ||
        other === undefined
    );
}

/** The value at a path without `[]`; {@link unknown} when it stands inside something unknown. */
export function valueAt(value: Value | undefined, path: Path): Value | undefined {
    const [segment, ...rest] = path;
    if (segment === undefined || value === unknown) return value;
    if (typeof segment === "number") return Array.isArray(value) ? valueAt(value[segment], rest) : undefined;
    return isValues(value) && Object.hasOwn(value, segment) ? valueAt(value[segment], rest) : undefined;
}

/** Whether nothing is at a path: for `[]`, that there is no list, or nothing in one of its elements. */
export function isAbsent(value: Value | undefined, [segment, ...rest]: Path): boolean {
    if (value === undefined) return true;
    if (segment === undefined || value === unknown) return false;
    if (segment === every) return !Array.isArray(value) || value.some((element) => isAbsent(element, rest));
    return isAbsent(valueAt(value, [segment]), rest);
}

/** Where a value is unknown, at any depth. */
export function unknownPaths(value: Value, at: Path = []): Path[] {
    if (value === unknown) return [at];
    if (Array.isArray(value)) return value.flatMap((element, index) => unknownPaths(element, [...at, index]));
    if (!isValues(value)) return [];
    return Object.entries(value).flatMap(([name, property]) => unknownPaths(property, [...at, name]));
}
