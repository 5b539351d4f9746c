// Does not prove that .NET reads the patterns so: they were tried there once, with these texts.
import assert from "node:assert/strict";
import { portablePattern } from "../../../../components/gateway/policy/schema-pattern";

const translated: Record<string, string> = {
    "^C-[0-9]{8}$": "^C-[0-9]{8}(?![\\s\\S])",
    "^\\d+\\D\\w\\W$": "^[0-9]+[^0-9][A-Za-z0-9_][^A-Za-z0-9_](?![\\s\\S])",
    ".": "[^\\n\\r\\u2028\\u2029]",
    "[.$\\d-]": "[.$0-9-]",
    "[a[]": "[a\\[]",
    "[\\S\\s]": "[\\s\\S]",
    "\\$\\.\\\\": "\\$\\.\\\\",
    "(?<y>a|b)": "(?<y>a|b)",
    "[\\-\\0]\\0": "[\\-\\0]\\0",
    "(?<=a)(?!b)[^]c\\]]": "undefined",
};

const texts = [
    ...["", "a", "ab", "ab\n", "C-12345678", "C-12345678\n", "1a1-", "\u0664", "\u00e4", "\u00a0", "\ufeff", "\u0085"],
    ...["\u2028", "\r", "\n", ".", "$", "[", "]", "\\", "aa", "-", "_", "x ab y", "a\u00e4b", "\u212a", "\u180e"],
];

describe("A pattern for .NET", () => {
    it("says what JavaScript means", () => {
        for (const [pattern, words] of Object.entries(translated)) {
            assert.equal(String(portablePattern(pattern)), words);
        }
    });

    it("matches the same texts", () => {
        const more = ["\\bab\\b", "a\\Bb", "^[^\\s\\d]+$", "^[\\w-]+$", "a{2,}?", "^$", "[\\b\\]]", "^\\S+$", "^\\s$"];
        for (const pattern of [...Object.keys(translated), ...more]) {
            const portable = portablePattern(pattern);
            for (const text of portable === undefined ? [] : texts) {
                const expected = new RegExp(pattern, "u").test(text);
                assert.equal(new RegExp(portable ?? "", "u").test(text), expected, JSON.stringify([pattern, text]));
            }
        }
    });

    it("uses nothing that .NET reads otherwise", () => {
        for (const pattern of Object.keys(translated)) {
            const outsideOfClasses = (portablePattern(pattern) ?? "").replace(
                /\\[\s\S]|\[\^?(?:\\[\s\S]|[^\]])*\]/g,
                "",
            );
            assert.doesNotMatch(outsideOfClasses, /[$.]/);
        }
    });

    it("is none where .NET has no words for it", () => {
        const refused = [
            "\\p{L}",
            "\\P{Lu}",
            "[\\D]",
            "[^\\W]",
            "[]",
            "[^]",
            "\\u{1F600}",
            "\u{1F600}",
            "[a\u{1F600}]",
            "(?<y>a|b)\\k<y>",
            "(?<a>x)(y)\\1",
            "(a)?\\1",
        ];
        for (const pattern of [...refused, "[a[\\s\\S]", "(", "(?i:a)", "a**"]) {
            assert.equal(portablePattern(pattern), undefined, pattern);
        }
    });
});
