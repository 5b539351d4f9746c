import type { TypeRule } from "../subset";
import { isParameter, parseSignature, type Signature } from "./signature";
import { type Bindings, formatType, parseType, sameType, substitute, type Type } from "./types";

/** A member with the types of the object that it belongs to. */
export interface Member {
    signature: Signature;
    bindings: Bindings;
    /** Name of the entry in the subset. */
    entry: string;
}

/** The types of the subset, and what follows from them. */
export interface TypeTable {
    has(type: Type): boolean;
    isValue(type: Type): boolean;
    /** Members of a type and of those that it extends, its own first. */
    members(type: Type): Member[];
    /** Whether a value may stand where another type is expected, without a cast. */
    accepts(expected: Type, given: Type): boolean;
    /** Whether an object of one type may be of the other, or a number is one of the other. */
    mayBe(given: Type, wanted: Type): boolean;
    /** Name of the entry of the type that a cast turns into another one, although no object is of both. */
    converter(given: Type, wanted: Type): string | undefined;
    /** What the parameters of a type stand for when a value is given for it; undefined when it does not fit. */
    bind(pattern: Type, given: Type, bindings: Bindings): Bindings | undefined;
    /** Name of the entry that describes a type. */
    entryOf(type: Type): string | undefined;
}

// https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/numeric-conversions
const wider: Record<string, string[]> = {
    byte: ["int", "long", "double"],
    char: ["int", "long", "double"],
    int: ["long", "double"],
    long: ["double"],
};

export const nullType: Type = { name: "null", arguments: [] };

export function typeTable(types: Record<string, TypeRule>): TypeTable {
    const entries = Object.entries(types).map(([entry, rule]) => {
        const type = parseType(entry);
        const members = (rule.members ?? []).map((text) => parseSignature(text, type));
        return { entry, type, rule, members, parents: (rule.extends ?? []).map(parseType) };
    });
    const exactly = new Map(entries.map((each) => [formatType(each.type), each]));
    const table: TypeTable = { has, isValue, members, accepts, mayBe, converter, bind, entryOf };
    return table;

    // an entry for these arguments, or one for any
    function find(type: Type) {
        const exact = exactly.get(formatType(type));
        if (exact || type.arguments.length === 0) return exact;
        return entries.find(
            (each) =>
                each.type.name === type.name &&
                each.type.arguments.length === type.arguments.length &&
                each.type.arguments.every(isParameter),
        );
    }

    function entryOf(type: Type): string | undefined {
        return find(type)?.entry;
    }

    function has(type: Type): boolean {
        return (isParameter(type) || find(type) !== undefined) && type.arguments.every(has);
    }

    function isValue(type: Type): boolean {
        return find(type)?.rule.value === true;
    }

    function bindingsOf(type: Type): Bindings {
        const parameters = (find(type)?.type.arguments ?? []).filter(isParameter);
        return Object.fromEntries(parameters.map(({ name }, index) => [name, type.arguments[index] ?? nullType]));
    }

    function family(type: Type): Type[] {
        const parents = find(type)?.parents ?? [];
        return [type, ...parents.flatMap((parent) => family(substitute(parent, bindingsOf(type))))];
    }

    function members(type: Type): Member[] {
        return family(type).flatMap((each) => {
            const found = find(each);
            const bindings = bindingsOf(each);
            return (found?.members ?? []).map((signature) => ({ signature, bindings, entry: found?.entry ?? "" }));
        });
    }

    function accepts(expected: Type, given: Type): boolean {
        if (sameType(given, nullType)) return !isValue(expected);
        if (family(given).some((each) => sameType(each, expected)) || expected.name === "object") return true;
        return wider[given.name]?.includes(expected.name) ?? false;
    }

    function mayBe(given: Type, wanted: Type): boolean {
        const numbers = [...Object.keys(wider), "double"];
        if (numbers.includes(given.name) && numbers.includes(wanted.name)) return true;
        return given.name === "object" || accepts(wanted, given) || accepts(given, wanted);
    }

    function converter(given: Type, wanted: Type): string | undefined {
        const owner = family(given).find((each) => find(each)?.rule.castsTo?.includes(formatType(wanted)));
        return owner && entryOf(owner);
    }

    function bind(pattern: Type, given: Type, bindings: Bindings): Bindings | undefined {
        if (isParameter(pattern)) {
            const bound = bindings[pattern.name];
            if (bound === undefined) return { ...bindings, [pattern.name]: given };
            return accepts(bound, given) ? bindings : undefined;
        }
        if (!hasParameters(pattern)) return accepts(pattern, given) ? bindings : undefined;
        const fitting = family(given).find(
            ({ name, arguments: args }) => name === pattern.name && args.length === pattern.arguments.length,
        );
        return fitting?.arguments.reduce<Bindings | undefined>((found, argument, index) => {
            const inner = pattern.arguments[index];
            return found && inner && bind(inner, argument, found);
        }, bindings);
    }
}

function hasParameters(type: Type): boolean {
    return isParameter(type) || type.arguments.some(hasParameters);
}
