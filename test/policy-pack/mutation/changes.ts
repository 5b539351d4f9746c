import ts from "typescript";

/** Another text for a piece of code. */
interface Change {
    piece: ts.Node;
    text: string;
}

const boundaries: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const presences: Readonly<Record<string, string>> = {
    "===": "!==",
    "!==": "===",
    "<": "!==",
    "<=": "!==",
    ">": "!==",
    ">=": "!==",
};
const quantifiers: Readonly<Record<string, string>> = { some: "every", every: "some" };

/**
 * Changes of a condition: always true, always false, its opposite, true of any value that is there, the next boundary,
 * the other quantifier.
 */
export function changesOf(condition: ts.Expression): Change[] {
    const texts = valuesFor(condition).map((text) => ({ piece: condition, text }));
    return [...texts, ...presence(condition), ...boundary(condition), ...quantifier(condition)];
}

/** The condition is computed still: tests must need its answer, and not only that it reads something. */
function valuesFor(condition: ts.Expression): string[] {
    const text = condition.getText();
    if (text === "true" || text === "false") return [`!${text}`];
    // the same changes as those of what it stands in are left out
    const { parent } = condition;
    if (ts.isPrefixUnaryExpression(parent)) return [];
    const operator = ts.isBinaryExpression(parent) && parent.operatorToken.getText();
    const always = [...(operator === "||" ? [] : [true]), ...(operator === "&&" ? [] : [false])];
    return [...always.map((value) => `(${text}, ${value})`), `!(${text})`];
}

/** A rule that is tested with a missing value only might look for nothing else. */
function presence(condition: ts.Expression): Change[] {
    if (ts.isCallExpression(condition)) {
        const [value] = condition.arguments;
        const isLookUp =
            ts.isPropertyAccessExpression(condition.expression) && condition.expression.name.text === "includes";
        // what is looked up may bind less than the comparison, and the call more
        return isLookUp && value ? [{ piece: condition, text: `((${value.getText()}) !== undefined)` }] : [];
    }
    if (!ts.isBinaryExpression(condition) || condition.right.getText() === "undefined") return [];
    const { left, operatorToken } = condition;
    const operator = presences[operatorToken.getText()];
    return operator === undefined ? [] : [{ piece: condition, text: `${left.getText()} ${operator} undefined` }];
}

function boundary(condition: ts.Expression): Change[] {
    if (!ts.isBinaryExpression(condition)) return [];
    const piece = condition.operatorToken;
    const text = boundaries[piece.getText()];
    return text === undefined ? [] : [{ piece, text }];
}

/** Of a list's method, or of the function of the same name that relations use. */
function quantifier(condition: ts.Expression): Change[] {
    if (!ts.isCallExpression(condition)) return [];
    const { expression } = condition;
    if (ts.isIdentifier(expression) && expression.text === "some")
        return [{ piece: expression, text: "((list, holds) => list.every(holds))" }];
    if (!ts.isPropertyAccessExpression(expression)) return [];
    const text = quantifiers[expression.name.text];
    return text === undefined ? [] : [{ piece: expression.name, text }];
}
