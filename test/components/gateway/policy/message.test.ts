// Does not run the policy. What it reads as JSON is proven by its own patterns, which mean the same here but for the
// spelling of an atomic group and of the end of the text.
import assert from "node:assert/strict";
import fc from "fast-check";
import { readMessage } from "../../../../components/gateway/policy/message";
import { refusalsOf, variableOf } from "./guards";
import { readLiterals } from "./read-document";
import { sampleServer } from "./sample-server";

const seed = 20251125;
const guard = readMessage(sampleServer);

const { texts } = readLiterals(variableOf(guard, "rpc"));
const [, strict = "", string = "", , scalar = "", , space = "", , innermost = ""] = texts;
const patterns = {
    strict: new RegExp(strict.replace("(?>", "(?:").replace("\\z", "$")),
    string: new RegExp(string, "g"),
    scalar: new RegExp(scalar, "g"),
    space: new RegExp(space, "g"),
    innermost: new RegExp(innermost, "g"),
};

const levels = Number(/Enumerable\.Range\(1, ([0-9]+)\)/.exec(variableOf(guard, "rpc"))?.[1]);

/** What the policy does with a text before it parses it. */
function isStrict(text: string): boolean {
    if (!patterns.strict.test(text)) return false;
    let shape = text.replace(patterns.string, '"').replace(patterns.scalar, "0").replace(patterns.space, "");
    for (let level = 1; level <= levels; level++) shape = shape.replace(patterns.innermost, "0");
    return shape === "0" && text.trimStart().startsWith("{");
}

function isObject(text: string): boolean {
    try {
        const value = JSON.parse(text);
        return typeof value === "object" && value !== null && !Array.isArray(value);
    } catch {
        return false;
    }
}

describe("readMessage", () => {
    it("takes the JSON of objects", () => {
        fc.assert(
            fc.property(
                fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })),
                fc.constantFrom(0, 1, "\t", "\r\n"),
                (value, indent) => {
                    assert.ok(isStrict(JSON.stringify(value, null, indent)));
                },
            ),
            { seed, numRuns: 500 },
        );
    });

    it("takes nothing that is no JSON, and no object", () => {
        const part = fc.constantFrom(
            ...["{", "}", "[", "]", ":", ",", '"', '"a"', '"a":', "1", "0", "-", ".", "e", "+", "true", "null"],
            ...["\\", "\\u12", '"\\ud800"', "'", "/*", "//", " ", "\n", "\t", "\u00a0", "NaN", '{"a":1}', '"a":[1],'],
        );
        fc.assert(
            fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
                const text = parts.join("");
                for (const each of [text, `{${text}}`, `{"a":${text}}`, `{"a":[${text}]}`]) {
                    if (isStrict(each)) assert.ok(isObject(each), each);
                    else assert.ok(!isObject(each) || /\\ud800/.test(each), each);
                }
            }),
            { seed, numRuns: 3000 },
        );
    });

    it("refuses what some parsers take", () => {
        const lenient = [
            ...[
                "{'a':1}",
                "{a:1}",
                '{"a":1,}',
                '{"a":1}/**/',
                '{"a":01}',
                '{"a":.5}',
                '{"a":5.}',
                '{"a":+5}',
                '{"a":0x1}',
            ],
            ...[
                '{"a":NaN}',
                '{"a":[1,,2]}',
                '{"a":}',
                '{"a":1}{"b":2}',
                '{"a":"\n"}',
                '{"a":"\\x"}',
                "\ufeff{}",
                '{"a":1 2}',
            ],
            ...['{"a":"\\ud800"}', '{"a":"\\udc00"}', '{"a":"\\udc00\\ud800"}', "[]", '"a"', "1", ""],
        ];
        assert.deepEqual(lenient.filter(isStrict), []);
        assert.ok(isStrict('{"a":"\\ud83d\\ude00 \\u00e9 \\" \\/"}'));
    });

    it("takes 32 levels and no more", () => {
        const nested = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
        assert.ok(isStrict(nested(32)));
        assert.ok(!isStrict(nested(33)));
    });

    it("counts members, because a parser keeps one of repeated ones", () => {
        assert.match(
            variableOf(guard, "rpc"),
            /rpc\.Descendants\(\)\.OfType<JProperty>\(\)\.Count\(\) == colons \? rpc : new JObject\(\)/,
        );
    });

    it("reads bytes, and takes them for text only when they are its UTF-8", () => {
        assert.match(variableOf(guard, "rpcText"), /As<byte\[\]>\(preserveContent: true\)/);
        assert.match(
            variableOf(guard, "rpcText"),
            /bytes\.SequenceEqual\(Encoding\.UTF8\.GetBytes\(text\)\) \? text : "\?"/,
        );
    });

    it("takes answers of clients only where the server can have asked", () => {
        const mayAnswer = 'if (!((string)context.Variables["era"] == "2025"))';
        assert.ok(variableOf(guard, "rpcProblem").includes(mayAnswer));
        const unasked = variableOf(readMessage({ ...sampleServer, streaming: false }), "rpcProblem");
        assert.ok(!unasked.includes(mayAnswer));
        assert.ok(unasked.includes("if (!(false))"));
    });

    it("refuses for these reasons, in this order", () => {
        assert.deepEqual(
            refusalsOf(guard).map(([reason]) => reason),
            ["unexpected-body", "size", "no-strict-json", "no-valid-message"],
        );
    });
});
