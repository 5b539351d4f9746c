import ts from "typescript";

/** The expressions in a function that are true or false. */
export function conditionsIn(code: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
    const conditions: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isTypeNode(node)) return;
        if (ts.isExpression(node) && isCondition(node, checker)) conditions.push(node);
        // with another condition, a loop may never end
        if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) visit(node.statement);
        else ts.forEachChild(node, visit);
    };
    visit(code);
    return conditions;
}

function isCondition(node: ts.Expression, checker: ts.TypeChecker): boolean {
    // what stands in the parentheses, or compares with the literal, is a condition itself
    if (ts.isParenthesizedExpression(node) || isComparedLiteral(node)) return false;
    // the name of something that is true or false is no condition where it is declared
    return isTested(node, checker) || (!ts.isIdentifier(node) && isBoolean(checker.getTypeAtLocation(node)));
}

/** Whether an expression is tested for truth by what it stands in; inputs of a rule have no type that says so. */
function isTested(node: ts.Expression, checker: ts.TypeChecker): boolean {
    const { parent } = node;
    if (ts.isIfStatement(parent) && parent.expression === node) return true;
    if (ts.isConditionalExpression(parent) && parent.condition === node) return true;
    if (isJunction(parent)) return parent.left === node || isAny(node, checker) || isTested(parent, checker);
    if (isPredicate(parent) || isCallOf(node, ["every", "some"])) return true;
    const wanted = (isArgument(node) || !ts.isIdentifier(node)) && checker.getContextualType(node);
    return Boolean(wanted && isBoolean(wanted));
}

function isAny(node: ts.Expression, checker: ts.TypeChecker): boolean {
    return Boolean(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any);
}

/** Whether a function is one that picks elements of a list. */
function isPredicate(node: ts.Node): boolean {
    return ts.isArrowFunction(node) && isCallOf(node.parent, ["every", "filter", "find", "some"]);
}

function isCallOf(node: ts.Node, methods: readonly string[]): boolean {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
    return methods.includes(node.expression.name.text);
}

function isBoolean(type: ts.Type): boolean {
    const kinds = type.isUnion() ? type.types : [type];
    const others = kinds.filter(({ flags }) => !(flags & ts.TypeFlags.BooleanLike));
    return others.length < kinds.length && others.every(({ flags }) => flags & ts.TypeFlags.Undefined);
}

function isComparedLiteral({ kind, parent }: ts.Node): boolean {
    const isLiteral = kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;
    return isLiteral && ts.isBinaryExpression(parent) && ["===", "!=="].includes(parent.operatorToken.getText());
}

function isJunction(node: ts.Node): node is ts.BinaryExpression {
    return ts.isBinaryExpression(node) && ["&&", "||"].includes(node.operatorToken.getText());
}

function isArgument(node: ts.Expression): boolean {
    return ts.isCallExpression(node.parent) && node.parent.arguments.includes(node);
}
