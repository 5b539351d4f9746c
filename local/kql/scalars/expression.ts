import { aggregates } from "../aggregates/aggregates";
import type { SyntaxNode } from "../language";
import {
    constantScope,
    indexOfColumn,
    items,
    once,
    onceIfConstant,
    part,
    type Run,
    type Scalar,
    type Scope,
    unsupported,
} from "../plan";
import { bodyScope, bodyWithLets, compileTable } from "../table";
import { elementAt } from "../values/dynamic";
import { arithmetic, negate } from "./arithmetic";
import { comparisons, within } from "./comparison";
import { functions } from "./functions";
import { constantOf, literalOf } from "./literal";
import { logic } from "./logic";
import { membership } from "./membership";
import { textOperators } from "./text-operators";

/** Compiles an expression that gives a value. */
export function compileScalar(node: SyntaxNode, scope: Scope): Scalar {
    const type = node.type ?? "dynamic";
    switch (node.kind) {
        case "ParenthesizedExpression":
        case "SimpleNamedExpression":
            return compileScalar(part(node, "Expression"), scope);
        case "NameReference":
            return compileName(node, scope);
        case "FunctionCallExpression":
            return compileCall(node, scope);
        case "PathExpression":
            return propertyOf(
                compileScalar(part(node, "Expression"), scope),
                constantOf("string", part(node, "Selector").name ?? unsupported(node)),
            );
        case "ElementExpression":
            return propertyOf(
                compileScalar(part(node, "Expression"), scope),
                compileScalar(part(part(node, "Selector"), "Expression"), scope),
            );
        case "UnaryMinusExpression":
            return negate(compileScalar(part(node, "Expression"), scope), type);
        case "UnaryPlusExpression":
            return compileScalar(part(node, "Expression"), scope);
        case "InExpression":
        case "NotInExpression":
        case "InCsExpression":
        case "NotInCsExpression":
        case "HasAnyExpression":
        case "HasAllExpression":
            return membership(node, compileScalar(part(node, "Left"), scope), compileSet(part(node, "Right"), scope));
        case "BetweenExpression":
        case "NotBetweenExpression":
            return within(
                compileScalar(part(node, "Left"), scope),
                compileScalar(part(part(node, "Right"), "First"), scope),
                compileScalar(part(part(node, "Right"), "Second"), scope),
                node.kind === "BetweenExpression",
            );
        case "ToScalarExpression":
            return firstValue(node, scope);
        default:
            return literalOf(node) ?? compileBinary(node, scope);
    }
}

/** Compiles an expression that is the same for all rows, and has no rows to refer to. */
export function compileConstant(node: SyntaxNode, scope: Scope): Scalar {
    const scalar = compileScalar(node, { ...scope, columns: [] });
    return scalar.constant ? onceIfConstant(scalar) : unsupported(node, `'${node.text}', which is not constant`);
}

function compileName(node: SyntaxNode, scope: Scope): Scalar {
    if (node.symbol?.kind === "Column") {
        if (scope.aggregate !== undefined) {
            unsupported(node, `a column beside an aggregate: '${node.text}'`);
        }
        const index = indexOfColumn(scope.columns, node.name ?? node.text, node);
        const type = scope.columns[index]?.type ?? unsupported(node);
        return { type, constant: false, evaluate: (row) => row[index] ?? null };
    }
    const bound = scope.names.get(node.name ?? node.text);
    if (bound?.kind === "scalar") {
        return bound.scalar;
    }
    return node.body === undefined ? unsupported(node) : compileBody(node, [], scope);
}

function compileCall(node: SyntaxNode, scope: Scope): Scalar {
    const name = node.symbol?.name ?? "";
    const argumentNodes = items(part(node, "ArgumentList"), "Expressions");
    if (node.body !== undefined) {
        return compileBody(node, argumentNodes, scope);
    }
    if (name === "column_ifexists" || name === "columnifexists") {
        return columnIfExists(argumentNodes, scope, node);
    }
    if (Object.hasOwn(aggregates, name)) {
        return scope.aggregate?.(node) ?? unsupported(node, `the aggregate ${name} outside of summarize`);
    }
    const compile = functions[name];
    if (compile === undefined) {
        return unsupported(node, `the function ${name}`);
    }
    // What `typeof(...)` says, the type of the call says too.
    const arguments_ = argumentNodes
        .filter(({ kind }) => kind !== "TypeOfLiteralExpression")
        .map((argument) => compileScalar(argument, scope));
    return compile({ node, type: node.type ?? "dynamic", arguments: arguments_ });
}

function columnIfExists([name, otherwise]: readonly SyntaxNode[], scope: Scope, node: SyntaxNode): Scalar {
    const index = scope.columns.findIndex((column) => column.name === name?.literal);
    const type = scope.columns[index]?.type;
    if (name?.literal === undefined || otherwise === undefined) {
        return unsupported(node);
    }
    return type === undefined
        ? compileScalar(otherwise, scope)
        : { type, constant: false, evaluate: (row) => row[index] ?? null };
}

/** The call of a function that is written in KQL and gives a value. */
function compileBody(node: SyntaxNode, argumentNodes: readonly SyntaxNode[], scope: Scope): Scalar {
    const inner = bodyScope(node, argumentNodes, scope);
    const constant = [...inner.names.values()].every((bound) => bound.kind !== "scalar" || bound.scalar.constant);
    const { expression, scope: withLets } = bodyWithLets(node.body ?? unsupported(node), {
        ...inner,
        perRow: !constant,
    });
    return compileScalar(expression, withLets);
}

function compileBinary(node: SyntaxNode, scope: Scope): Scalar {
    const { Left, Right, Operator } = node.parts;
    if (Left === undefined || Right === undefined || Operator === undefined) {
        return unsupported(node);
    }
    const operator = Operator.text.toLowerCase();
    const compile = arithmetic[operator] ?? comparisons[operator] ?? logic[operator] ?? textOperators[operator];
    if (compile === undefined) {
        return unsupported(node, `the operator '${operator}'`);
    }
    return compile(compileScalar(Left, scope), compileScalar(Right, scope), node);
}

/** `a.b`, `a["b"]` and `a[0]`, from the end if it is negative; null where it is not. */
function propertyOf(value: Scalar, selector: Scalar): Scalar {
    const select = onceIfConstant(selector);
    return {
        type: "dynamic",
        constant: value.constant && selector.constant,
        evaluate: (row, place) => elementAt(value.evaluate(row, place), select.evaluate(row, place)),
    };
}

/** What stands to the right of `in`: values, arrays of values, or the first column of a table. */
function compileSet(node: SyntaxNode, scope: Scope): readonly Scalar[] {
    const elements = node.kind === "ExpressionList" ? items(node, "Expressions") : [node];
    return elements.map((element) => {
        if (element.columns === undefined || element.type !== undefined) {
            return onceIfConstant(compileScalar(element, scope));
        }
        const table = compileTable(element, constantScope(scope));
        const type = table.columns[0]?.type ?? unsupported(element);
        const read = (run: Run) =>
            once(run, table, () => table.rows(run).map((row) => (row[0] ?? null) as string | number | boolean | null));
        if (type === "datetime" || type === "timespan" || type === "dynamic") {
            return unsupported(element, `membership in a table of ${type}`);
        }
        return { type: "dynamic", constant: true, evaluate: (_, { run }) => read(run) };
    });
}

/** `toscalar`: the first value of the first row. */
function firstValue(node: SyntaxNode, scope: Scope): Scalar {
    const table = compileTable(part(node, "Expression"), constantScope(scope));
    return onceIfConstant({
        type: node.type ?? "dynamic",
        constant: true,
        evaluate: (_, { run }) => table.rows(run)[0]?.[0] ?? null,
    });
}
