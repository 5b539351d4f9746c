import { parseType, splitList, type Type } from "./types";

/** A member of a type, as the policy subset writes it. */
export interface Signature {
    /** As it is written in the subset. */
    text: string;
    kind: "constructor" | "method" | "value" | "assignableValue" | "indexer" | "assignableIndexer";
    static: boolean;
    name: string;
    /** Names of the type parameters of the method, or the types that it is called with. */
    generics: Type[];
    parameters: Parameter[];
    returns: Type;
}

export interface Parameter {
    type: Type;
    /** Name, of a parameter whose argument is named. */
    name?: string;
}

/**
 * Reads a member:
 * `new(string)`, `Length: int`, `Value = object`, `Split(char): string[]`, `static Parse(string): JObject`, `[string]: JToken`,
 * `[string] = JToken`, `Select<R>(Func<T, R>): IEnumerable<R>`, `As<string>(preserveContent: bool): string`.
 *
 * @throws Error when it has none of these forms.
 */
export function parseSignature(text: string, owner: Type): Signature {
    const indexer = /^\[(.+)\](:| =) (.+)$/.exec(text);
    if (indexer) {
        const [, key = "", mark, value = ""] = indexer;
        const kind = mark === ":" ? "indexer" : "assignableIndexer";
        return { ...common(text), kind, parameters: [parseParameter(key)], returns: parseType(value) };
    }
    const assignable = /^(\w+) = (.+)$/.exec(text);
    if (assignable) {
        const [, name = "", value = ""] = assignable;
        return { ...common(text), kind: "assignableValue", name, parameters: [], returns: parseType(value) };
    }
    const member = /^(static )?(\w+)(?:<([^()]+)>)?(\(.*\))?(?:: (.+))?$/.exec(text);
    const [, isStatic, name = "", generics = "", list, returns] = member ?? [];
    if (!member || (returns === undefined && name !== "new")) {
        throw new Error(`"${text}" is no member: expected a form like "Split(char): string[]".`);
    }
    const kind = name === "new" ? "constructor" : list === undefined ? "value" : "method";
    return {
        ...common(text),
        kind,
        static: isStatic !== undefined,
        name,
        generics: splitList(generics).map(parseType),
        parameters: splitList(list?.slice(1, -1) ?? "").map(parseParameter),
        returns: returns === undefined ? owner : parseType(returns),
    };
}

/** Whether a type is a parameter that a call or an owner binds: a single capital letter. */
export function isParameter({ name }: Type): boolean {
    return /^[A-Z]$/.test(name);
}

function common(text: string) {
    return { text, static: false, name: "[]", generics: [] };
}

function parseParameter(text: string): Parameter {
    const [, name, type = ""] = /^(?:(\w+): )?(.+)$/.exec(text) ?? [];
    return { type: parseType(type), ...(name !== undefined && { name }) };
}
