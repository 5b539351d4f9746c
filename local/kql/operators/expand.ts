import type { Column, SyntaxNode } from "../language";
import {
    columnsOf,
    evaluateConstant,
    items,
    mapRows,
    type Place,
    parametersOf,
    part,
    type Scalar,
    type Scope,
    type Table,
    unsupported,
} from "../plan";
import { compileConstant, compileScalar } from "../scalars/expression";
import type { ScalarType } from "../schema";
import { compileTable } from "../table";
import { type Cell, type Cells, emptyCell } from "../values/cell";
import { convertTo } from "../values/convert";
import { isBag } from "../values/dynamic";
import { nameOf, type Operator, type Origin, originsOf } from "./operator";

interface Expansion {
    readonly columns: readonly Column[];
    /** The rows that become of one. */
    expand(row: Cells, place: Place): Cells[];
}

export const mvExpand: Operator = (node, input, scope) => {
    const expansion = compileExpansion(node, input, columnsOf(node), scope);
    return {
        columns: expansion.columns,
        rows: (run) => mapRows(input.rows(run), run, (row, place) => expansion.expand(row, place)).flat(),
    };
};

/** Runs a query over what each row expands to; what it does not give comes from the row. */
export const mvApply: Operator = (node, input, scope) => {
    const expansion = compileExpansion(node, input, expandedColumns(node, input), scope);
    let expanded: readonly Cells[] = [];
    const subquery = compileTable(
        part(part(node, "Subquery"), "Expression"),
        { ...scope, columns: expansion.columns },
        { columns: expansion.columns, rows: () => expanded },
    );
    const columns = columnsOf(node);
    const origins = columns.map(({ name }) => {
        const found = subquery.columns.findIndex((column) => column.name === name);
        const before = input.columns.findIndex((column) => column.name === name);
        return found < 0 && before < 0 ? unsupported(node, `the origin of the column '${name}'`) : { found, before };
    });
    return {
        columns,
        rows: (run) =>
            mapRows(input.rows(run), run, (row, place) => {
                expanded = expansion.expand(row, place);
                return subquery
                    .rows(run)
                    .map((result) =>
                        origins.map(({ found, before }) => (found < 0 ? row[before] : result[found]) ?? null),
                    );
            }).flat(),
    };
};

/** Columns that the subquery of `mv-apply` sees: those of the input, and what is expanded. */
function expandedColumns(node: SyntaxNode, input: Table): readonly Column[] {
    const expanded = items(node, "Expressions").map((expression): Column => {
        const value = part(expression, "Expression");
        return {
            name: nameOf(value) ?? unsupported(expression, "an expression without a name"),
            type: typeOfExpanded(expression),
        };
    });
    const { with_itemindex: index } = parametersOf(node, ["with_itemindex", "kind", "bagexpansion"]);
    const added = [...expanded, ...(index === undefined ? [] : [{ name: index, type: "long" as const }])];
    const replaced = input.columns.map((column) => expanded.find(({ name }) => name === column.name) ?? column);
    return [...replaced, ...added.filter(({ name }) => !input.columns.some((column) => column.name === name))];
}

function compileExpansion(node: SyntaxNode, input: Table, columns: readonly Column[], scope: Scope): Expansion {
    const {
        with_itemindex: index,
        kind,
        bagexpansion,
    } = parametersOf(node, ["with_itemindex", "kind", "bagexpansion"]);
    const asPairs = (kind ?? bagexpansion) === "array";
    const expressions = items(node, "Expressions").map((expression) => ({
        node: part(expression, "Expression"),
        value: compileScalar(part(expression, "Expression"), scope),
        type: typeOfExpanded(expression),
    }));
    const limitNode = node.parts.RowLimitClause?.parts.RowLimit;
    const limit = limitNode === undefined ? undefined : compileConstant(limitNode, scope);
    const origins = originsOf(
        node,
        expressions.map((expression) => expression.node),
        input.columns,
        columns.filter(({ name }) => name !== index),
    );
    const indexAt = columns.findIndex(({ name }) => name === index);
    return {
        columns,
        expand(row, place) {
            const lists = expressions.map(({ value }) => elementsOf(value, row, place, asPairs));
            const longest = Math.max(...lists.map((list) => list.length));
            const most = limit === undefined ? longest : Math.min(longest, Number(evaluateConstant(limit, place.run)));
            return Array.from({ length: most }, (_, at) => {
                const cells = origins.map((origin) => cellOf(origin, row, lists, at, expressions));
                return indexAt < 0 ? cells : cells.toSpliced(indexAt, 0, at);
            });
        },
    };
}

function cellOf(
    origin: Origin,
    row: Cells,
    lists: readonly Cells[],
    at: number,
    expressions: readonly { type: ScalarType }[],
): Cell {
    return "input" in origin
        ? (row[origin.input] ?? null)
        : cast(lists[origin.expression]?.[at] ?? null, expressions[origin.expression]?.type ?? "dynamic");
}

/** Null is expanded to one null, what is empty to nothing; a bag to bags of one property or to pairs. */
function elementsOf(value: Scalar, row: Cells, place: Place, asPairs: boolean): Cells {
    const cell = value.evaluate(row, place);
    if (isBag(cell)) {
        return Object.entries(cell).map(([name, property]) => (asPairs ? [name, property] : { [name]: property }));
    }
    return Array.isArray(cell) ? cell : [cell];
}

function typeOfExpanded(expression: SyntaxNode): ScalarType {
    const written = expression.parts.ToTypeOf?.parts.TypeOf?.parts.Types?.items[0];
    if (written === undefined) {
        return "dynamic";
    }
    const type = written.symbol?.name;
    switch (type) {
        case "string":
        case "long":
        case "int":
        case "real":
        case "bool":
        case "dynamic":
            return type;
        default:
            return unsupported(written, `the expansion to ${written.text}`);
    }
}

/** "The operation of applying type is cast-only": an element of another type becomes null. */
function cast(cell: Cell, type: ScalarType): Cell {
    const fits =
        type === "dynamic" ||
        type === "string" ||
        (type === "bool"
            ? typeof cell === "boolean"
            : typeof cell === "number" && (type === "real" || Number.isInteger(cell)));
    return fits ? convertTo(cell, "dynamic", type) : emptyCell(type);
}
