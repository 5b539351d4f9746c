import type { SyntaxNode } from "../language";
import { columnsOf, evaluateConstant, items, parametersOf, part, type Run, type Scope, unsupported } from "../plan";
import { compileConstant, compileScalar } from "../scalars/expression";
import { type Cell, type Cells, compareCells } from "../values/cell";
import { convertTo } from "../values/convert";
import type { Source } from "./operator";

export const print: Source = (node, scope) => {
    const columns = columnsOf(node);
    const scalars = items(node, "Expressions").map((expression) => compileScalar(expression, scope));
    return scalars.length === columns.length
        ? { columns, rows: (run) => [scalars.map((scalar) => evaluateConstant(scalar, run))] }
        : unsupported(node, "an expression that gives several columns");
};

export const datatable: Source = (node, scope) => {
    parametersOf(node);
    const columns = columnsOf(node);
    const scalars = items(node, "Values").map((value) => compileConstant(value, scope));
    return {
        columns,
        rows: (run) =>
            Array.from(
                { length: scalars.length / columns.length },
                (_, row): Cells =>
                    columns.map(({ type }, column) => {
                        const scalar = scalars[row * columns.length + column];
                        return scalar === undefined
                            ? null
                            : convertTo(evaluateConstant(scalar, run), scalar.type, type);
                    }),
            ),
    };
};

/** At most as many values as a table of `range` is of any use with. */
const mostValues = 1_000_000;

export const range: Source = (node, scope) => {
    const [from, to, step] = ["From", "To", "Step"].map((name) => constantPart(node, name, scope));
    return {
        columns: columnsOf(node),
        rows: (run) => {
            const rows: Cells[] = [];
            const [last = null, by = null] = [to?.(run), step?.(run)];
            let value = from?.(run) ?? null;
            if (value === null || last === null || by === null) {
                return rows;
            }
            const down = Number(by) < 0;
            if (Number(by) === 0) {
                unsupported(node, "a range whose step is nothing");
            }
            while (value !== null && compareCells(value, last) * (down ? -1 : 1) <= 0) {
                rows.push([value]);
                if (rows.length > mostValues) {
                    unsupported(node, `a range of more than ${mostValues} values`);
                }
                value = added(value, by);
            }
            return rows;
        },
    };
};

function constantPart(node: SyntaxNode, name: string, scope: Scope): (run: Run) => Cell {
    const scalar = compileConstant(part(node, name), scope);
    return (run) => evaluateConstant(scalar, run);
}

function added(value: Cell, by: Cell): Cell {
    if (typeof value === "bigint" && typeof by === "bigint") {
        return value + by;
    }
    return typeof value === "number" && typeof by === "number" ? value + by : null;
}
