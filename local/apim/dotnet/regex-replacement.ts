import type { PatternGroup } from "./regex-pattern";

/** A text, or the number of a group in JavaScript, of which 0 is the whole match. */
export type ReplacementPart = string | number;

/**
 * Reads the replacement of a match. What names no group stands for itself.
 * https://learn.microsoft.com/dotnet/standard/base-types/substitutions-in-regular-expressions
 * @throws Error that names a substitution that this interpreter does not know.
 */
export function readReplacement(replacement: string, groups: readonly PatternGroup[]): ReplacementPart[] {
    return (replacement.match(/\$\$|\$&|\$[`'+_]|\$\d+|\$\{\w+\}|[^$]+|\$/g) ?? []).map((part) => {
        if (part === "$$") return "$";
        if (part === "$&") return 0;
        if (/^\$[`'+_]/.test(part)) throw new Error(`This interpreter does not know the substitution ${part}.`);
        const key = /^\$\{?(\w+)\}?$/.exec(part)?.[1];
        return key === undefined ? part : (groupOf(key, groups) ?? part);
    });
}

function groupOf(key: string, groups: readonly PatternGroup[]): number | undefined {
    const number = /^\d+$/.test(key) ? Number(key) : undefined;
    if (number === 0) return 0;
    const group = number === undefined ? groups.find(({ name }) => name === key) : groups[number - 1];
    if (group && !group.certain) {
        throw new Error(`This interpreter does not know which text .NET keeps of the group ${key}.`);
    }
    return group?.index;
}
