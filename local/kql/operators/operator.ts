import type { Column, SyntaxNode } from "../language";
import { part, type Scope, type Table, unsupported } from "../plan";

/** Compiles what stands after a bar; the columns of the scope are those of its input. */
export type Operator = (node: SyntaxNode, input: Table, scope: Scope) => Table;

/** Compiles what stands before the first bar and is no table. */
export type Source = (node: SyntaxNode, scope: Scope) => Table;

/** Where a column of an operator comes from: from its input, or from one of its expressions. */
export type Origin = { readonly input: number } | { readonly expression: number };

/**
 * Says where each column comes from. An expression with a name gives the column of that name; those without one, which
 * the language service names, give the columns that remain, in their order.
 */
export function originsOf(
    node: SyntaxNode,
    expressions: readonly SyntaxNode[],
    input: readonly Column[],
    output: readonly Column[],
): Origin[] {
    const names = expressions.map(nameOf);
    const remaining = names.flatMap((name, expression) => (name === undefined ? [expression] : []));
    const origins = output.map(({ name }): Origin => {
        const named = names.lastIndexOf(name);
        if (named >= 0) {
            return { expression: named };
        }
        const before = input.findIndex((column) => column.name === name);
        if (before >= 0) {
            return { input: before };
        }
        return { expression: remaining.shift() ?? unsupported(node, `the origin of the column '${name}'`) };
    });
    return remaining.length === 0 ? origins : unsupported(node, "an expression without a name that replaces a column");
}

/** The name that an expression gives its column; undefined if it leaves it to the language. */
export function nameOf(expression: SyntaxNode): string | undefined {
    switch (expression.kind) {
        case "SimpleNamedExpression":
            return part(expression, "Name").name;
        case "NameReference":
            return expression.name;
        case "CompoundNamedExpression":
            return unsupported(expression, "several names for one expression");
        default:
            return undefined;
    }
}
