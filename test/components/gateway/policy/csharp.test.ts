// Does not prove that a C# compiler reads the literals so: only that they have no other escapes than it knows.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    block,
    expression,
    isOneOf,
    jsonText,
    namedValue,
    stringLiteral,
    variable,
    words,
} from "../../../../components/gateway/policy/csharp";
import { hostileText } from "./hostile-text";
import { readLiterals } from "./read-document";

const seed = 20251125;

describe("stringLiteral", () => {
    it("leaves plain text readable", () => {
        assert.equal(stringLiteral("orders.read"), '"orders.read"');
        assert.equal(stringLiteral('a "b" \\ {c} é 😀'), '"a \\"b\\" \\\\ \\u007bc\\u007d \\u00e9 \\ud83d\\ude00"');
    });

    it("is one literal of exactly the text, whatever the text, and means nothing else", () => {
        fc.assert(
            fc.property(hostileText, (text) => {
                const literal = stringLiteral(text);
                assert.deepEqual(readLiterals(literal), { texts: [text], skeleton: '""' });
                assert.match(literal, /^[ -~]*$/);
                assert.doesNotMatch(literal, /[@{}<>&`]/);
            }),
            { seed, numRuns: 2000 },
        );
    });
});

describe("jsonText", () => {
    it("is the JSON of the value, and refers to nothing", () => {
        fc.assert(
            fc.property(hostileText, hostileText, (first, second) => {
                const value = { [first]: [second, { a: second }] };
                const text = jsonText(value);
                assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
                assert.doesNotMatch(text, /[^ -~]|@|\{\{/);
            }),
            { seed, numRuns: 2000 },
        );
    });
});

describe("code", () => {
    it("has the forms that API Management knows", () => {
        assert.equal(expression("1 + 1"), "@(1 + 1)");
        assert.equal(block("var a = 1;", "return a;"), "@{\nvar a = 1;\nreturn a;\n}");
        assert.equal(namedValue("risk-level"), "{{risk-level}}");
        assert.equal(variable("oid"), '(string)context.Variables["oid"]');
        assert.equal(words("rights"), "((string)context.Variables[\"rights\"]).Split(' ')");
    });

    it("asks for each of several texts, and is false without any", () => {
        assert.equal(isOneOf("x", ["a", '"']), '(x == "a" || x == "\\"")');
        assert.equal(isOneOf("x", []), "false");
    });
});
