const digits = "0-9";
const wordCharacters = "A-Za-z0-9_";
// https://tc39.es/ecma262/#prod-CharacterClassEscape
const spaces = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";

const edge = `(?<=[${wordCharacters}])(?![${wordCharacters}])|(?<![${wordCharacters}])(?=[${wordCharacters}])`;
const noEdge = `(?<=[${wordCharacters}])(?=[${wordCharacters}])|(?<![${wordCharacters}])(?![${wordCharacters}])`;

const outside: Record<string, string> = {
    "\\d": `[${digits}]`,
    "\\D": `[^${digits}]`,
    "\\w": `[${wordCharacters}]`,
    "\\W": `[^${wordCharacters}]`,
    "\\s": `[${spaces}]`,
    "\\S": `[^${spaces}]`,
    "\\b": `(?:${edge})`,
    "\\B": `(?:${noEdge})`,
    // .NET also ends before the last line break
    $: "(?![\\s\\S])",
    // .NET excludes the line feed only
    ".": "[^\\n\\r\\u2028\\u2029]",
};

const inside: Record<string, string | undefined> = {
    "\\d": digits,
    "\\w": wordCharacters,
    "\\s": spaces,
    "\\D": undefined,
    "\\W": undefined,
    "\\S": undefined,
    // .NET subtracts what stands in brackets behind a hyphen
    "[": "\\[",
};

/** A class of all characters, which .NET reads alike. */
const all = "[\\s\\S]";
const token = /\[(?:\\s\\S|\\S\\s|\\d\\D|\\D\\d|\\w\\W|\\W\\w)\]|\\u\{[0-9a-fA-F]+\}|\\[pP]\{[^}]*\}|\\[\s\S]|[\s\S]/gu;

/**
 * A pattern of JSON Schema, which is a regular expression of JavaScript with the flag `u`, in words that .NET reads alike:
 * its classes hold characters of every script, its `$` and `.` mean something else. Undefined when there are none, as for
 * classes of Unicode, characters beyond U+FFFF, which .NET counts as two, and back references: .NET numbers named groups
 * last, and a group that has matched nothing fails there.
 * https://learn.microsoft.com/dotnet/standard/base-types/details-of-regular-expression-behavior
 */
export function portablePattern(pattern: string): string | undefined {
    if (!isPattern(pattern)) return undefined;
    let inClass = false;
    const translated = (pattern.match(token) ?? []).map((word, index, words) => {
        if (word.startsWith("[\\")) return inClass ? undefined : all;
        if (/^\\(?:[upP]\{|[1-9k])/.test(word) || /[\ud800-\udfff]/.test(word)) return undefined;
        if (inClass) {
            inClass = word !== "]";
            return word in inside ? inside[word] : word;
        }
        inClass = word === "[";
        // classes without members: .NET takes the bracket for one
        if (inClass && /^\^?\]/.test(words.slice(index + 1, index + 3).join(""))) return undefined;
        return outside[word] ?? word;
    });
    return translated.includes(undefined) ? undefined : translated.join("");
}

function isPattern(pattern: string): boolean {
    try {
        return new RegExp(pattern, "u").source !== "";
    } catch {
        return false;
    }
}
