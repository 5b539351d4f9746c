// Does not run Newtonsoft.Json: what it does is taken from its source, version 13.0.3.
import assert from "node:assert/strict";
import { toBool, toInt, toText } from "../../../../../local/apim/dotnet/json/convert";
import { parseObject } from "../../../../../local/apim/dotnet/json/parse";
import { JProperty, type JToken } from "../../../../../local/apim/dotnet/json/token";

const read = (text: string): JToken => parseObject(`{a:${text}}`).get("a") ?? assert.fail();

// exceptions by their names
const table: [text: string, string: string | null, int: number | string, bool: boolean | string][] = [
    ["'x'", "x", "FormatException", "FormatException"],
    ["''", "", "FormatException", "FormatException"],
    ["' +12\\n'", " +12\n", 12, "FormatException"],
    ["'2147483648'", "2147483648", "OverflowException", "FormatException"],
    ["' TRUE\\u00a0'", " TRUE\u00a0", "FormatException", true],
    ["'false'", "false", "FormatException", false],
    ["'0'", "0", 0, "FormatException"],
    ["7", "7", 7, true],
    ["0", "0", 0, false],
    ["2147483648", "2147483648", "OverflowException", true],
    ["-2147483648", "-2147483648", -2147483648, true],
    ["9223372036854775808", "9223372036854775808", "OverflowException", "OverflowException"],
    ["1.0", "1", 1, true],
    ["0.5", "0.5", 0, true],
    ["1.5", "1.5", 2, true],
    ["2.5", "2.5", 2, true],
    ["-1.5", "-1.5", -2, true],
    ["-0.5", "-0.5", 0, true],
    ["-0.0", "-0", 0, false],
    ["2147483647.4", "2147483647.4", 2147483647, true],
    ["2147483647.5", "2147483647.5", "OverflowException", true],
    ["1e20", "1E+20", "OverflowException", true],
    ["NaN", "NaN", "OverflowException", true],
    ["-Infinity", "-Infinity", "OverflowException", true],
    ["true", "True", 1, true],
    ["false", "False", 0, false],
    ["null", null, "ArgumentException", "ArgumentException"],
    ["undefined", null, "ArgumentException", "ArgumentException"],
    ["'2020-01-02T03:04:05Z'", "01/02/2020 03:04:05", "ArgumentException", "ArgumentException"],
    ["{}", "ArgumentException", "ArgumentException", "ArgumentException"],
    ["[1]", "ArgumentException", "ArgumentException", "ArgumentException"],
    ["new X(1)", "ArgumentException", "ArgumentException", "ArgumentException"],
];

function outcome<T>(convert: (token: JToken | null) => T, token: JToken | null): T | string {
    try {
        return convert(token);
    } catch (error) {
        return (error as { type?: string }).type ?? String(error);
    }
}

describe("A conversion of a token", () => {
    for (const [text, ...expected] of table) {
        it(`gives of ${text}: ${expected.join(", ")}`, () => {
            const found = [toText, toInt, toBool].map((convert) => outcome<unknown>(convert, read(text)));
            assert.deepEqual(found, expected);
        });
    }

    it("gives null of null, which is no number and no truth value", () => {
        assert.equal(toText(null), null);
        assert.equal(outcome(toInt, null), "ArgumentNullException");
        assert.equal(outcome(toBool, null), "ArgumentNullException");
    });

    it("takes a property for its value", () => {
        assert.equal(toText(new JProperty("a", "x")), "x");
        assert.equal(toInt(new JProperty("a", 5)), 5);
        assert.equal(outcome(toText, new JProperty("a", ["x"])), "ArgumentException");
    });
});
