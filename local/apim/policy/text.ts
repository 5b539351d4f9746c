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
    const pieces = [...raw.matchAll(/&[^;]+;|[\s\S]/g)].map(({ 0: piece, index }) => ({
        value: decode(piece, inAttribute),
        offset: start + index,
    }));
    return {
        value: pieces.map(({ value }) => value).join(""),
        offsets: [
            ...pieces.flatMap(({ value, offset }) => Array.from({ length: value.length }, () => offset)),
            start + raw.length,
        ],
    };
}

/** Where an offset lies in a document. */
export function positionOf(document: string, offset: number): Position {
    const before = document.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

// https://www.w3.org/TR/xml/#sec-predefined-ent
const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };

// the parser has refused every other reference
function decode(piece: string, inAttribute: boolean): string {
    const code = /^&#(x?)([0-9a-f]+);$/i.exec(piece);
    if (code) return String.fromCodePoint(Number.parseInt(code[2] ?? "", code[1] === "" ? 10 : 16));
    return entities[piece] ?? (inAttribute && /\s/.test(piece) ? " " : piece);
}
