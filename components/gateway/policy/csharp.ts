/** C# code of one policy expression, without its `@(` and `)`. */
export type Code = string;

/** An expression in a text or attribute. The code has one value. */
export function expression(code: Code): string {
    return `@(${code})`;
}

/** An expression of several statements that end in `return`. */
export function block(...lines: Code[]): string {
    return `@{\n${lines.join("\n")}\n}`;
}

/**
 * A C# string literal of any text. Only characters that mean nothing to C#, to XML and to API Management stand for
 * themselves, so that no text ends the literal, begins an expression or refers to a named value (`{{...}}`).
 */
export function stringLiteral(text: string): Code {
    return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ !"#$%'()*+,./0-9:;=?A-Z[\\\]^_a-z|~-]/g, escapeUnit)}"`;
}

/** A C# string literal of the JSON of a value. */
export function jsonLiteral(value: unknown): Code {
    return stringLiteral(JSON.stringify(value));
}

/**
 * JSON of a value as plain text of a document: its strings begin no expression and refer to no named value. Whoever
 * judges the document can parse it.
 */
export function jsonText(value: Record<string, unknown>): string {
    return JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
        text.replace(/[^ !"#$%'()*+,./0-9:;=?A-Z[\\\]^_a-z|~-]/g, escapeUnit),
    );
}

/** The value of a variable that a statement before has set, as text. */
export function variable(name: string): Code {
    return `(string)context.Variables["${name}"]`;
}

/** The value of a variable that may not be set yet, as text; "" when it is not. */
export function variableOrEmpty(name: string): Code {
    return `context.Variables.GetValueOrDefault<string>("${name}", "")`;
}

/** The words of a variable whose text is a list with single spaces. */
export function words(name: string): Code {
    return `(${variable(name)}).Split(' ')`;
}

/** The value of a header of the request, or "" when it is absent; several values are joined by commas. */
export function requestHeader(name: string): Code {
    return `context.Request.Headers.GetValueOrDefault("${name}", "")`;
}

export function hasRequestHeader(name: string): Code {
    return `context.Request.Headers.ContainsKey("${name}")`;
}

/** The value of a header of the response, or "" when it is absent; several values are joined by commas. */
export function responseHeader(name: string): Code {
    return `context.Response.Headers.GetValueOrDefault("${name}", "")`;
}

/** Whether a text is one of several that are given as literals. */
export function isOneOf(code: Code, texts: string[]): Code {
    return texts.length === 0 ? "false" : `(${texts.map((text) => `${code} == ${stringLiteral(text)}`).join(" || ")})`;
}

/**
 * Reference to a named value, which API Management replaces by its text before it looks for expressions. It stands only
 * where text is expected, never inside of code: whoever may change a named value must not be able to change the code.
 */
export function namedValue(name: string): string {
    return `{{${name}}}`;
}

// UTF-16 code units, as C# counts them: characters beyond U+FFFF become two
function escapeUnit(unit: string): string {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
