// Does not run .NET: what its engine does is taken from its documentation and source.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { portablePattern } from "../../../../components/gateway/policy/schema-pattern";
import { anySecret } from "../../../../components/gateway/policy/secret-patterns";
import { DotNetRegex } from "../../../../local/apim/dotnet/regex";
import { readDocument, readLiterals, valuesOf } from "../../../components/gateway/policy/read-document";

/** What is replaced by `<...>` when each match is. */
const marked = (pattern: string, text: string) => new DotNetRegex(pattern).replace(text, "<$&>");

const braced = (group: string) => `$\{${group}}`;

const matches: [pattern: string, text: string, expected: string][] = [
    // ends of the text
    ["a\\z", "a", "<a>"],
    ["a\\z", "a\n", "a\n"],
    ["a$", "a\n", "<a>\n"],
    ["a$", "a\n\n", "a\n\n"],
    ["a$", "a\r\n", "a\r\n"],
    ["$", "a\n", "a<>\n<>"],
    ["^a", "ab\na", "<a>b\na"],
    [".+", "a\r\u2028b\nc", "<a\r\u2028b>\n<c>"],
    // classes have every script, unit by unit
    ["\\w+", "a\u00e4\u0436\u0300_\u203f1\u0661-\u0903\u2160", "<a\u00e4\u0436\u0300_\u203f1\u0661>-\u0903\u2160"],
    ["\\w", "\ud835\udc00", "\ud835\udc00"],
    ["\\W+", "a\ud835\udc00b", "a<\ud835\udc00>b"],
    ["\\d+", "1\u0661\u00b2\u00bd", "<1\u0661>\u00b2\u00bd"],
    ["\\D", "1\u0661", "1\u0661"],
    ["\\s+", "a\t\n\v\f\r \u0085\u00a0\u2028\u3000\ufeff\u180e", "a<\t\n\v\f\r \u0085\u00a0\u2028\u3000>\ufeff\u180e"],
    ["\\S+", "a\u0085\ufeff", "<a>\u0085<\ufeff>"],
    ["[^\\s;]+", "a;\u0085b", "<a>;\u0085<b>"],
    ["[\\S\\s]", "\n\ud800", "<\n><\ud800>"],
    ["[\\ud800-\\udbff]\\z", "a\ud83d", "a<\ud83d>"],
    ["[\\ud800-\\udbff]", "\ud83d\ude00", "<\ud83d>\ude00"],
    ["\\b", "a\u00e4 b", "<>a\u00e4<> <>b<>"],
    ["\\ba", "\u200da -a", "\u200da -<a>"],
    ["a\\B", "ab a", "<a>b a"],
    ["[\\b]", "\b", "<\b>"],
    ["[a-c\\-x.$^-]+", "a-bx.$^d", "<a-bx.$^>d"],
    ["[\\w-]+", "\u00e4-b", "<\u00e4-b>"],
    ["[+--]+", "+,-.", "<+,->."],
    // characters
    ["\\x21\\u00e4\\cJ\\0\\t", "!\u00e4\n\0\t", "<!\u00e4\n\0\t>"],
    ['\\"\\.\\/\\ \\\\', '"./ \\', '<"./ \\>'],
    // groups, and how often
    ["a|ab", "ab", "<a>b"],
    ["(?:a|ab)\\z", "ab", "<ab>"],
    ["a+?", "aa", "<a><a>"],
    ["a{2}", "aaa", "<aa>a"],
    ["a{2,}?", "aaaa", "<aa><aa>"],
    ["a{0,1}b??", "ab", "<a><>b<>"],
    ["(?>a*)a", "aaa", "aaa"],
    ["(?>a|ab)c", "abc", "abc"],
    ["(?>ab|a)c", "abc", "<abc>"],
    ["(?>a)1(b)", "a1b", "<a1b>"],
    ["(?<!\\\\)q", "q\\q", "<q>\\q"],
    ["(?<=a.)b", "axb", "ax<b>"],
    ["a(?!b)|b(?=c)", "abac bd", "ab<a>c bd"],
    ["(a|b)\\1", "abb", "a<bb>"],
    ["(?<y>a|b)\\k<y>", "abb", "a<bb>"],
    ["(?<y>a)(b)\\1", "abab abb", "abab <abb>"],
];

const refused: Record<string, string> = {
    "\\Aa": "\\A",
    "a\\Z": "\\Z",
    "\\Ga": "\\G",
    "\\p{L}": "\\p",
    "[\\p{L}]": "\\p",
    "\\e": "\\e",
    "\\_": "\\_",
    "\\01": "\\0",
    "\\x4": "\\x",
    "[\\1]": "\\1",
    "[\\z]": "\\z",
    "\\1": "\\1",
    "(a)?\\1": "\\1",
    "(?:(a)|b)\\1": "\\1",
    "(?:b|(a))\\1": "\\1",
    "(a\\1)": "\\1",
    "(?!(a))\\1": "\\1",
    "(a)(?<=\\1)": "\\1",
    "\\k<a>(?<a>b)": "\\k<a>",
    "(?i)a": "(?i",
    "(?i:a)": "(?i",
    "(?#a)": "(?#",
    "(?'a'b)": "(?'",
    "(?<a-b>c)": "(?<",
    "(?(a)b|c)": "(?(",
    "(?<a>b)(?<a>c)": "groups of one name",
    "(?<=(?>a))b": "(?>",
    "(a": "(",
    "a)": ")",
    "[a": "[",
    "[]a]": "[]",
    "[^]a]": "[^]",
    "[a[b]]": "[",
    "[a-z-[b]]": "[",
    "[\\w-z]": "\\w-",
    "[z-a]": "reverse",
    "a**": "**",
    "a{2}{3}": "{2}{3}",
    "*": "*",
    "a{,2}": "{",
    "a}": "}",
    "a]": "]",
    "(?:a*)*": "may match nothing",
    "(?:|a)?": "may match nothing",
    "\\b+": "may match nothing",
    "(?=a)*": "may match nothing",
};

describe("A regular expression of .NET", () => {
    for (const [pattern, text, expected] of matches) {
        it(`${JSON.stringify(pattern)} makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
            assert.equal(marked(pattern, text), expected);
            assert.equal(new DotNetRegex(pattern).isMatch(text), expected !== text);
        });
    }

    for (const [pattern, construct] of Object.entries(refused)) {
        it(`is not guessed at when it has a construct that is unknown here: ${pattern}`, () => {
            assert.throws(
                () => new DotNetRegex(pattern),
                (error: Error) => error.constructor === Error && error.message.includes(construct),
            );
        });
    }

    it("answers again as it did before", () => {
        const regex = new DotNetRegex("a");
        assert.deepEqual([regex.isMatch("a"), regex.isMatch("a"), regex.isMatch("b")], [true, true, false]);
        assert.deepEqual([regex.replace("aa", "b"), regex.isMatch("a")], ["bb", true]);
    });

    const replacements: [pattern: string, text: string, replacement: string, expected: string][] = [
        ["(a)(b)", "ab", "$2$1", "ba"],
        ["(a)(b)", "ab", `${braced("2")}1$0`, "b1ab"],
        ["(?<x>a)(b)", "ab", `$1-$2-${braced("x")}`, "b-a-a"],
        ["(?>a)(b)", "ab", "$1", "b"],
        ["(a)|b", "ab", "[$1]", "[a][]"],
        ["(a)", "a", `$$1 $10 $2 ${braced("y")} $ $x`, `$1 $10 $2 ${braced("y")} $ $x`],
        ["a", "a", "\\1 $&", "\\1 a"],
        ["", "ab", "-", "-a-b-"],
    ];
    for (const [pattern, text, replacement, expected] of replacements) {
        it(`${pattern} replaces by ${replacement}`, () => {
            assert.equal(new DotNetRegex(pattern).replace(text, replacement), expected);
        });
    }

    it("is not guessed at when its replacement has what is unknown here", () => {
        for (const replacement of ["$`", "$'", "$+", "$_"]) {
            assert.throws(() => new DotNetRegex("a").replace("b", replacement), {
                name: "Error",
                message: /substitution/,
            });
        }
        // of groups in repetitions JavaScript forgets what .NET keeps
        for (const pattern of ["(?:(a)|b)*c", "(a)*", "(?:(a))"]) {
            assert.throws(() => new DotNetRegex(pattern).replace("abc", "$1"), { name: "Error", message: /group 1/ });
        }
    });
});

/** Patterns of regular expressions in the documents of the locks. */
function patternsOf(lock: string): string[] {
    const document = readFileSync(join(__dirname, "../../../locks", lock), "utf8");
    const codes = valuesOf(readDocument(document)).map(({ value }) => value);
    return codes.flatMap((code) => {
        const { texts, skeleton } = readLiterals(code);
        return [...skeleton.matchAll(/Regex[.(]/g)].flatMap(({ index }) => {
            const before = skeleton.slice(0, index).split('""').length - 1;
            return texts.slice(before);
        });
    });
}

describe("The regular expressions of policies", () => {
    it("are known", () => {
        const texts = ["policy.orders.xml", "policy.sample.xml"].flatMap(patternsOf);
        const patterns = new Set(texts.filter((text) => /\\[zbx]|\(\?|\[\^?[A-Za-z0-9]/.test(text)));

        assert.ok(patterns.size >= 12, String(patterns.size));
        for (const pattern of patterns) assert.doesNotThrow(() => new DotNetRegex(pattern), pattern);
    });

    it("of redactions match what JavaScript matches", () => {
        const texts = [
            "",
            "a",
            "ab\n",
            "C-12345678",
            "C-12345678\n",
            "\u0664",
            "\u00e4",
            "\u00a0",
            "x ab y",
            "aa",
            "\ufeff",
        ];
        const patterns = [
            "^C-[0-9]{8}$",
            "\\d\\D?",
            "\\bab\\b",
            "a\\Bb",
            "^[^\\s\\d]+$",
            "[\\w-]+",
            "(?<y>a)b",
            ".",
            "\\s",
        ];
        for (const pattern of patterns) {
            const regex = new DotNetRegex(portablePattern(pattern) ?? assert.fail(pattern));
            for (const text of texts)
                assert.equal(regex.isMatch(text), new RegExp(pattern, "u").test(text), `${pattern} ${text}`);
        }
    });

    const seed = 20261126;
    it("match texts of ASCII as JavaScript does, where both languages mean the same", () => {
        const secrets = new RegExp(anySecret, "g");
        const pieces = [
            "Bearer ",
            "password = ",
            "eyJ",
            ".",
            "abcdefghij0",
            "://",
            "a:bcd@",
            "sig=",
            " ",
            "\n",
            "-----BEGIN ",
        ];
        const property = fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (found) => {
            const text = found.join("");
            assert.equal(new DotNetRegex(anySecret).replace(text, "-"), text.replace(secrets, "-"));
        });
        fc.assert(property, { seed, numRuns: 50 });
    });

    const long: Record<string, string> = {
        brackets: "[".repeat(1_000_000),
        "one string": `"${"a".repeat(1_000_000)}"`,
        escapes: `"${"\\u0041".repeat(150_000)}"`,
        numbers: "1,".repeat(500_000),
        strings: '"a" '.repeat(250_000),
    };
    for (const [name, text] of Object.entries(long)) {
        it(`go through a million characters: ${name}`, () => {
            const [guard = "", ...others] = patternsOf("policy.orders.xml").filter((pattern) =>
                /\\x00-\\x1f/.test(pattern),
            );
            assert.ok(guard.startsWith("^(?>"));
            assert.equal(new DotNetRegex(guard).isMatch(text), true);
            assert.equal(new DotNetRegex(guard).isMatch(`${text}'`), false);
            for (const pattern of others) assert.ok(new DotNetRegex(pattern).replace(text, "").length < 2_000_000);
        });
    }

    it("hide secrets in a million characters", () => {
        const secrets = new DotNetRegex(anySecret);
        const key = `-----BEGIN PRIVATE KEY-----${"x".repeat(1_000_000)}`;
        assert.equal(secrets.replace(key, "-"), "-");
        assert.equal(secrets.replace("a-b ".repeat(250_000), "-").length, 1_000_000);
    });
});
