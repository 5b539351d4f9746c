/**
 * Translates a pattern of RE2, which Kusto has, into one of JavaScript that means the same; what means something else in
 * JavaScript, or is not in RE2, is an error: https://learn.microsoft.com/kusto/query/regex
 */
export function toRegExp(pattern: string, flags = ""): RegExp {
    const { rest, inline } = leadingFlags(pattern);
    const source = translate(rest, inline.includes("s"));
    return new RegExp(source, `u${inline.includes("i") ? "i" : ""}${flags}`);
}

function leadingFlags(pattern: string): { rest: string; inline: string } {
    const match = /^\(\?([a-zA-Z]+)\)/u.exec(pattern);
    const inline = match?.[1] ?? "";
    if (!/^[is]*$/u.test(inline)) {
        refuse(`the flags '${inline}'`, pattern);
    }
    return { rest: pattern.slice(match?.[0].length ?? 0), inline };
}

/** Classes with the characters that RE2 has in them, which are of ASCII, inside of brackets and outside. */
const classes: Readonly<Record<string, string>> = {
    d: "0-9",
    w: "0-9A-Za-z_",
    s: "\\t\\n\\f\\r ",
};

const token =
    /\\(?<escaped>[\s\S])|\[(?<negated>\^?)|\((?<group>\?(?:P?<[A-Za-z_]\w*>|<?[=!]|[A-Za-z-]*))?|(?<dot>\.)|[\s\S]/gu;

function translate(pattern: string, dotAll: boolean): string {
    let source = "";
    token.lastIndex = 0;
    for (let match = token.exec(pattern); match !== null; match = token.exec(pattern)) {
        const { escaped, negated, group, dot } = match.groups ?? {};
        if (escaped !== undefined) {
            source += translateEscape(escaped, pattern);
        } else if (negated !== undefined) {
            const { text, end } = bracket(pattern, token.lastIndex);
            source += `[${negated}${text}]`;
            token.lastIndex = end;
        } else if (group !== undefined) {
            source += groupStart(group, pattern);
        } else if (dot !== undefined) {
            source += dotAll ? "[\\s\\S]" : "[^\\n]";
        } else {
            source += match[0];
        }
    }
    return source;
}

function groupStart(group: string, pattern: string): string {
    const name = /^\?P?<([A-Za-z_]\w*)>/u.exec(group);
    if (name !== null) {
        return `(?<${name[1]}>`;
    }
    return group === "?" ? "(?" : refuse(`the group '(${group}'`, pattern);
}

function translateEscape(escaped: string, pattern: string): string {
    const lower = classes[escaped.toLowerCase()];
    if (lower !== undefined) {
        return escaped === escaped.toLowerCase() ? `[${lower}]` : `[^${lower}]`;
    }
    if (/^[bBnrtfv]$/u.test(escaped)) {
        return `\\${escaped}`;
    }
    return literal(escaped, pattern);
}

/** A character that is escaped although it is none of a pattern's own. */
function literal(escaped: string, pattern: string): string {
    if (/[0-9A-Za-z]/u.test(escaped)) {
        refuse(`'\\${escaped}'`, pattern);
    }
    return /[\^$\\.*+?()[\]{}|/]/u.test(escaped) ? `\\${escaped}` : escaped;
}

/** What stands in brackets, from after the first one. */
function bracket(pattern: string, start: number): { text: string; end: number } {
    let text = "";
    for (let index = start; index < pattern.length; index++) {
        const character = pattern[index] ?? "";
        if (character === "]" && index === start) {
            refuse("a class that begins with ']'", pattern);
        }
        if (character === "]") {
            return { text, end: index + 1 };
        }
        if (character === "[" && /[:.=]/u.test(pattern[index + 1] ?? "")) {
            refuse("a class of POSIX", pattern);
        }
        if (character === "\\") {
            index++;
            text += escapeInBracket(pattern[index] ?? "", pattern);
        } else {
            text += character;
        }
    }
    return refuse("a class that does not end", pattern);
}

function escapeInBracket(escaped: string, pattern: string): string {
    const known = classes[escaped];
    if (known !== undefined) {
        return known;
    }
    return /^[nrtfv-]$/u.test(escaped) ? `\\${escaped}` : literal(escaped, pattern);
}

function refuse(what: string, pattern: string): never {
    throw new Error(`A pattern has ${what}, which is not executed here: ${pattern}`);
}
