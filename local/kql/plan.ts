import { type Column, placeOf, type SyntaxNode } from "./language";
import type { ScalarType, WorkspaceData } from "./schema";
import type { Cell, Cells } from "./values/cell";

/** One run of a query. What does not change while it runs is kept by what it belongs to. */
export interface Run {
    readonly data: WorkspaceData;
    /** What `now()` is. */
    readonly now: bigint;
    readonly kept: Map<object, unknown>;
}

/** Where an expression is evaluated: at a row of a table, for what looks at the rows beside it. */
export interface Place {
    readonly run: Run;
    readonly rows: readonly Cells[];
    index: number;
}

export type Evaluate = (row: Cells, place: Place) => Cell;

/** An expression that gives a value. */
export interface Scalar {
    readonly type: ScalarType;
    /** Whether it is the same for all rows of a run. */
    readonly constant: boolean;
    readonly evaluate: Evaluate;
}

/** An expression that gives a table. */
export interface Table {
    readonly columns: readonly Column[];
    rows(run: Run): readonly Cells[];
}

/** What a name stands for that a `let` or a call has given it. */
export type Binding =
    | { readonly kind: "scalar"; readonly scalar: Scalar }
    | { readonly kind: "table"; readonly table: Table }
    | { readonly kind: "function"; readonly scope: Scope };

/** What an expression can refer to. */
export interface Scope {
    readonly names: ReadonlyMap<string, Binding>;
    /** Columns of the row that it is evaluated for. */
    readonly columns: readonly Column[];
    /** Whether it is the body of a function that is called for each row, whose `let` differs from row to row. */
    readonly perRow: boolean;
    /** Takes an aggregate of `summarize` and gives where its value is found. */
    readonly aggregate?: (call: SyntaxNode) => Scalar;
}

/** What a table inside of an expression can refer to: nothing that differs from row to row. */
export function constantScope(scope: Scope): Scope {
    const constant = [...scope.names].filter(([, bound]) => bound.kind !== "scalar" || bound.scalar.constant);
    return { names: new Map(constant), columns: [], perRow: false };
}

/** Makes something once in a run. */
export function once<Made>(run: Run, key: object, make: () => Made): Made {
    if (!run.kept.has(key)) {
        run.kept.set(key, make());
    }
    return run.kept.get(key) as Made;
}

/** Evaluates an expression that refers to no row. */
export function evaluateConstant(scalar: Scalar, run: Run): Cell {
    return scalar.evaluate([], { run, rows: [], index: 0 });
}

/** Evaluates an expression once in a run if it is constant, and for each row otherwise. */
export function onceIfConstant(scalar: Scalar): Scalar {
    if (!scalar.constant) {
        return scalar;
    }
    return { ...scalar, evaluate: (_, { run }) => once(run, scalar, () => evaluateConstant(scalar, run)) };
}

/** Goes through rows with their place. */
export function mapRows<Result>(
    rows: readonly Cells[],
    run: Run,
    evaluate: (row: Cells, place: Place) => Result,
): Result[] {
    const place: Place = { run, rows, index: 0 };
    return rows.map((row, index) => {
        place.index = index;
        return evaluate(row, place);
    });
}

/** An error for what the interpreter does not have: it never leaves out what it does not know. */
export function unsupported(node: SyntaxNode, what = `'${node.text}' (${node.kind})`): never {
    throw new Error(`${placeOf(node.position)} This is not executed here: ${what}`);
}

/** A part that the grammar says is there. */
export function part(node: SyntaxNode, name: string): SyntaxNode {
    return node.parts[name] ?? unsupported(node, `${node.kind} without ${name}`);
}

/** Elements of a list that may not be there. */
export function items(node: SyntaxNode, name: string): readonly SyntaxNode[] {
    return node.parts[name]?.items ?? [];
}

/** Parameters of an operator, as they are written; hints to the engine about where it computes say nothing here. */
export function parametersOf(operator: SyntaxNode, known: readonly string[] = []): Record<string, string> {
    const parameters = items(operator, "Parameters").map((parameter): [string, SyntaxNode] => [
        part(parameter, "Name").text,
        parameter,
    ]);
    return Object.fromEntries(
        parameters.flatMap(([name, parameter]): [string, string][] => {
            if (name.startsWith("hint.")) {
                return [];
            }
            return known.includes(name) ? [[name, part(parameter, "Expression").text]] : unsupported(parameter);
        }),
    );
}

/** Columns that the language service says an operator gives. */
export function columnsOf(node: SyntaxNode): readonly Column[] {
    return node.columns ?? unsupported(node, `the columns of ${node.kind}`);
}

export function indexOfColumn(columns: readonly Column[], name: string, node: SyntaxNode): number {
    const index = columns.findIndex((column) => column.name === name);
    return index < 0 ? unsupported(node, `a column '${name}' that is not in the table`) : index;
}
