import { Cache } from "../../cache";
import { given } from "../checks";
import { DotNetRegex } from "../regex";
import type { Members } from "./members";

const compiled = new Cache<DotNetRegex>(1000);

/** The regular expression of a pattern. */
export function regexOf(pattern: string): DotNetRegex {
    return compiled.get(pattern, () => new DotNetRegex(pattern));
}

/** Which of the arguments of a member is a pattern. */
export const patternArguments: Record<string, number> = {
    "new(string)": 0,
    "static IsMatch(string, string): bool": 1,
    "static Replace(string, string, string): string": 1,
};

export const regexMembers: Members = {
    "new(string)": (pattern: string | null) => regexOf(given(pattern, "pattern")),
    "Replace(string, string): string": replace,
    "static IsMatch(string, string): bool": (text: string | null, pattern: string | null) => {
        const regex = regexOf(given(pattern, "pattern"));
        return regex.isMatch(given(text, "input"));
    },
    "static Replace(string, string, string): string": (
        text: string | null,
        pattern: string | null,
        replacement: string | null,
    ) => replace(regexOf(given(pattern, "pattern")), text, replacement),
};

function replace(regex: DotNetRegex, text: string | null, replacement: string | null): string {
    return regex.replace(given(text, "input"), given(replacement, "replacement"));
}
