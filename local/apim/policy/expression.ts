import type { PolicyText } from "./text";

/** What an attribute or text is to API Management. */
export type PolicyValue =
    | { kind: "text"; text: string }
    /** The text of a named value, which is put in its place before anything else is looked at. */
    | { kind: "namedValue"; name: string }
    /** Text around such references. */
    | { kind: "textWithNamedValue"; text: string }
    /** C# code: one expression, or statements that return. */
    | { kind: "expression" | "block"; code: string; offsets: number[] }
    /** Code together with something else, of which it depends on the order of reading what it is. */
    | { kind: "mixed"; text: string };

/**
 * Attributes and texts are expressions as a whole; what holds one only in part is taken for nothing else.
 * https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#Syntax
 */
export function classify({ value, offsets }: PolicyText): PolicyValue {
    const reference = /^\{\{([A-Za-z0-9._-]+)\}\}$/.exec(value);
    if (reference) return { kind: "namedValue", name: reference[1] ?? "" };
    if (value.includes("{{")) return { kind: /@[({]/.test(value) ? "mixed" : "textWithNamedValue", text: value };
    const inside = { code: value.slice(2, -1), offsets: offsets.slice(2, -1) };
    if (/^@\([\s\S]*\)$/.test(value)) return { kind: "expression", ...inside };
    if (/^@\{[\s\S]*\}$/.test(value)) return { kind: "block", ...inside };
    return { kind: /@[({]/.test(value) ? "mixed" : "text", text: value };
}
