import type { Evaluate, Scalar } from "../../plan";
import type { ScalarType } from "../../schema";
import { type Cell, emptyCell } from "../../values/cell";
import { convertTo } from "../../values/convert";
import { pure, type ScalarFunction } from "./call";

/** Only what is chosen is evaluated. */
const choose: ScalarFunction = ({ type, arguments: all }) => {
    const branches = pairs(all).map(({ condition, value }) => ({ condition, evaluate: as(value, type) }));
    const otherwise = all.at(-1);
    const last = otherwise === undefined ? () => emptyCell(type) : as(otherwise, type);
    return {
        type,
        constant: all.every(({ constant }) => constant),
        evaluate: (row, place) => {
            const chosen = branches.find(({ condition }) => condition.evaluate(row, place) === true);
            return (chosen?.evaluate ?? last)(row, place);
        },
    };
};

function pairs(all: readonly Scalar[]): { condition: Scalar; value: Scalar }[] {
    return all.flatMap((condition, index) => {
        const value = all[index + 1];
        return index % 2 === 0 && value !== undefined ? [{ condition, value }] : [];
    });
}

/** Branches may be of different types, of which one is dynamic. */
function as(value: Scalar, type: ScalarType): Evaluate {
    return value.type === type
        ? value.evaluate
        : (row, place) => convertTo(value.evaluate(row, place), value.type, type);
}

function isEmpty(cell: Cell): boolean {
    return cell === null || cell === "";
}

export const choice: Readonly<Record<string, ScalarFunction>> = {
    iff: choose,
    iif: choose,
    case: choose,
    coalesce: ({ type, arguments: all }) => {
        const values = all.map((value) => as(value, type));
        return {
            type,
            constant: all.every(({ constant }) => constant),
            evaluate: (row, place) => {
                for (const value of values) {
                    const cell = value(row, place);
                    if (!isEmpty(cell)) {
                        return cell;
                    }
                }
                return emptyCell(type);
            },
        };
    },
    not: pure(([cell = null]) => (typeof cell === "boolean" ? !cell : null)),
    isnull: pure(([cell = null]) => cell === null),
    isnotnull: pure(([cell = null]) => cell !== null),
    notnull: pure(([cell = null]) => cell !== null),
    isempty: pure(([cell = null]) => isEmpty(cell)),
    isnotempty: pure(([cell = null]) => !isEmpty(cell)),
    notempty: pure(([cell = null]) => !isEmpty(cell)),
    isnan: pure(([cell = null]) => Number.isNaN(cell)),
    isinf: pure(([cell = null]) => cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY),
    isfinite: pure(([cell = null]) => Number.isFinite(cell)),
};
