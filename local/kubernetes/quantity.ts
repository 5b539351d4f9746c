import type { Value } from "../provider/provider";

const pattern = /^([+-]?\d+\.?\d*|[+-]?\.\d+)(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;
const decimals = "n u m  k M G T P E".split(" ");

/** Fields whose values, or whose properties, are quantities in every kind that has them. */
const quantityFields = new Set([
    "capacity",
    "default",
    "defaultRequest",
    "hard",
    "limits",
    "max",
    "maxLimitRequestRatio",
    "min",
    "podFixed",
    "requests",
    "sizeLimit",
]);

/** Whether two values at a path are the same quantity in other words: the server makes `1` of `1000m`. */
export function isSameQuantity(path: (string | number)[], one: Value, other: Value): boolean {
    const holder = path.slice(-2).some((name) => quantityFields.has(String(name)));
    const [first, second] = [parse(one), parse(other)];
    return holder && first !== undefined && first === second;
}

function parse(value: Value): number | undefined {
    const [, digits, suffix = "", exponent = "0"] = pattern.exec(String(value)) ?? [];
    if (digits === undefined) {
        return undefined;
    }
    const scale = suffix.endsWith("i")
        ? 1024 ** ("KMGTPE".indexOf(suffix.charAt(0)) + 1)
        : 1000 ** (decimals.indexOf(suffix) - 3);
    return Number((Number(digits) * scale * 10 ** Number(exponent)).toPrecision(12));
}
