/** Text of an attribute or element as API Management reads it: references resolved, with where each character stands. */
export interface PolicyText {
    value: string;
    /** Offset in the document of each UTF-16 code unit of the value, and of what follows the last. */
    offsets: number[];
}

/** A place in a document, counted from 1. */
export interface Position {
    line: number;
    column: number;
}

/**
 * The text that a part of a document stands for.
 *
 * @param start Required. Offset of the part in the document.
 * @param inAttribute Required. Whether line breaks and tabs become spaces, as XML has it of attributes.
 */
export function readText(raw: string, start: number, inAttribute: boolean): PolicyText {
    let value = "";
    let offset = start;
    const offsets: number[] = [];
    for (const piece of raw.split(/(&[^;]+;)/)) {
        const isReference = piece.startsWith("&");
        const text = isReference ? decode(piece) : inAttribute ? piece.replaceAll(/\s/g, " ") : piece;
        for (let index = 0; index < text.length; index += 1) offsets.push(isReference ? offset : offset + index);
        value += text;
        offset += piece.length;
    }
    return { value, offsets: [...offsets, offset] };
}

/** Where an offset lies in a document. */
export function positionOf(document: string, offset: number): Position {
    let [line, start] = [1, 0];
    for (let end = document.indexOf("\n"); end !== -1 && end < offset; end = document.indexOf("\n", start)) {
        line += 1;
        start = end + 1;
    }
    return { line, column: offset - start + 1 };
}

// https://www.w3.org/TR/xml/#sec-predefined-ent
const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };

// the parser has refused every other reference
function decode(reference: string): string {
    const code = /^&#(x?)([0-9a-f]+);$/i.exec(reference);
    if (code) return String.fromCodePoint(Number.parseInt(code[2] ?? "", code[1] === "" ? 10 : 16));
    return entities[reference] ?? reference;
}
