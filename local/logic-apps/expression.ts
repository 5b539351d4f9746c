import type { Value } from "../provider/provider";

/**
 * An expression of the Workflow Definition Language:
 * https://learn.microsoft.com/azure/logic-apps/workflow-definition-language-schema#expressions
 */
export type Expression =
    | { kind: "literal"; value: string | number | boolean | null }
    | { kind: "call"; name: string; arguments: Expression[] }
    /** `target['property']` or, when it is optional, `target?['property']`. */
    | { kind: "property"; target: Expression; property: Expression; optional: boolean };

/** A text of a definition: one value, or a text that has values in it. */
export type Template = { kind: "value"; expression: Expression } | { kind: "text"; parts: (string | Expression)[] };

/** A text that is no expression of the language, or has a form that is not known here. */
export class ExpressionError extends Error {}

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#workflow-definition-limits */
const longestExpression = 8192;

/**
 * Reads a text of a definition. `@@` at its beginning, and `@@{` within, stand for the signs themselves.
 * @throws ExpressionError that says what is wrong, and where.
 */
export function parseTemplate(text: string): Template {
    if (text.startsWith("@") && !text.startsWith("@@") && !text.startsWith("@{")) {
        const parser = new Parser(text, 1);
        const expression = parser.expression();
        parser.end();
        return { kind: "value", expression };
    }
    const parts: (string | Expression)[] = [];
    let literal = "";
    let at = 0;
    if (text.startsWith("@@") && !text.startsWith("@@{")) {
        literal = "@";
        at = 2;
    }
    while (at < text.length) {
        if (text.startsWith("@@{", at)) {
            literal += "@{";
            at += 3;
        } else if (text.startsWith("@{", at)) {
            const parser = new Parser(text, at + 2);
            const expression = parser.expression();
            at = parser.closingBrace();
            parts.push(literal, expression);
            literal = "";
        } else {
            literal += text[at];
            at += 1;
        }
    }
    return { kind: "text", parts: [...parts, literal].filter((part) => part !== "") };
}

/** Every text in a value with its path, those deep inside included, and the paths of names that look like expressions. */
export function textsIn(value: Value, path: string): { texts: { text: string; path: string }[]; names: string[] } {
    if (typeof value === "string") return { texts: [{ text: value, path }], names: [] };
    if (typeof value !== "object" || value === null) return { texts: [], names: [] };
    const entries = Object.entries(value);
    const inner = entries.map(([name, each]) => textsIn(each, `${path}.${name}`));
    return {
        texts: inner.flatMap(({ texts }) => texts),
        names: [
            ...entries.flatMap(([name]) => (name.includes("@") ? [`${path}.${name}`] : [])),
            ...inner.flatMap(({ names }) => names),
        ],
    };
}

/** All calls in an expression, the outer ones first. */
export function callsIn(expression: Expression): Extract<Expression, { kind: "call" }>[] {
    switch (expression.kind) {
        case "literal":
            return [];
        case "call":
            return [expression, ...expression.arguments.flatMap(callsIn)];
        case "property":
            return [...callsIn(expression.target), ...callsIn(expression.property)];
    }
}

/** All expressions of a template. */
export function expressionsOf(template: Template): Expression[] {
    return template.kind === "value"
        ? [template.expression]
        : template.parts.flatMap((part) => (typeof part === "string" ? [] : part));
}

class Parser {
    readonly #start: number;

    constructor(
        private readonly text: string,
        private at: number,
    ) {
        this.#start = at;
    }

    expression(): Expression {
        this.#space();
        let expression = this.#primary();
        for (;;) {
            this.#space();
            const optional = this.#takes("?[");
            if (!optional && !this.#takes("[")) break;
            const property = this.expression();
            this.#expect("]");
            expression = { kind: "property", target: expression, property, optional };
        }
        if (this.at - this.#start > longestExpression) {
            throw new ExpressionError(`An expression has more than ${longestExpression} characters.`);
        }
        return expression;
    }

    end(): void {
        this.#space();
        if (this.at < this.text.length) throw this.#unexpected();
    }

    /** Returns what follows it. */
    closingBrace(): number {
        this.#expect("}");
        return this.at;
    }

    #primary(): Expression {
        const text = this.#match(/'((?:[^']|'')*)'/y);
        if (text) return { kind: "literal", value: (text[1] ?? "").replaceAll("''", "'") };
        const number = this.#match(/-?\d+(\.\d+)?(?![\w.])/y);
        if (number) return { kind: "literal", value: Number(number[0]) };
        const word = this.#match(/(true|false|null)(?![\w(])/y);
        if (word) return { kind: "literal", value: JSON.parse(word[0]) };
        const name = this.#match(/[A-Za-z]\w*(?=\s*\()/y)?.[0];
        if (name === undefined) throw this.#unexpected();
        this.#expect("(");
        return { kind: "call", name, arguments: this.#arguments() };
    }

    #arguments(): Expression[] {
        this.#space();
        if (this.#takes(")")) return [];
        const list = [this.expression()];
        for (;;) {
            this.#space();
            if (this.#takes(")")) return list;
            this.#expect(",");
            list.push(this.expression());
        }
    }

    #expect(token: string): void {
        this.#space();
        if (!this.#takes(token)) throw this.#unexpected();
    }

    #takes(token: string): boolean {
        const isThere = this.text.startsWith(token, this.at);
        if (isThere) this.at += token.length;
        return isThere;
    }

    #space(): void {
        this.#match(/\s*/y);
    }

    #match(pattern: RegExp): RegExpExecArray | undefined {
        pattern.lastIndex = this.at;
        const found = pattern.exec(this.text);
        if (found) this.at = pattern.lastIndex;
        return found ?? undefined;
    }

    #unexpected(): ExpressionError {
        const rest = this.text.slice(this.at, this.at + 20);
        const found = rest === "" ? "its end" : `"${rest}"`;
        return new ExpressionError(`"${this.text}" is no known expression from ${found} on.`);
    }
}
