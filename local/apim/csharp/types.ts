/** A type of C#: `[]` of an array, `null` of the literal, else its name, with its arguments. */
export interface Type {
    name: string;
    arguments: Type[];
}

/** What type parameters stand for. */
export type Bindings = Readonly<Record<string, Type>>;

/** The type that a text writes, for example `IReadOnlyDictionary<string, string[]>`. */
export function parseType(text: string): Type {
    if (text.endsWith("[]")) return { name: "[]", arguments: [parseType(text.slice(0, -2))] };
    const generic = /^(\w+)<(.+)>$/.exec(text);
    if (generic) return { name: generic[1] ?? "", arguments: splitList(generic[2] ?? "").map(parseType) };
    if (!/^\w+$/.test(text)) throw new Error(`"${text}" is no type: expected a form like "List<string>" or "byte[]".`);
    return { name: text, arguments: [] };
}

/** The parts between the commas of a list, but not those inside of brackets. */
export function splitList(text: string): string[] {
    const parts: string[] = [];
    for (const part of text.split(",")) {
        const last = parts.at(-1);
        if (last !== undefined && isOpen(last)) parts.splice(-1, 1, `${last},${part}`);
        else parts.push(part);
    }
    return parts.map((part) => part.trim()).filter((part) => part !== "");
}

export function formatType({ name, arguments: args }: Type): string {
    const [first] = args;
    if (first !== undefined && name === "[]") return `${formatType(first)}[]`;
    return args.length === 0 ? name : `${name}<${args.map(formatType).join(", ")}>`;
}

export function sameType(one: Type, other: Type): boolean {
    return (
        one.name === other.name &&
        one.arguments.length === other.arguments.length &&
        one.arguments.every((argument, index) => sameType(argument, other.arguments[index] ?? argument))
    );
}

/** A type with its parameters replaced by what they stand for. */
export function substitute(type: Type, bindings: Bindings): Type {
    const bound = Object.hasOwn(bindings, type.name) ? bindings[type.name] : undefined;
    return bound ?? { ...type, arguments: type.arguments.map((each) => substitute(each, bindings)) };
}

function isOpen(text: string): boolean {
    return text.split("<").length > text.split(">").length;
}
