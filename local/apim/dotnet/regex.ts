import { type PatternGroup, translatePattern } from "./regex-pattern";
import { readReplacement } from "./regex-replacement";

/** A `Regex` without options: https://learn.microsoft.com/dotnet/api/system.text.regularexpressions.regex */
export class DotNetRegex {
    readonly #expression: RegExp;
    readonly #groups: readonly PatternGroup[];

    /** @throws Error that names what this interpreter does not know of the pattern. */
    constructor(pattern: string) {
        const { source, groups } = translatePattern(pattern);
        this.#expression = new RegExp(source, "g");
        this.#groups = groups;
    }

    isMatch(text: string): boolean {
        return text.search(this.#expression) !== -1;
    }

    /** @throws Error that names what this interpreter does not know of the replacement. */
    replace(text: string, replacement: string): string {
        const parts = readReplacement(replacement, this.#groups);
        return text.replace(this.#expression, (...match) =>
            parts.map((part) => (typeof part === "string" ? part : (match[part] ?? ""))).join(""),
        );
    }
}
