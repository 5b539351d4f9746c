import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

type Path = readonly PropertyKey[];

/**
 * Sentences about everything in the value that its schema refuses: key, value, what is allowed. Empty when valid.
 * Messages of the schema complete "it must be ...", those of its refinements follow the key.
 */
export function problemsOf(schema: z.ZodType, value: unknown, keyOf: (path: Path) => string): string[] {
    const { error } = schema.safeParse(value);
    const sentences = (error?.issues ?? []).flatMap((issue) => {
        if (issue.code === "unrecognized_keys") {
            const known = knownKeys(schema, issue.path);
            // without their values, which may be secrets in the wrong place
            return issue.keys.map((key) => `${keyOf([...issue.path, key])} is not a known key; ${suggest(key, known)}`);
        }
        if (issue.code === "custom") return `${keyOf(issue.path)} ${issue.message}.`;
        if (issue.code === "invalid_key") {
            const rule = issue.issues.map(({ message }) => message).join();
            return `${keyOf(issue.path.slice(0, -1))} has the key ${show(issue.path.at(-1))}; it must be ${rule}.`;
        }
        const found = valueAt(value, issue.path);
        return `${keyOf(issue.path)} is ${found === undefined ? "missing" : show(found)}; it must be ${issue.message}.`;
    });
    return [...new Set(sentences)];
}

/** "did you mean ...?" when a known name is close, else all of them. */
export function suggest(name: string, known: string[]): string {
    const nearest = known.length > 0 ? closest(name, known) : undefined;
    return nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 3)
        ? `did you mean ${nearest}?`
        : `known here: ${known.join(", ") || "none"}.`;
}

/** A value as an error shows it: short enough to keep the sentence readable. */
export function show(value: unknown): string {
    const shown = JSON.stringify(value);
    return shown.length <= 80 ? shown : `${shown.slice(0, 77)}...`;
}

/** `["tools", 2, "name"]` as `tools[2].name`. */
export function dotted(path: Path): string {
    return path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
        .join("")
        .replace(/^\./, "");
}

function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value);
}

function knownKeys(schema: z.ZodType, path: Path): string[] {
    let at: unknown = schema;
    for (const part of path) {
        at = bare(at);
        if (at instanceof z.ZodObject) at = at.shape[String(part)];
        else if (at instanceof z.ZodArray) at = at.element;
        else if (at instanceof z.ZodRecord) at = at.valueType;
    }
    at = bare(at);
    return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema inside `optional`. */
export function bare(schema: unknown): unknown {
    return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
