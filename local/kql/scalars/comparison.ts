import type { SyntaxNode } from "../language";
import { type Evaluate, type Scalar, unsupported } from "../plan";
import { type Cell, compareCells, equalCells } from "../values/cell";
import type { Binary } from "./arithmetic";

/**
 * Null is equal to nothing and different from everything but null, of which neither can be said:
 * https://learn.microsoft.com/kusto/query/scalar-data-types/null-values
 */
const equality: Readonly<Record<string, Binary>> = {
    "==": (left, right, node) => compareWith(left, right, node, (a, b) => sameOrUnknown(a, b)),
    "!=": (left, right, node) => compareWith(left, right, node, (a, b) => not(sameOrUnknown(a, b))),
    "<>": (left, right, node) => compareWith(left, right, node, (a, b) => not(sameOrUnknown(a, b))),
};

const order: Readonly<Record<string, Binary>> = Object.fromEntries(
    Object.entries({
        "<": (sign: number) => sign < 0,
        "<=": (sign: number) => sign <= 0,
        ">": (sign: number) => sign > 0,
        ">=": (sign: number) => sign >= 0,
    }).map(([operator, holds]): [string, Binary] => [
        operator,
        (left, right, node) => {
            if (left.type === "dynamic" && right.type === "dynamic") {
                unsupported(node, "an order of dynamic values");
            }
            return compareWith(left, right, node, (a, b) => {
                if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) {
                    return a === null || b === null ? null : false;
                }
                // A dynamic value of another type is not less, and not greater.
                return typeof a === typeof b ? holds(compareCells(a, b)) : false;
            });
        },
    ]),
);

export const comparisons: Readonly<Record<string, Binary>> = { ...equality, ...order };

/** `between`, whose end may be a span from its beginning; both are part of it. */
export function within(value: Scalar, first: Scalar, last: Scalar, inside: boolean): Scalar {
    const isSpan = value.type === "datetime" && last.type === "timespan";
    const evaluate: Evaluate = (row, place) => {
        const [cell, from, to] = [value, first, last].map((scalar) => scalar.evaluate(row, place));
        const end = isSpan && typeof from === "bigint" && typeof to === "bigint" ? from + to : (to ?? null);
        if (cell === null || cell === undefined || from === null || from === undefined || end === null) {
            return null;
        }
        return (compareCells(cell, from) >= 0 && compareCells(cell, end) <= 0) === inside;
    };
    return { type: "bool", constant: value.constant && first.constant && last.constant, evaluate };
}

function compareWith(
    left: Scalar,
    right: Scalar,
    node: SyntaxNode,
    holds: (left: Cell, right: Cell) => boolean | null,
): Scalar {
    const types = [left.type, right.type];
    if (types.includes("dynamic") && (types.includes("datetime") || types.includes("timespan"))) {
        unsupported(node, "a time beside a dynamic value, which has none here: use todatetime or totimespan");
    }
    return {
        type: "bool",
        constant: left.constant && right.constant,
        evaluate: (row, place) => holds(left.evaluate(row, place), right.evaluate(row, place)),
    };
}

function sameOrUnknown(left: Cell, right: Cell): boolean | null {
    return left === null && right === null ? null : equalCells(left, right);
}

function not(value: boolean | null): boolean | null {
    return value === null ? null : !value;
}
