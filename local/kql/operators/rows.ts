import { columnsOf, evaluateConstant, items, mapRows, parametersOf, part } from "../plan";
import { compileConstant, compileScalar } from "../scalars/expression";
import type { Cells } from "../values/cell";
import { keyOfAll } from "../values/cell";
import type { Operator } from "./operator";

export const where: Operator = (node, input, scope) => {
    parametersOf(node);
    const condition = compileScalar(part(node, "Condition"), scope);
    return {
        columns: input.columns,
        rows: (run) => {
            const rows = input.rows(run);
            const kept = mapRows(rows, run, (row, place) => condition.evaluate(row, place) === true);
            return rows.filter((_, index) => kept[index]);
        },
    };
};

/** The first ones, where Kusto takes any. */
export const take: Operator = (node, input, scope) => {
    parametersOf(node);
    const count = compileConstant(part(node, "Expression"), scope);
    return {
        columns: input.columns,
        rows: (run) => input.rows(run).slice(0, Number(evaluateConstant(count, run))),
    };
};

export const count: Operator = (node, input) => {
    parametersOf(node);
    return { columns: columnsOf(node), rows: (run) => [[input.rows(run).length]] };
};

export const distinct: Operator = (node, input, scope) => {
    parametersOf(node);
    const expressions = items(node, "Expressions");
    const scalars =
        expressions[0]?.kind === "StarExpression" ? undefined : expressions.map((one) => compileScalar(one, scope));
    return {
        columns: columnsOf(node),
        rows: (run) => {
            const rows = mapRows(input.rows(run), run, (row, place): Cells => {
                return scalars?.map((scalar) => scalar.evaluate(row, place)) ?? row;
            });
            const first = new Map<string, Cells>();
            for (const row of rows) {
                const key = keyOfAll(row);
                if (!first.has(key)) {
                    first.set(key, row);
                }
            }
            return [...first.values()];
        },
    };
};
