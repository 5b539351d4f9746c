import { columnsOf, indexOfColumn, items, mapRows, parametersOf, type Table, unsupported } from "../plan";
import { compileScalar } from "../scalars/expression";
import { type Operator, originsOf } from "./operator";

/** Also `serialize`, which besides gives the rows an order that they have here anyway. */
export const extend: Operator = (node, input, scope) => {
    parametersOf(node);
    const expressions = items(node, "Expressions");
    const columns = columnsOf(node);
    const scalars = expressions.map((expression) => compileScalar(expression, scope));
    const origins = originsOf(node, expressions, input.columns, columns);
    return {
        columns,
        rows: (run) =>
            mapRows(input.rows(run), run, (row, place) =>
                origins.map((origin) =>
                    "input" in origin
                        ? (row[origin.input] ?? null)
                        : (scalars[origin.expression]?.evaluate(row, place) ?? null),
                ),
            ),
    };
};

export const project: Operator = (node, input, scope) => {
    const columns = columnsOf(node);
    const scalars = items(node, "Expressions").map((expression) => compileScalar(expression, scope));
    if (scalars.length !== columns.length) {
        return unsupported(node, "an expression that gives several columns");
    }
    return {
        columns,
        rows: (run) =>
            mapRows(input.rows(run), run, (row, place) => scalars.map((scalar) => scalar.evaluate(row, place))),
    };
};

/** `project-away`, `project-keep` and `project-reorder`: which columns remain, and in which order. */
export const selectColumns: Operator = (node, input) => {
    const columns = columnsOf(node);
    const indexes = columns.map(({ name }) => indexOfColumn(input.columns, name, node));
    return {
        columns,
        rows: (run) => input.rows(run).map((row) => indexes.map((index) => row[index] ?? null)),
    };
};

export const renameColumns: Operator = (node, input): Table => {
    const columns = columnsOf(node);
    return columns.length === input.columns.length ? { columns, rows: (run) => input.rows(run) } : unsupported(node);
};
