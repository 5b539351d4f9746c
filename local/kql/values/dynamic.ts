import type { Value } from "../../provider/provider";
import type { Cell } from "./cell";

/** A property of a bag or an element of an array, counted from the end if negative; null where there is none. */
export function elementAt(value: Cell, selector: Cell): Value {
    if (Array.isArray(value)) {
        return typeof selector === "number" ? (value.at(selector) ?? null) : null;
    }
    return isBag(value) && typeof selector === "string" && Object.hasOwn(value, selector)
        ? (value[selector] ?? null)
        : null;
}

export function isBag(value: Cell): value is { [name: string]: Value } {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `parse_json` gives: a text that is not JSON stays a text. */
export function parseJson(text: string): Value {
    if (text.trim() === "") {
        return null;
    }
    try {
        return JSON.parse(text) as Value;
    } catch {
        return text;
    }
}
