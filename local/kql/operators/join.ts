import type { SyntaxNode } from "../language";
import { columnsOf, indexOfColumn, items, parametersOf, part, type Run, type Table, unsupported } from "../plan";
import { compileTable } from "../table";
import { type Cells, emptyCell, keyOfAll } from "../values/cell";
import type { Operator } from "./operator";

/** Which columns of the left and of the right have to be equal. */
interface Condition {
    readonly left: readonly number[];
    readonly right: readonly number[];
}

interface Kind {
    /** Which rows are in the result: pairs, and those of a side that have no partner. */
    readonly pairs: boolean;
    readonly loneLeft: boolean;
    readonly loneRight: boolean;
    /** Only the rows of one side, each once, that have a partner or that have none. */
    readonly only?: { readonly side: "left" | "right"; readonly partnered: boolean };
    /** Whether of several rows of the left with the same key one is taken. */
    readonly unique?: boolean;
}

const inner: Kind = { pairs: true, loneLeft: false, loneRight: false };
const only = (side: "left" | "right", partnered: boolean): Kind => ({ ...inner, only: { side, partnered } });

/** https://learn.microsoft.com/kusto/query/join-operator#kinds-of-join */
const kinds: Readonly<Record<string, Kind>> = {
    innerunique: { ...inner, unique: true },
    inner,
    leftouter: { ...inner, loneLeft: true },
    rightouter: { ...inner, loneRight: true },
    fullouter: { ...inner, loneLeft: true, loneRight: true },
    leftsemi: only("left", true),
    rightsemi: only("right", true),
    anti: only("left", false),
    leftanti: only("left", false),
    leftantisemi: only("left", false),
    rightanti: only("right", false),
    rightantisemi: only("right", false),
};

export const join: Operator = (node, input, scope) => {
    const { kind = "innerunique" } = parametersOf(node, ["kind"]);
    const right = compileTable(part(node, "Expression"), { ...scope, columns: [] });
    const condition = conditionOf(part(node, "ConditionClause"), input, right);
    return joinTables(node, input, right, condition, kinds[kind] ?? unsupported(node, `a join of kind ${kind}`));
};

/** A join that does not repeat the columns of the condition. */
export const lookup: Operator = (node, input, scope) => {
    const { kind = "leftouter" } = parametersOf(node, ["kind"]);
    if (kind !== "leftouter" && kind !== "inner") {
        unsupported(node, `a lookup of kind ${kind}`);
    }
    const right = compileTable(part(node, "Expression"), { ...scope, columns: [] });
    const condition = conditionOf(part(node, "LookupClause"), input, right);
    const joined = joinTables(undefined, input, right, condition, kinds[kind] ?? inner);
    const repeated = new Set(condition.right.map((index) => input.columns.length + index));
    return {
        columns: columnsOf(node),
        rows: (run) => joined.rows(run).map((row) => row.filter((_, index) => !repeated.has(index))),
    };
};

function conditionOf(clause: SyntaxNode, left: Table, right: Table): Condition {
    const pairs = items(clause, "Expressions").flatMap((expression) => pairsOf(expression, left, right));
    return { left: pairs.map((pair) => pair.left), right: pairs.map((pair) => pair.right) };
}

function pairsOf(node: SyntaxNode, left: Table, right: Table): { left: number; right: number }[] {
    switch (node.kind) {
        case "ParenthesizedExpression":
            return pairsOf(part(node, "Expression"), left, right);
        case "NameReference": {
            const name = node.name ?? node.text;
            return [{ left: indexOfColumn(left.columns, name, node), right: indexOfColumn(right.columns, name, node) }];
        }
        case "AndExpression":
            return [part(node, "Left"), part(node, "Right")].flatMap((side) => pairsOf(side, left, right));
        case "EqualExpression":
            return [
                {
                    left: sideOf(part(node, "Left"), "$left", left),
                    right: sideOf(part(node, "Right"), "$right", right),
                },
            ];
        default:
            return unsupported(node, `the condition '${node.text}'`);
    }
}

function sideOf(node: SyntaxNode, side: string, table: Table): number {
    return part(node, "Expression").name === side
        ? indexOfColumn(table.columns, part(node, "Selector").name ?? "", node)
        : unsupported(node);
}

function joinTables(node: SyntaxNode | undefined, left: Table, right: Table, condition: Condition, kind: Kind): Table {
    const columns = node === undefined ? [...left.columns, ...right.columns] : columnsOf(node);
    const noLeft = left.columns.map(({ type }) => emptyCell(type));
    const noRight = right.columns.map(({ type }) => emptyCell(type));
    return {
        columns,
        rows: (run: Run) => {
            const leftRows = kind.unique === true ? firstOfKey(left.rows(run), condition.left) : left.rows(run);
            const rightRows = right.rows(run);
            if (kind.only !== undefined) {
                const { side, partnered } = kind.only;
                return side === "left"
                    ? withPartner(leftRows, condition.left, rightRows, condition.right, partnered)
                    : withPartner(rightRows, condition.right, leftRows, condition.left, partnered);
            }
            const partners = byKey(rightRows, condition.right);
            const paired = leftRows.flatMap((row): Cells[] => {
                const found = partners.get(keyAt(row, condition.left) ?? "") ?? [];
                return found.length === 0 && kind.loneLeft
                    ? [[...row, ...noRight]]
                    : found.map((partner) => [...row, ...partner]);
            });
            const lone = kind.loneRight ? withPartner(rightRows, condition.right, leftRows, condition.left, false) : [];
            return [...paired, ...lone.map((row) => [...noLeft, ...row])];
        },
    };
}

/** The key of a row; undefined if part of it is null, which is equal to nothing. */
function keyAt(row: Cells, indexes: readonly number[]): string | undefined {
    const cells = indexes.map((index) => row[index] ?? null);
    return cells.includes(null) ? undefined : keyOfAll(cells);
}

function byKey(rows: readonly Cells[], indexes: readonly number[]): Map<string, Cells[]> {
    const found = new Map<string, Cells[]>();
    for (const row of rows) {
        const key = keyAt(row, indexes);
        if (key !== undefined) {
            const same = found.get(key);
            if (same === undefined) {
                found.set(key, [row]);
            } else {
                same.push(row);
            }
        }
    }
    return found;
}

/** Rows that have a partner on the other side, or that have none. */
function withPartner(
    rows: readonly Cells[],
    indexes: readonly number[],
    others: readonly Cells[],
    otherIndexes: readonly number[],
    partnered: boolean,
): Cells[] {
    const keys = new Set(others.map((row) => keyAt(row, otherIndexes)));
    return rows.filter((row) => {
        const key = keyAt(row, indexes);
        return (key !== undefined && keys.has(key)) === partnered;
    });
}

/** The first row of each key, where Kusto takes any; those without a key have no partner, and do not matter. */
function firstOfKey(rows: readonly Cells[], indexes: readonly number[]): Cells[] {
    return [...byKey(rows, indexes).values()].flatMap(([first]) => (first === undefined ? [] : [first]));
}
