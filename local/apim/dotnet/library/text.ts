import { given, indexIn, inRange } from "../checks";
import { DotNetException } from "../exception";
import { sourceOf } from "../sequence";
import { StringBuilder } from "../string-builder";
import type { Members } from "./members";

export const stringMembers: Members = {
    "[int]: char": (text: string, index: number) => text.charCodeAt(indexIn(index, text.length)),
    "Length: int": (text: string) => text.length,
    "Contains(string): bool": (text: string, part: string | null) => text.includes(given(part, "value")),
    "IndexOf(char): int": (text: string, unit: number) => text.indexOf(String.fromCharCode(unit)),
    "Replace(char, char): string": (text: string, unit: number, other: number) =>
        text.replaceAll(String.fromCharCode(unit), () => String.fromCharCode(other)),
    "Replace(string, string): string": (text: string, part: string | null, other: string | null) => {
        if (given(part, "oldValue") === "") {
            throw new DotNetException("ArgumentException", "String cannot be of zero length. (Parameter 'oldValue')");
        }
        return text.replaceAll(part ?? "", () => other ?? "");
    },
    "Split(char): string[]": (text: string, separator: number) => text.split(String.fromCharCode(separator)),
    "StartsWith(string, StringComparison): bool": (text: string, part: string | null) =>
        text.startsWith(given(part, "value")),
    "Substring(int): string": (text: string, start: number) => substring(text, start, text.length - start),
    "Substring(int, int): string": substring,
    "ToLowerInvariant(): string": toLowerInvariant,
    "Trim(): string": (text: string) => text.replace(outerWhiteSpace, ""),
    "TrimEnd(char): string": (text: string, unit: number) => {
        let end = text.length;
        while (end > 0 && text.charCodeAt(end - 1) === unit) end -= 1;
        return text.slice(0, end);
    },
    "static Join(string, IEnumerable<string>): string": (separator: string | null, values: unknown) =>
        [...sourceOf(values)].map((value) => value ?? "").join(separator ?? ""),
};

export const stringComparisonMembers: Members = {
    "static Ordinal: StringComparison": () => "Ordinal",
};

export const stringBuilderMembers: Members = {
    "new()": () => new StringBuilder(),
    "Append(char): StringBuilder": (builder: StringBuilder, unit: number) => builder.appendUnit(unit),
    "Append(string): StringBuilder": (builder: StringBuilder, text: string | null) => builder.append(text ?? ""),
    "Length: int": (builder: StringBuilder) => builder.length,
    "Remove(int, int): StringBuilder": (builder: StringBuilder, start: number, count: number) =>
        builder.remove(start, count),
    "ToString(): string": (builder: StringBuilder) => builder.toString(),
};

// https://learn.microsoft.com/dotnet/api/system.char.iswhitespace
const whiteSpace = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const outerWhiteSpace = new RegExp(`^${whiteSpace}|${whiteSpace}$`, "g");

function substring(text: string, start: number, length: number): string {
    inRange(start >= 0 && start <= text.length, "startIndex");
    inRange(length >= 0 && length <= text.length - start, "length");
    return text.slice(start, start + length);
}

// each character by itself, so that sigma is the same everywhere in a word, and U+0130 stays:
// https://github.com/dotnet/runtime/blob/main/src/native/libs/System.Globalization.Native/pal_casing.c
function toLowerInvariant(text: string): string {
    if (!/[\u0130\u03a3]/.test(text)) return text.toLowerCase();
    return Array.from(text, (character) => (character === "\u0130" ? character : character.toLowerCase())).join("");
}
