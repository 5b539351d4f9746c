// Does not prove that the text fits the page: it proves that it is the value, and how it is laid out.
import assert from "node:assert/strict";
import { literal } from "../../../tools/rule-docs/literal";

const read = (text: string) => new Function(`return (${text});`)();

describe("literal", () => {
    it("is the value again when it is read", () => {
        const values = [
            { a: 1, "b-c": [true, "x", []], d: {}, e: -0.5, __proto: "x" },
            `say "hello" to \`\${name}\` and \\`,
            `<policies>\n    <inbound>\`\${a}\`\\</inbound>\n</policies>`,
            "one\r\ntwo",
            [1_774_915_200, 1_774_915_201, 86_400],
            Array.from({ length: 40 }, (_, index) => ({ [`name${index}`]: "value" })),
        ];
        for (const value of values) assert.deepEqual(read(literal(value)), value);
    });

    it("leaves out what is undefined", () => assert.equal(literal({ a: undefined, b: 1 }), "{ b: 1 }"));

    it("says a day in seconds as a date", () => {
        assert.equal(literal(1_774_915_200), 'Date.parse("2026-03-31") / 1000');
        assert.equal(literal(1_774_915_201), "1774915201");
    });

    it("keeps the lines of a document", () => assert.equal(literal("a\nb"), "`a\nb`"));

    it("breaks what is too long for a line, and only that", () => {
        const long = "x".repeat(60);
        assert.equal(
            literal({ first: { one: long, two: long }, second: { three: 3 } }),
            [
                "{",
                "    first: {",
                `        one: "${long}",`,
                `        two: "${long}",`,
                "    },",
                "    second: { three: 3 },",
                "}",
            ].join("\n"),
        );
    });
});
