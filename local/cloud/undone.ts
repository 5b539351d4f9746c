import { isDeepStrictEqual } from "node:util";
import type { Value } from "../provider/provider";
import { isObject } from "../provider/values";

/**
 * A value as if it had not been changed from `before` to `after`. Others may have changed parts of it since, such as other
 * items of a list: those stay. Doing it twice does no harm.
 */
export function undone(now: Value | undefined, before: Value | undefined, after: Value | undefined): Value | undefined {
    if (isDeepStrictEqual(now, after)) {
        return before;
    }
    if (isDeepStrictEqual(before, after)) {
        return now;
    }
    if (Array.isArray(now) && Array.isArray(before) && Array.isArray(after)) {
        const [added, removed] = [without(after, before), without(before, after)];
        return [...without(now, added), ...without(removed, now)];
    }
    if (isObject(now) && isObject(before) && isObject(after)) {
        const names = new Set([...Object.keys(now), ...Object.keys(before)]);
        const values = [...names].map((name) => [name, undone(now[name], before[name], after[name])]);
        return Object.fromEntries(values.filter(([, value]) => value !== undefined));
    }
    return before;
}

function without(items: Value[], others: Value[]): Value[] {
    return items.filter((item) => !others.some((other) => isDeepStrictEqual(item, other)));
}
