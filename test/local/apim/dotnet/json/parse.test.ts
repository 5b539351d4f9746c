// Does not run Newtonsoft.Json: what it does is taken from its source, version 13.0.3.
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseObject } from "../../../../../local/apim/dotnet/json/parse";
import { serializeObject } from "../../../../../local/apim/dotnet/json/serialize";
import { treeOf } from "./tree";

const read = (text: string) => treeOf(parseObject(`{"a":${text}}`).get("a") ?? assert.fail());
const isReaderException = { type: "JsonReaderException" };

const values: Record<string, unknown> = {
    // scalars of JSON
    '"text"': "String text",
    '""': "String ",
    true: "Boolean true",
    false: "Boolean false",
    null: "Null null",
    "0": "Integer 0",
    "-0": "Integer 0",
    "9223372036854775807": "Integer 9223372036854775807",
    "-9223372036854775809": "Integer -9223372036854775809",
    "1.5": "Float 1.5",
    "1.0": "Float 1",
    "1E3": "Float 1000",
    "1e400": "Float Infinity",
    // numbers that JSON does not know
    ".5": "Float 0.5",
    "-.5": "Float -0.5",
    "1.": "Float 1",
    "-012": "Integer -12",
    "010": "Integer 8",
    "0x1f": "Integer 31",
    "0X1F": "Integer 31",
    "0xffffffffffffffff": "Integer -1",
    "01777777777777777777777": "Integer -1",
    "-0x1f": undefined,
    NaN: "Float NaN",
    Infinity: "Float Infinity",
    "-Infinity": "Float -Infinity",
    "+1": undefined,
    "09": undefined,
    "0x": undefined,
    "0x10000000000000000": undefined,
    "1e": undefined,
    "1-2": undefined,
    "-": undefined,
    ".": undefined,
    "1a": undefined,
    "1x": undefined,
    "1_000": undefined,
    "1;": undefined,
    "\u0661": undefined,
    // words
    undefined: "Undefined null",
    True: undefined,
    truer: undefined,
    "true/": undefined,
    "true/**/": "Boolean true",
    "null\0": "Null null",
    nil: undefined,
    "-Infinite": undefined,
    // strings
    "'single \"'": 'String single "',
    '"\'"': "String '",
    '"\\b\\t\\n\\f\\r\\\\\\"\\\'\\/"': "String \b\t\n\f\r\\\"'/",
    '"line\n\r\n\0\u0001"': "String line\n\r\n\0\u0001",
    '"\\u00e4\\u00C4"': "String \u00e4\u00c4",
    '"\\ud83d\\ude00"': "String \ud83d\ude00",
    '"\\ud83d"': "String \ufffd",
    '"\\ud83dx"': "String \ufffdx",
    '"\\ud83d\\n"': "String \ufffd\n",
    '"\\ud83d\\u0041"': "String \ufffdA",
    '"\\ud83d\\ud83d\\ude00"': "String \ufffd\ud83d\ude00",
    '"\\ud83d\ude00"': "String \ufffd\ude00",
    '"\\ude00"': "String \ufffd",
    '"\ud83d"': "String \ud83d",
    '"\\x41"': undefined,
    '"\\u12"': undefined,
    '"\\u12g4"': undefined,
    '"\\v"': undefined,
    // lists
    "[]": { Array: [] },
    "[1,]": { Array: ["Integer 1"] },
    "[1,,2]": { Array: ["Integer 1", "Undefined null", "Integer 2"] },
    "[,]": { Array: ["Undefined null"] },
    "[,,]": { Array: ["Undefined null", "Undefined null"] },
    "[/**/1/**/,//\n2]": { Array: ["Integer 1", "Integer 2"] },
    "[1 2]": undefined,
    "[1}": undefined,
    "[1)": undefined,
    "{b:1,}": { Object: [["b", "Integer 1"]] },
    "{b:1,,}": undefined,
    "{,}": undefined,
    "{b}": undefined,
    "{1}": undefined,
    "{b:}": undefined,
    "{b:]": undefined,
    "{b:,c:1}": {
        Object: [
            ["b", "Undefined null"],
            ["c", "Integer 1"],
        ],
    },
    // constructors
    "new Date(1,'a')": { Date: ["Integer 1", "String a"] },
    "new\u00a0X\0 ( [ ] , )": { X: [{ Array: [] }] },
    "new X()": { X: [] },
    "new X(,)": { X: ["Undefined null"] },
    "new X(1]": undefined,
    "new (1)": undefined,
    "new X.Y(1)": undefined,
    "newX(1)": undefined,
    "new/**/X(1)": undefined,
    "new X": undefined,
    // blanks
    "\0\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u3000 1": "Integer 1",
    "\ufeff1": undefined,
    "\u200b1": undefined,
    "\u001c1": undefined,
};

const documents: Record<string, string | undefined> = {
    "{}": "{}",
    " /* a */ // b\n {} /* c */ // d": "{}",
    "{'a':1,\"b\":2,c:3,$_\u00e41:4}": '{"a":1,"b":2,"c":3,"$_\u00e41":4}',
    "{a\0:1,b :2}": '{"a":1,"b":2}',
    '{"a":1,"b":2,"a":3}': '{"a":3,"b":2}',
    '{"a":{"x":1},"a":{"y":2}}': '{"a":{"y":2}}',
    '{"a":1,"A":2}': '{"a":1,"A":2}',
    '{"\\u0061":1,"a":2}': '{"a":2}',
    '{"":1}': '{"":1}',
    '{"a"/**/:1}': undefined,
    '{"a":/**/1/**/}': '{"a":1}',
    "{a-b:1}": undefined,
    "{a.b:1}": undefined,
    "{\ud835\udc00:1}": undefined,
    "{a": undefined,
    "{a:": undefined,
    "{a:1": undefined,
    "{a:1,": undefined,
    "{a:'": undefined,
    "{a:'\\": undefined,
    "{": undefined,
    "": undefined,
    " ": undefined,
    "[]": undefined,
    "1": undefined,
    "/**/": undefined,
    "{} {}": undefined,
    "{}x": undefined,
    "{},": undefined,
    "{}]": undefined,
    // a comment needs three characters
    "{}//": undefined,
    "{}//x": "{}",
    "{}/*": undefined,
    "{}/**": undefined,
    "{}/**/": "{}",
    "{}/*/": undefined,
    "{}/x/": undefined,
    "{}//a\rx": "{}",
    "{}//a\r//b": "{}",
    // what stands alone behind a carriage return at the end is not read
    "{}\rx": "{}",
    "{}\r/": "{}",
    "{}\r\nx": undefined,
    "{}\rxy": undefined,
    "{}\r x": undefined,
};

describe("JObject.Parse", () => {
    for (const [text, tree] of Object.entries(values)) {
        it(`reads ${JSON.stringify(text)} as ${tree === undefined ? "no value" : JSON.stringify(tree)}`, () => {
            if (tree === undefined) assert.throws(() => read(text), isReaderException);
            else assert.deepEqual(read(text), tree);
        });
    }

    for (const [text, written] of Object.entries(documents)) {
        it(`reads ${JSON.stringify(text)} as ${written ?? "no object"}`, () => {
            if (written === undefined) assert.throws(() => parseObject(text), isReaderException);
            else assert.equal(serializeObject(parseObject(text)), written);
        });
    }

    it("has integers of at most 380 characters beyond 64 bits", () => {
        const nines = "9".repeat(380);
        assert.equal(read(nines), `Integer ${nines}`);
        assert.throws(() => read(`-${nines}`), isReaderException);
        assert.equal(read(nines.replace("9", "-")), `Integer ${nines.replace("9", "-")}`);
    });

    it("has 64 levels", () => {
        const nested = (levels: number) => `${"{a:[".repeat(levels / 2)}${"]}".repeat(levels / 2)}`;
        assert.equal(serializeObject(parseObject(nested(64))), nested(64).replaceAll("a", '"a"'));
        assert.throws(() => parseObject(nested(66)), isReaderException);
        assert.throws(() => read(`${"[".repeat(64)}${"]".repeat(64)}`), isReaderException);
        assert.throws(() => read(`${"[".repeat(63)}new X()${"]".repeat(63)}`), isReaderException);
    });

    it("reads dates in values, and none in names", () => {
        const text = '{"2020-01-02T03:04:05Z":"2020-01-02T03:04:05Z"}';
        const [property] = parseObject(text).properties();
        assert.equal(property?.name, "2020-01-02T03:04:05Z");
        assert.equal(property?.value.type, "Date");
        assert.equal(serializeObject(parseObject(text)), text);
        assert.equal(serializeObject(parseObject('{"a":"\\/Date(0)\\/"}')), '{"a":"1970-01-01T00:00:00Z"}');
    });

    it("reads a million characters", () => {
        const list = `{"a":[${"1, ".repeat(333_000)}1]}`;
        assert.equal(serializeObject(parseObject(list)), list.replaceAll(" ", ""));
        const text = `{"a":"${"\\u0041".repeat(160_000)}"}`;
        assert.equal(serializeObject(parseObject(text)).length, 160_008);
    });

    it("reads what JSON.parse reads, as the same tree", () => {
        const property = fc.property(fc.dictionary(fc.string({ unit: "binary" }), json()), (object) => {
            const text = JSON.stringify(object);
            const parsed = parseObject(text);
            assert.deepEqual(JSON.parse(serializeObject(parsed)), JSON.parse(text));
            assert.equal(serializeObject(parseObject(serializeObject(parsed))), serializeObject(parsed));
        });
        fc.assert(property, { seed: 20261126, numRuns: 300 });
    });

    it("reads or refuses every text, and nothing else", () => {
        const pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"',
            "'",
            "a",
            "1",
            "0x",
            "-",
            "/",
            "*",
            "\r",
            "\n",
            "new ",
            "(",
            ")",
        ];
        const property = fc.property(fc.array(fc.constantFrom(...pieces)), (found) => {
            const text = `{${found.join("")}`;
            try {
                const written = serializeObject(parseObject(text));
                assert.equal(serializeObject(parseObject(written)), written);
            } catch (error) {
                assert.equal((error as { type?: string }).type, "JsonReaderException", String(error));
            }
        });
        fc.assert(property, { seed: 20261126, numRuns: 2000 });
    });
});

/** Values without dates, and without numbers that are written in more than one way. */
function json(): fc.Arbitrary<unknown> {
    const text = fc.string({ unit: "binary" }).filter((each) => !/^(?:\d|\/Date)/.test(each));
    return fc.letrec((tie) => ({
        value: fc.oneof(
            { maxDepth: 5 },
            text,
            fc.maxSafeInteger(),
            fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.1, max: 1e9 }),
            fc.boolean(),
            fc.constant(null),
            fc.array(tie("value")),
            fc.dictionary(fc.string(), tie("value")),
        ),
    })).value;
}
