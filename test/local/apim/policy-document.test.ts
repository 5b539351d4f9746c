// Does not prove that API Management refuses the same texts: it also reads others, which nothing here writes.
import assert from "node:assert/strict";
import { NoPolicyDocument, readPolicyDocument } from "../../../local/apim/policy/document";
import { classify } from "../../../local/apim/policy/expression";
import { positionOf, readText } from "../../../local/apim/policy/text";

describe("A policy document", () => {
    it("is elements, attributes and text, each with its place", () => {
        const document =
            "<policies>\n  <inbound id=\"a\" name='b'>\n    <value>x &lt; y</value></inbound>\n</policies>";
        const [inbound] = readPolicyDocument(document).children;
        const [value] = inbound?.children ?? [];
        const [id, name] = inbound?.attributes ?? [];
        const placed = { inbound, id, name, value };
        assert.deepEqual(
            Object.entries(placed).map(([key, each]) => [key, positionOf(document, each?.offset ?? -1)]),
            [
                ["inbound", { line: 2, column: 3 }],
                ["id", { line: 2, column: 12 }],
                ["name", { line: 2, column: 19 }],
                ["value", { line: 3, column: 5 }],
            ],
        );
        assert.deepEqual([id?.text.value, name?.text.value, value?.text?.value], ["a", "b", "x < y"]);
        assert.equal(inbound?.text, undefined);
    });

    it("takes no slash, sign or bracket inside of a value for the end of the tag", () => {
        const [inbound] = readPolicyDocument('<policies><inbound a = "x/>=y" b="" /></policies>').children;
        assert.deepEqual(
            inbound?.attributes.map((each) => [each.name, each.text.value]),
            [
                ["a", "x/>=y"],
                ["b", ""],
            ],
        );
    });

    const refused: [text: string, message: string, offset: number][] = [
        ["<policies><inbound></policies>", "The document is not well-formed: Missing end tag for element inbound.", 19],
        ["<policies a='1' a='2' />", "The document is not well-formed: Duplicate attribute: a.", 21],
        ["<policies><!-- x --></policies>", "A policy document has only elements and text, no comment.", 10],
        ["<policies><![CDATA[x]]></policies>", "A policy document has only elements and text, no cdata.", 10],
        ["<policies><?x y?></policies>", "A policy document has only elements and text, no pi.", 10],
        ["<!DOCTYPE policies><policies />", "A policy document has only elements and text, no doctype.", 0],
        ['<?xml version="1.0"?><policies />', "A policy document has only elements and text, no xmldecl.", 0],
        ["<policies>x<inbound /></policies>", "Text stands beside elements in <policies>.", 10],
        ["<policies>&other;</policies>", "The document is not well-formed: Named entity isn't defined: &other;.", 10],
    ];
    for (const [text, message, offset] of refused) {
        it(`is not ${text}`, () => {
            assert.throws(
                () => readPolicyDocument(text),
                (error) => {
                    assert.ok(error instanceof NoPolicyDocument);
                    assert.deepEqual([error.message, error.offset], [message, offset]);
                    return true;
                },
            );
        });
    }

    it("knows where each character of a text stands", () => {
        assert.deepEqual(readText("a&#10;&quot;&#x1F600;b\n", 100, true), {
            value: 'a\n"\u{1f600}b ',
            offsets: [100, 101, 106, 112, 112, 121, 122, 123],
        });
        assert.equal(readText("a\tb", 0, false).value, "a\tb");
    });
});

describe("An attribute or text", () => {
    const cases: [text: string, kind: string][] = [
        ["plain", "text"],
        ["", "text"],
        ["me@example.com", "text"],
        ["@(1)", "expression"],
        ["@{ return 1; }", "block"],
        ["{{name}}", "namedValue"],
        ["value: {{name}}", "textWithNamedValue"],
        ["{{one}}{{two}}", "textWithNamedValue"],
        ["@({{name}})", "mixed"],
        [" @(1)", "mixed"],
        ["@(1) ", "mixed"],
        ["x @{ return 1; }", "mixed"],
        ["@(1", "mixed"],
    ];
    for (const [text, kind] of cases) {
        it(`${JSON.stringify(text)} is of the kind ${kind}`, () => {
            assert.equal(classify(readText(text, 0, false)).kind, kind);
        });
    }

    it("has its code without what encloses it, in its place", () => {
        assert.deepEqual(classify(readText("@(a&lt;b)", 10, true)), {
            kind: "expression",
            code: "a<b",
            offsets: [12, 13, 17, 18],
        });
    });
});
