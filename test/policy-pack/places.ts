import type { Path } from "../../policy-pack/engine/paths";
import { isValues, type Value } from "../../policy-pack/engine/value";

/**
 * Every place on the way to a path, and the path itself, as far as inputs have it; `[]` leads to every element, and the
 * empty path, which is all inputs, to every place in them.
 */
export function places(inputs: Value | undefined, path: Path): Path[] {
    return path.length === 0 ? within(inputs, []) : onTheWay(inputs, path, []);
}

function within(inputs: Value | undefined, at: Path): Path[] {
    if (Array.isArray(inputs))
        return inputs.flatMap((element, index) => [[...at, index], ...within(element, [...at, index])]);
    if (!isValues(inputs)) return [];
    return Object.entries(inputs).flatMap(([name, value]) => [[...at, name], ...within(value, [...at, name])]);
}

function onTheWay(inputs: Value | undefined, path: Path, at: Path): Path[] {
    const [segment, ...rest] = path;
    if (segment === undefined) return [];
    if (segment === "[]")
        return Array.isArray(inputs)
            ? inputs.flatMap((element, index) => [[...at, index], ...onTheWay(element, rest, [...at, index])])
            : [];
    if (!isValues(inputs) || !Object.hasOwn(inputs, segment)) return [];
    return [[...at, segment], ...onTheWay(inputs[segment], rest, [...at, segment])];
}

/** A copy of inputs with another value at a place, or without that place. */
export function changed(inputs: Value, [segment, ...rest]: Path, value: Value | undefined): Value {
    const copy = Array.isArray(inputs) ? [...inputs] : { ...(inputs as Record<string, Value>) };
    const owner = copy as Record<string | number, Value>;
    if (segment === undefined) throw new Error("A place has one segment at least.");
    if (rest.length > 0) {
        owner[segment] = changed(owner[segment] ?? {}, rest, value);
    } else if (value !== undefined) {
        owner[segment] = value;
    } else if (Array.isArray(copy)) {
        copy.splice(Number(segment), 1);
    } else {
        delete owner[segment];
    }
    return copy;
}
