import type { Column, SyntaxNode } from "../language";
import { columnsOf, items, parametersOf, type Scope, type Table, unsupported } from "../plan";
import { compileTable } from "../table";
import { type Cell, type Cells, emptyCell } from "../values/cell";
import type { Operator, Source } from "./operator";

export const union: Operator = (node, input, scope) => unionOf(node, [input], scope);
export const unionSource: Source = (node, scope) => unionOf(node, [], scope);

/** The tables one after the other. `isfuzzy` says nothing here, because tables that are not there are a problem before. */
function unionOf(node: SyntaxNode, inputs: readonly Table[], scope: Scope): Table {
    const { kind = "outer", withsource } = parametersOf(node, ["kind", "withsource", "isfuzzy"]);
    if (kind !== "outer") {
        unsupported(node, `a union of kind ${kind}`);
    }
    const columns = columnsOf(node);
    const expressions = items(node, "Expressions");
    const tables = expressions.map((expression) => compileTable(expression, { ...scope, columns: [] }));
    const sources = expressions.map(({ name }, index) => name ?? `union_arg${inputs.length + index}`);
    const parts = [
        ...inputs.map((table) => ({ table, source: "union_arg0" })),
        ...tables.map((table, index) => ({ table, source: sources[index] ?? "" })),
    ].map(({ table, source }) => ({
        table,
        read: columns.map((column) => readColumn(node, column, table, withsource, source)),
    }));
    return {
        columns,
        rows: (run) => parts.flatMap(({ table, read }) => table.rows(run).map((row) => read.map((cell) => cell(row)))),
    };
}

/** A column that has several types in the tables is there once for each, as `Name_type`. */
function readColumn(
    node: SyntaxNode,
    { name, type }: Column,
    table: Table,
    withsource: string | undefined,
    source: string,
): (row: Cells) => Cell {
    if (name === withsource) {
        return () => source;
    }
    const index = table.columns.findIndex(
        (column) => column.type === type && (column.name === name || `${column.name}_${column.type}` === name),
    );
    if (index >= 0) {
        return (row) => row[index] ?? null;
    }
    if (table.columns.some((column) => column.name === name)) {
        return unsupported(node, `a union in which '${name}' is of several types`);
    }
    return () => emptyCell(type);
}
