// Does not run Newtonsoft.Json: what it does is taken from its source, version 13.0.3.
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseObject } from "../../../../../local/apim/dotnet/json/parse";
import { serializeObject } from "../../../../../local/apim/dotnet/json/serialize";
import { JProperty, JValue } from "../../../../../local/apim/dotnet/json/token";

describe("JsonConvert.SerializeObject", () => {
    const written: [value: unknown, text: string][] = [
        [null, "null"],
        [true, "true"],
        [-1, "-1"],
        [2n ** 64n, "18446744073709551616"],
        ["x", '"x"'],
        [["a", 1, null, [false]], '["a",1,null,[false]]'],
        [[], "[]"],
        ['\b\t\n\f\r"\\', '"\\b\\t\\n\\f\\r\\"\\\\"'],
        ["\0\u0001\u001f\u007f", '"\\u0000\\u0001\\u001f\u007f"'],
        ["\u0085\u2028\u2029", '"\\u0085\\u2028\\u2029"'],
        ["</'&\u00e4\ud83d\ude00\ud800", '"</\'&\u00e4\ud83d\ude00\ud800"'],
    ];
    for (const [value, text] of written) {
        it(`writes ${text}`, () => assert.equal(serializeObject(value), text));
    }

    const floats: Record<string, string> = {
        "1.0": "1.0",
        "-0.0": "-0.0",
        "0.0001": "0.0001",
        "0.00001": "1E-05",
        "-1.5e-7": "-1.5E-07",
        "123456789012345.0": "123456789012345.0",
        "1e14": "100000000000000.0",
        "1e15": "1E+15",
        "1.25e20": "1.25E+20",
        "1234567890123456.0": "1234567890123456.0",
        "1e100": "1E+100",
        "0.1": "0.1",
        NaN: '"NaN"',
        Infinity: '"Infinity"',
        "-Infinity": '"-Infinity"',
    };
    for (const [float, text] of Object.entries(floats)) {
        it(`writes the float ${float} as ${text}`, () => {
            assert.equal(serializeObject(parseObject(`{a:${float}}`)), `{"a":${text}}`);
        });
    }

    it("writes tokens that are no JSON", () => {
        const text = '{"a":undefined,"b":new Date(1,"x",{}),"c\\n":[]}';
        assert.equal(serializeObject(parseObject(text)), text);
        assert.equal(serializeObject(new JValue(null, "Undefined")), "undefined");
        assert.equal(serializeObject([new JValue("x")]), '["x"]');
    });

    it("writes no property outside of an object", () => {
        assert.throws(() => serializeObject(new JProperty("a", 1)), { type: "JsonWriterException" });
        assert.throws(() => serializeObject([new JProperty("a", 1)]), { type: "JsonWriterException" });
    });

    it("refuses what policies do not write", () => {
        for (const value of [1.5, undefined, {}, new Uint8Array(1), new Map()]) {
            assert.throws(() => serializeObject(value), { name: "Error", message: /SerializeObject/ });
        }
    });

    it("writes texts that JSON.parse reads alike", () => {
        const property = fc.property(fc.string({ unit: "binary" }), (text) => {
            assert.equal(JSON.parse(serializeObject(text)), text);
        });
        fc.assert(property, { seed: 20261126, numRuns: 500 });
    });
});
