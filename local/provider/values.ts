import type { Properties, Value } from "./provider";

export function isObject(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Value at a path of property names, for example `properties.sku.name`. */
export function valueAt(value: Value | undefined, path: string): Value | undefined {
    return path
        .split(".")
        .reduce<Value | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

export function textAt(value: Value | undefined, path: string): string | undefined {
    const found = valueAt(value, path);
    return typeof found === "string" ? found : undefined;
}

export function objectsAt(value: Value | undefined, path: string): Properties[] {
    const found = valueAt(value, path);
    return Array.isArray(found) ? found.filter(isObject) : [];
}

export function textsAt(value: Value | undefined, path: string): string[] {
    const found = valueAt(value, path);
    return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

/** Clouds write GUIDs in either case. */
export function isGuid(text: string): boolean {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Both objects in one; where both have a value that is not an object, the second's counts. */
export function merge(first: Properties, second: Properties): Properties {
    const merged = { ...first };
    for (const [name, value] of Object.entries(second)) {
        const under = merged[name];
        merged[name] = isObject(under) && isObject(value) ? merge(under, value) : value;
    }
    return merged;
}

/** Without nulls, which clouds and Pulumi treat as absent. */
export function withoutNulls(properties: Properties): Properties {
    const clean = (value: Value): Value =>
        Array.isArray(value) ? value.map(clean) : isObject(value) ? withoutNulls(value) : value;
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, clean(value)]),
    );
}
