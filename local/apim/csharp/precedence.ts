import { namedChildren, type Syntax } from "./syntax";

// https://learn.microsoft.com/dotnet/csharp/language-reference/operators/#operator-precedence
const binaryLevels = [
    ["??"],
    ["||"],
    ["&&"],
    ["|"],
    ["^"],
    ["&"],
    ["==", "!="],
    ["<", ">", "<=", ">="],
    ["<<", ">>"],
    ["+", "-"],
    ["*", "/", "%"],
];
const relational = level("<");
const unary = binaryLevels.length + 3;
const primary = unary + 1;

const levels: Record<string, number> = {
    assignment_expression: 0,
    lambda_expression: 0,
    conditional_expression: 1,
    as_expression: relational,
    is_expression: relational,
    is_pattern_expression: relational,
    cast_expression: unary,
    prefix_unary_expression: unary,
};

/**
 * Nodes that C# would not build: tree-sitter reads some operators with other precedence than C#, `a is B && c` and
 * `a?.b ?? c` among them. Of a row of operators only one tree keeps precedence everywhere, so a tree without such nodes
 * is the tree of C#.
 */
export function misreadNodes(node: Syntax): Syntax[] {
    const own = operands(node).every(({ operand, least }) => levelOf(operand) >= least) ? [] : [node];
    return [...own, ...node.children.flatMap(misreadNodes)];
}

/** Operands of a node that no brackets separate from it, with the lowest precedence that each may have. */
function operands(node: Syntax): { operand: Syntax; least: number }[] {
    const own = levelOf(node);
    const [first, second, third] = namedChildren(node);
    if (first === undefined) return [];
    switch (node.kind) {
        case "binary_expression": {
            // a ?? b ?? c is a ?? (b ?? c); the others begin at the left
            const rightFirst = operatorOf(node) === "??";
            const left = { operand: first, least: rightFirst ? own + 1 : own };
            return second ? [left, { operand: second, least: rightFirst ? own : own + 1 }] : [left];
        }
        case "conditional_expression":
            return [
                { operand: first, least: own + 1 },
                ...[second, third].flatMap((operand) => (operand ? [{ operand, least: own }] : [])),
            ];
        case "as_expression":
        case "is_expression":
        case "is_pattern_expression":
            return [
                { operand: first, least: own },
                ...(second?.kind === "constant_pattern"
                    ? namedChildren(second).map((operand) => ({ operand, least: own + 1 }))
                    : []),
            ];
        case "cast_expression":
            return second ? [{ operand: second, least: unary }] : [];
        case "prefix_unary_expression":
            return [{ operand: first, least: unary }];
        case "conditional_access_expression":
        case "element_access_expression":
        case "invocation_expression":
        case "member_access_expression":
        case "postfix_unary_expression":
            return [{ operand: first, least: primary }];
        default:
            return [];
    }
}

function levelOf(node: Syntax): number {
    if (node.kind === "binary_expression") return level(operatorOf(node));
    return levels[node.kind] ?? primary;
}

function level(operator: string): number {
    return binaryLevels.findIndex((operators) => operators.includes(operator)) + 2;
}

function operatorOf(node: Syntax): string {
    return node.children.find(({ named }) => !named)?.text ?? "";
}
