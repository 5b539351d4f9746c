import type { SyntaxNode } from "../language";
import { evaluateConstant, items, mapRows, parametersOf, part, type Run, type Scope, unsupported } from "../plan";
import { compileConstant, compileScalar } from "../scalars/expression";
import { type Cell, type Cells, compareCells } from "../values/cell";
import type { Operator } from "./operator";

interface Key {
    readonly evaluate: ReturnType<typeof compileScalar>["evaluate"];
    readonly ascending: boolean;
    readonly nullsFirst: boolean;
}

export const sort: Operator = (node, input, scope) => {
    parametersOf(node);
    const keys = items(node, "Expressions").map((expression) => keyOf(expression, scope));
    return { columns: input.columns, rows: (run) => sortRows(input.rows(run), keys, run) };
};

export const top: Operator = (node, input, scope) => {
    parametersOf(node);
    const keys = [keyOf(part(node, "ByExpression"), scope)];
    const count = compileConstant(part(node, "Expression"), scope);
    return {
        columns: input.columns,
        rows: (run) => sortRows(input.rows(run), keys, run).slice(0, Number(evaluateConstant(count, run))),
    };
};

/** Descending unless it says otherwise; null is last then, and first otherwise. */
function keyOf(node: SyntaxNode, scope: Scope): Key {
    const ordered = node.kind === "OrderedExpression";
    const scalar = compileScalar(ordered ? part(node, "Expression") : node, scope);
    const ordering = ordered ? part(node, "Ordering").parts : {};
    const ascending = wordOf(ordering.AscOrDescKeyword, ["asc", "desc"], "desc") === "asc";
    const nulls = wordOf(
        ordering.NullsClause?.parts.FirstOrLastKeyword,
        ["first", "last"],
        ascending ? "first" : "last",
    );
    return { evaluate: scalar.evaluate, ascending, nullsFirst: nulls === "first" };
}

function wordOf(node: SyntaxNode | undefined, known: readonly string[], otherwise: string): string {
    if (node === undefined || node.text === "") {
        return otherwise;
    }
    return known.includes(node.text) ? node.text : unsupported(node);
}

/** Rows that are equal stay in their order. */
function sortRows(rows: readonly Cells[], keys: readonly Key[], run: Run): Cells[] {
    const keyed = mapRows(rows, run, (row, place) => ({ row, cells: keys.map((key) => key.evaluate(row, place)) }));
    keyed.sort((left, right) => {
        for (const [index, key] of keys.entries()) {
            const sign = compareByKey(left.cells[index] ?? null, right.cells[index] ?? null, key);
            if (sign !== 0) {
                return sign;
            }
        }
        return 0;
    });
    return keyed.map(({ row }) => row);
}

/** Null and NaN are together at one end: https://learn.microsoft.com/kusto/query/sort-operator#using-special-floating-point-values */
function compareByKey(left: Cell, right: Cell, { ascending, nullsFirst }: Key): number {
    const [leftRank, rightRank] = [rankOf(left), rankOf(right)];
    if (leftRank > 0 || rightRank > 0) {
        return (rightRank - leftRank) * (nullsFirst ? 1 : -1);
    }
    return compareCells(left, right) * (ascending ? 1 : -1);
}

function rankOf(cell: Cell): number {
    return cell === null ? 2 : Number.isNaN(cell) ? 1 : 0;
}
