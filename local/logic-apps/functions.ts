import { isDeepStrictEqual } from "node:util";
import type { Value } from "../provider/provider";
import { isObject } from "../provider/values";

/** A value that a function does not take; the message has no values, which may be secret. */
export class EvaluationError extends Error {}

interface PureFunction {
    /** The least and the most arguments. */
    arity: [least: number, most: number];
    call(this: void, ...values: Value[]): Value;
}

const many = Number.POSITIVE_INFINITY;

/**
 * Functions whose result depends on their arguments alone; all arguments are evaluated before, those of `if`, too.
 * https://learn.microsoft.com/azure/logic-apps/expression-functions-reference
 */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map(
    Object.entries({
        and: { arity: [2, many], call: (...values) => values.map((value) => logical("and", value)).every(Boolean) },
        coalesce: { arity: [1, many], call: (...values) => values.find((value) => value !== null) ?? null },
        concat: { arity: [1, many], call: (...values) => values.map((value) => plainText("concat", value)).join("") },
        contains: { arity: [2, 2], call: contains },
        createArray: { arity: [1, many], call: (...values) => values },
        empty: { arity: [1, 1], call: empty },
        encodeUriComponent: { arity: [1, 1], call: (value) => encodeURIComponent(text("encodeUriComponent", value)) },
        equals: { arity: [2, 2], call: equals },
        first: { arity: [1, 1], call: (value) => items("first", value)[0] ?? null },
        if: { arity: [3, 3], call: (condition, yes, no) => (logical("if", condition) ? yes : no) },
        join: { arity: [2, 2], call: join },
        json: { arity: [1, 1], call: json },
        length: { arity: [1, 1], call: (value) => items("length", value).length },
        lessOrEquals: {
            arity: [2, 2],
            call: (one, other) => number("lessOrEquals", one) <= number("lessOrEquals", other),
        },
        not: { arity: [1, 1], call: (value) => !logical("not", value) },
        split: { arity: [2, 2], call: (value, between) => text("split", value).split(filled("split", between)) },
        string: { arity: [1, 1], call: textOf },
        substring: { arity: [2, 3], call: substring },
        toLower: { arity: [1, 1], call: (value) => text("toLower", value).toLowerCase() },
        union: { arity: [2, many], call: (...values) => distinct(values.flatMap((value) => list("union", value))) },
    } satisfies Record<string, PureFunction>),
);

/** A value as a text has it: nothing for null, JSON for lists and objects. */
export function textOf(value: Value): string {
    if (value === null) return "";
    // a boolean of .NET
    if (typeof value === "boolean") return value ? "True" : "False";
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** Kind of a value, as errors name it. */
export function kindOf(value: Value): string {
    if (value === null) return "Null";
    if (Array.isArray(value)) return "Array";
    return { boolean: "Boolean", number: "Number", string: "String", object: "Object" }[
        typeof value as "boolean" | "number" | "string" | "object"
    ];
}

function contains(collection: Value, wanted: Value): boolean {
    if (typeof collection === "string") return collection.includes(text("contains", wanted));
    if (Array.isArray(collection)) return has(collection, wanted);
    if (isObject(collection)) return Object.hasOwn(collection, text("contains", wanted));
    throw unfit("contains", collection);
}

function empty(value: Value): boolean {
    if (value === null) return true;
    if (isObject(value)) return Object.keys(value).length === 0;
    return items("empty", value).length === 0;
}

/** Null is an empty text to it, and true is 1, as its page says. Texts are compared with regard to case. */
function equals(one: Value, other: Value): boolean {
    const plain = (value: Value) => (value === null ? "" : typeof value === "boolean" ? Number(value) : value);
    return isDeepStrictEqual(plain(one), plain(other));
}

function join(values: Value, between: Value): string {
    return list("join", values)
        .map((value) => plainText("join", value))
        .join(text("join", between));
}

function json(value: Value): Value {
    try {
        return JSON.parse(text("json", value));
    } catch (error) {
        if (error instanceof SyntaxError) throw new EvaluationError("json was given a text that is no JSON.");
        throw error;
    }
}

/** What it is asked for must be there: it cuts nothing off. */
function substring(value: Value, start: Value, length?: Value): string {
    const whole = text("substring", value);
    const from = number("substring", start);
    const to = length === undefined ? whole.length : from + number("substring", length);
    if (from < 0 || to < from || to > whole.length) {
        throw new EvaluationError("substring was asked for more than its text has.");
    }
    return whole.slice(from, to);
}

function logical(name: string, value: Value): boolean {
    if (typeof value === "boolean") return value;
    throw unfit(name, value);
}

function number(name: string, value: Value): number {
    if (typeof value === "number") return value;
    throw unfit(name, value);
}

function text(name: string, value: Value): string {
    if (typeof value === "string") return value;
    throw unfit(name, value);
}

function filled(name: string, value: Value): string {
    const found = text(name, value);
    if (found === "") throw new EvaluationError(`${name} was given an empty text to look for.`);
    return found;
}

/** A list or an object has no text that anybody would want in another one. */
function plainText(name: string, value: Value): string {
    if (typeof value === "object" && value !== null) throw unfit(name, value);
    return textOf(value);
}

function list(name: string, value: Value): Value[] {
    if (Array.isArray(value)) return value;
    throw unfit(name, value);
}

function items(name: string, value: Value): Value[] {
    return typeof value === "string" ? value.split("") : list(name, value);
}

function has(values: Value[], wanted: Value): boolean {
    return values.some((value) => isDeepStrictEqual(value, wanted));
}

function distinct(values: Value[]): Value[] {
    return values.filter((value, index) => !has(values.slice(0, index), value));
}

function unfit(name: string, value: Value): EvaluationError {
    return new EvaluationError(`${name} does not take a value of the type ${kindOf(value)}.`);
}
