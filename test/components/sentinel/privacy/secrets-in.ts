import { anySecret } from "../../../../components/gateway/policy/secret-patterns";
import type { Row } from "../../../../local/kql/schema";

/**
 * Where rows hold what no log may: credentials of any known form, and texts that were sent or answered, also when they are
 * encoded. One sentence for each place, without the text itself.
 *
 * @param known - Texts by what they are, in any letter case.
 */
export function secretsIn(rows: readonly Row[], known: Readonly<Record<string, string>> = {}): string[] {
    const credential = new RegExp(anySecret);
    const forms = Object.entries(known).map(([what, text]) => ({ what, texts: formsOf(text) }));
    return rows.flatMap((row) =>
        textsIn(row).flatMap(([path, text]) => [
            ...(credential.test(text) ? [`${path} holds a credential.`] : []),
            ...forms
                .filter(({ texts }) => texts.some((form) => text.toLowerCase().includes(form.toLowerCase())))
                .map(({ what }) => `${path} holds ${what}.`),
        ]),
    );
}

function formsOf(text: string): string[] {
    const escaped = JSON.stringify(text).slice(1, -1);
    return [text, escaped, encodeURIComponent(text), Buffer.from(text).toString("base64").replace(/=+$/, "")];
}

/** All texts in a value, names of members too, with their path. */
function textsIn(value: unknown, path = ""): [path: string, text: string][] {
    if (typeof value === "string") return [[path, value]];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
        const place = path === "" ? name : `${path}.${name}`;
        return [[`a name in ${path || "the row"}`, name] as [string, string], ...textsIn(inner, place)];
    });
}
