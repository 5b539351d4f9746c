/** An expression of the Common Expression Language: https://kubernetes.io/docs/reference/using-api/cel/ */
export type Expression = string;

/**
 * A CEL string literal of any text. Only characters that mean nothing to CEL stand for themselves, so that no text ends
 * the literal.
 *
 * @throws when the text holds half of a surrogate pair, which CEL has no way to write.
 */
export function celString(text: string): Expression {
    if (/\p{Surrogate}/u.test(text)) throw new Error("A text for CEL holds half of a surrogate pair; leave it out.");
    return `"${text.replace(/[^ !#-[\]^-~]/gu, escapeCharacter)}"`;
}

/** A CEL list of texts. */
export function celList(texts: readonly string[]): Expression {
    return `[${texts.map(celString).join(", ")}]`;
}

function escapeCharacter(character: string): string {
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
}
