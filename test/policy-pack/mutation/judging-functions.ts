import ts from "typescript";

/** The functions that judge a resource: the `check` of a rule, and those of the rules' folder that it uses. */
export function judgingFunctions(
    rule: ts.Statement,
    checker: ts.TypeChecker,
    folder: string,
): ts.SignatureDeclaration[] {
    const functions: ts.SignatureDeclaration[] = [];
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
        if (seen.has(node) || ts.isTypeNode(node) || !node.getSourceFile().fileName.startsWith(folder)) return;
        seen.add(node);
        if (ts.isFunctionLike(node)) functions.push(node);
        if (ts.isIdentifier(node)) declarationsOf(node, checker).forEach(visit);
        // all else in a rule is data, and examples may be made by functions
        const check = ts.isObjectLiteralExpression(node) && node.properties.find(isCheck);
        if (check) visit(check);
        else ts.forEachChild(node, visit);
    };
    visit(rule);
    return functions;
}

function isCheck({ name }: ts.ObjectLiteralElementLike): boolean {
    return name !== undefined && ts.isIdentifier(name) && name.text === "check";
}

function declarationsOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Declaration[] {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
        ? checker.getShorthandAssignmentValueSymbol(name.parent)
        : checker.getSymbolAtLocation(name);
    const isImported = symbol && symbol.flags & ts.SymbolFlags.Alias;
    return (isImported ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
}
