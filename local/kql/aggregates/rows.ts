import { indexOfColumn, items, part, type Scalar } from "../plan";
import { type Cell, type Cells, compareCells, emptyCell } from "../values/cell";
import { type Aggregate, type AggregateCall, onlyIf } from "./aggregate";

/** The row in which the first argument is largest or smallest; of several such rows the first. */
function argExtreme(sign: number): Aggregate {
    return (call) => {
        const values = valuesOf(call);
        const [extreme] = call.arguments;
        return () => {
            let best: NonNullable<Cell> | undefined;
            let found: Cells | undefined;
            return {
                add(row, place) {
                    const cell = extreme?.evaluate(row, place) ?? null;
                    if (cell !== null && (best === undefined || compareCells(cell, best) * sign > 0)) {
                        best = cell;
                        found = values.map((value) => value.evaluate(row, place));
                    }
                },
                result: () => found ?? values.map(({ type }) => emptyCell(type)),
            };
        };
    };
}

/** Any row, here the first; of a single expression the first value that is not empty. */
const takeAny: Aggregate = (call) => {
    const values = valuesOf(call);
    return () => {
        let found: Cells | undefined;
        return {
            add(row, place) {
                const only = values.length === 1 ? found?.[0] : undefined;
                if (found === undefined || only === null || only === "") {
                    found = values.map((value) => value.evaluate(row, place));
                }
            },
            result: () => found ?? values.map(({ type }) => emptyCell(type)),
        };
    };
};

/** The arguments, or the columns that `*` stands for: those that the aggregate gives and no argument names. */
function valuesOf(call: AggregateCall): readonly Scalar[] {
    const written = items(part(call.node, "ArgumentList"), "Expressions");
    if (!written.some(({ kind }) => kind === "StarExpression")) {
        return call.arguments;
    }
    const rest = (call.columns ?? []).slice(call.arguments.length).map(({ name, type }): Scalar => {
        const index = indexOfColumn(call.input, name, call.node);
        return { type, constant: false, evaluate: (row) => row[index] ?? null };
    });
    return [...call.arguments, ...rest];
}

export const rows: Readonly<Record<string, Aggregate>> = {
    arg_max: argExtreme(1),
    arg_min: argExtreme(-1),
    take_any: takeAny,
    any: takeAny,
    take_anyif: onlyIf(takeAny, 1),
};
