import { type SyntaxNode, watchlistFunction } from "./language";
import { operators, sources } from "./operators/operators";
import {
    type Binding,
    columnsOf,
    constantScope,
    items,
    once,
    onceIfConstant,
    part,
    type Run,
    type Scope,
    type Table,
    unsupported,
} from "./plan";
import { compileConstant, compileScalar } from "./scalars/expression";
import type { Row } from "./schema";
import type { Cells } from "./values/cell";
import { cellFromJson } from "./values/convert";

/** Compiles an expression that gives a table; `input` is what the first operator of a subquery works on. */
export function compileTable(node: SyntaxNode, scope: Scope, input?: Table): Table {
    switch (node.kind) {
        case "ParenthesizedExpression":
            return compileTable(part(node, "Expression"), scope, input);
        case "PipeExpression":
            return compileOperator(part(node, "Operator"), compileTable(part(node, "Expression"), scope, input), scope);
        case "MaterializeExpression":
            return keptTable(compileTable(part(node, "Expression"), scope, input));
        case "NameReference":
            return compileName(node, scope);
        case "FunctionCallExpression":
            return compileCall(node, scope);
        default:
            return input === undefined ? compileSource(node, scope) : compileOperator(node, input, scope);
    }
}

function compileOperator(node: SyntaxNode, input: Table, scope: Scope): Table {
    const compile = operators[node.kind] ?? unsupported(node, `the operator ${node.kind}`);
    return compile(node, input, { ...scope, columns: input.columns });
}

function compileSource(node: SyntaxNode, scope: Scope): Table {
    const compile = sources[node.kind] ?? unsupported(node, `the source ${node.kind}`);
    return compile(node, { ...scope, columns: [] });
}

function compileName(node: SyntaxNode, scope: Scope): Table {
    if (node.symbol?.kind === "Table") {
        const name = node.symbol.name;
        return readingOnce(node, (run) => run.data.rows(name));
    }
    if (node.body !== undefined) {
        return compileBody(node, [], scope);
    }
    const bound = scope.names.get(node.name ?? node.text);
    return bound?.kind === "table" ? bound.table : unsupported(node);
}

function compileCall(node: SyntaxNode, scope: Scope): Table {
    const given = items(part(node, "ArgumentList"), "Expressions");
    if (node.body !== undefined) {
        return compileBody(node, given, scope);
    }
    const [first] = given;
    if (node.symbol?.name === watchlistFunction && first?.literal !== undefined) {
        const alias = first.literal;
        return readingOnce(node, (run) => run.data.watchlist(alias));
    }
    return unsupported(node, `the function ${node.symbol?.name ?? node.text}`);
}

function compileBody(node: SyntaxNode, given: readonly SyntaxNode[], scope: Scope): Table {
    const inner = constantScope(bodyScope(node, given, scope));
    const { expression, scope: withLets } = bodyWithLets(node.body ?? unsupported(node), inner);
    return compileTable(expression, withLets);
}

/** What the body of a function can refer to: what it could where it was written, and its parameters. */
export function bodyScope(node: SyntaxNode, given: readonly SyntaxNode[], scope: Scope): Scope {
    const called = scope.names.get(node.name ?? part(node, "Name").name ?? "");
    const outer = called?.kind === "function" ? called.scope.names : new Map<string, Binding>();
    const named = new Map<string, SyntaxNode>();
    const positional: SyntaxNode[] = [];
    for (const argument of given) {
        if (argument.kind === "SimpleNamedExpression") {
            named.set(part(argument, "Name").name ?? "", part(argument, "Expression"));
        } else {
            positional.push(argument);
        }
    }
    const parameters = (node.parameters ?? []).map((parameter): [string, Binding] => {
        const argument = named.get(parameter.name) ?? positional.shift() ?? parameter.default;
        return [parameter.name, bind(argument ?? unsupported(node, `a call without ${parameter.name}`), scope)];
    });
    return { names: new Map([...outer, ...parameters]), columns: [], perRow: false };
}

function bind(node: SyntaxNode, scope: Scope): Binding {
    return node.type === undefined && node.columns !== undefined
        ? { kind: "table", table: keptTable(compileTable(node, constantScope(scope))) }
        : { kind: "scalar", scalar: onceIfConstant(compileScalar(node, scope)) };
}

/** Goes through the `let` statements of a function's body, or of a query. */
export function bodyWithLets(body: SyntaxNode, scope: Scope): { expression: SyntaxNode; scope: Scope } {
    const statements = items(body, "Statements");
    const expressions = statements.filter(({ kind }) => kind === "ExpressionStatement");
    const result = [...expressions.map((statement) => part(statement, "Expression")), body.parts.Expression].filter(
        (expression) => expression !== undefined,
    );
    const [expression] = result;
    if (expression === undefined || result.length > 1) {
        return unsupported(body, "a query that is not one expression");
    }
    const names = statements
        .filter(({ kind }) => kind !== "ExpressionStatement")
        .reduce((known, statement) => declare(statement, { ...scope, names: known }), scope.names);
    return { expression, scope: { ...scope, names } };
}

function declare(statement: SyntaxNode, scope: Scope): ReadonlyMap<string, Binding> {
    if (statement.kind !== "LetStatement") {
        return unsupported(statement, statement.kind);
    }
    const name = part(statement, "Name").name ?? unsupported(statement);
    const value = part(statement, "Expression");
    return new Map([...scope.names, [name, declared(value, scope)]]);
}

function declared(value: SyntaxNode, scope: Scope): Binding {
    if (value.kind === "FunctionDeclaration") {
        return { kind: "function", scope };
    }
    if (value.type !== undefined && !scope.perRow) {
        return { kind: "scalar", scalar: compileConstant(value, scope) };
    }
    return bind(value, scope);
}

/** A table that is computed once in a run. */
function keptTable(table: Table): Table {
    return { columns: table.columns, rows: (run) => once(run, table, () => table.rows(run)) };
}

/** Rows as the workspace has them. A table is read once, although a query may name it several times. */
function readingOnce(node: SyntaxNode, read: (run: Run) => readonly Row[]): Table {
    const columns = columnsOf(node);
    return keptTable({
        columns,
        rows: (run) => read(run).map((row): Cells => columns.map(({ name, type }) => cellFromJson(row[name], type))),
    });
}
