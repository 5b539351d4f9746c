import type { Value } from "../../provider/provider";
import type { ScalarType } from "../schema";

/**
 * A value while a query runs. Texts are never null. Times and spans are counts of 100 nanoseconds as in .NET, in which
 * Kusto keeps them; dynamic values are JSON. Whole numbers are exact up to 2^53: beyond, arithmetic is an error.
 */
export type Cell = null | boolean | number | bigint | string | Dynamic;

/** A dynamic value that is not a scalar. */
export type Dynamic = Value[] | { [name: string]: Value };

export type Cells = readonly Cell[];

/** What a column holds where there is nothing: texts cannot be null. */
export function emptyCell(type: ScalarType): Cell {
    return type === "string" ? "" : null;
}

/** Orders two values of the same type, neither of them null. Texts are in the order of their code units. */
export function compareCells(left: Cell, right: Cell): number {
    if (left === null || right === null || typeof left === "object" || typeof right === "object") {
        throw new TypeError("Values without an order are compared.");
    }
    return left < right ? -1 : left > right ? 1 : 0;
}

export function equalCells(left: Cell, right: Cell): boolean {
    return left === right || (typeof left === "object" && keyOf(left) === keyOf(right));
}

/** The same text for the same value: what groups, sets and joins tell values apart by. */
export function keyOf(cell: Cell): string {
    switch (typeof cell) {
        case "bigint":
            return `${cell}n`;
        case "number":
            return String(cell);
        default:
            return JSON.stringify(sorted(cell));
    }
}

export function keyOfAll(cells: Cells): string {
    return cells.map(keyOf).join(",");
}

/** Whether one property stands before another says nothing about a bag. */
function sorted(value: Value): Value {
    if (Array.isArray(value)) {
        return value.map(sorted);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value)
                .sort(([left], [right]) => (left < right ? -1 : 1))
                .map(([name, property]) => [name, sorted(property)]),
        );
    }
    return value;
}

/** A whole number that is exact, or an error: 64 bits are more than a number of JavaScript holds. */
export function whole(value: number): number {
    if (!Number.isSafeInteger(value)) {
        throw new RangeError(`A whole number goes beyond 2^53, up to which they are exact here: ${value}`);
    }
    return value === 0 ? 0 : value;
}
