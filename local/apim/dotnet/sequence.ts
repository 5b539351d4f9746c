import { given } from "./checks";
import { JContainer, JToken } from "./json/token";
import { List, modified } from "./list";

/** What a query gives: it runs each time that somebody goes through it, and not before. */
export class Sequence implements Iterable<unknown> {
    constructor(private readonly start: () => Iterator<unknown>) {}

    [Symbol.iterator](): Iterator<unknown> {
        return this.start();
    }
}

/** The elements of an `IEnumerable<T>`. */
export function elementsOf(source: unknown): Iterable<unknown> {
    if (typeof source === "string") return new Sequence(() => codeUnits(source));
    if (source instanceof JToken) return new Sequence(() => tokensIn(source));
    if (Array.isArray(source) || source instanceof Uint8Array || source instanceof Sequence || source instanceof List) {
        return source;
    }
    throw new Error(`${String(source)} is no sequence of .NET.`);
}

/** The elements of the source of a query. @throws ArgumentNullException of .NET. */
export function sourceOf(source: unknown): Iterable<unknown> {
    return elementsOf(given(source, "source"));
}

/** All tokens below a token, in the order of the document. */
export function* descendantsOf(token: JToken): Generator<JToken> {
    for (const each of tokensIn(token)) {
        yield each;
        yield* descendantsOf(each);
    }
}

/** The tokens right below a token. */
export function* tokensIn(token: JToken): Generator<JToken> {
    if (!(token instanceof JContainer)) return;
    const { count } = token;
    for (const each of token.children()) {
        yield each;
        if (token.count !== count) throw modified();
    }
}

function* codeUnits(text: string): Generator<number> {
    for (let index = 0; index < text.length; index += 1) yield text.charCodeAt(index);
}
