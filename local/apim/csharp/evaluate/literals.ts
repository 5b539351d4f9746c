import { namedChildren, type Syntax } from "../syntax";
import { type CompileRule, found, NotImplemented, typeOf } from "./compiler";
import { type Code, frameOf, placeOf } from "./frame";

/** What runs what stands for itself, and variables. */
export const literalRules: Record<string, CompileRule> = {
    boolean_literal: ({ text }) => constant(text === "true"),
    null_literal: () => constant(null),
    string_literal: (node) => constant(textOf(node)),
    character_literal: (node) => {
        const text = textOf(node);
        if (text.length !== 1) throw new NotImplemented(node, "A character of several units");
        return constant(text.charCodeAt(0));
    },
    integer_literal: (node, _scope, compiler) =>
        constant(typeOf(node, compiler).name === "long" ? BigInt(node.text.slice(0, -1)) : Number(node.text)),
    identifier: (node, scope) => {
        if (node.text === "context") return (frame) => frame.context;
        const place = found(placeOf(scope, node.text));
        const { slot } = place;
        if (place.depth === scope.frame.depth) return (frame) => frame.slots[slot];
        const frame = frameOf(place, scope);
        return (inner) => frame(inner).slots[slot];
    },
};

/** The text that a literal stands for. */
export function textOf(literal: Syntax): string {
    return namedChildren(literal)
        .map((part) => (part.kind === "escape_sequence" ? characterOf(part) : part.text))
        .join("");
}

// https://learn.microsoft.com/dotnet/csharp/programming-guide/strings/#string-escape-sequences
const escapes: Record<string, string> = {
    "'": "'",
    '"': '"',
    "\\": "\\",
    "0": "\0",
    a: "\x07",
    b: "\b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
};

function characterOf(node: Syntax): string {
    const escaped = node.text.slice(1);
    const code = /^(?:u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{1,4}))$/i.exec(escaped);
    const digits = code?.[1] ?? code?.[2] ?? code?.[3];
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
    const single = escapes[escaped];
    if (single === undefined) throw new NotImplemented(node, node.text);
    return single;
}

function constant(value: unknown): Code {
    return () => value;
}
