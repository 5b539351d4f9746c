// Does not prove that the committed types are those of .NET.
import assert from "node:assert/strict";
import { parseSignature } from "../../../local/apim/csharp/signature";
import { typeTable } from "../../../local/apim/csharp/type-table";
import { formatType, parseType } from "../../../local/apim/csharp/types";

const documented: string[] = [];
const table = typeTable({
    int: { documented, value: true },
    long: { documented, value: true },
    string: { documented, extends: ["List<char>"] },
    char: { documented, value: true },
    object: { documented },
    "List<T>": { documented, extends: ["Sequence<T>"], members: ["new(int)", "First(): T"] },
    "Sequence<T>": { documented, members: ["Count: int"] },
    "Sequence<int>": { documented, members: ["Sum: int"] },
    Special: { documented, extends: ["List<string>"], castsTo: ["int"] },
});

describe("The table of types", () => {
    it("knows a type with all its arguments", () => {
        assert.deepEqual(
            ["List<string>", "List<other>", "List", "List<Sequence<int>>"].map((text) => table.has(parseType(text))),
            [true, false, false, true],
        );
    });

    it("gives members of a type and of what it extends, with what parameters stand for", () => {
        assert.deepEqual(
            table
                .members(parseType("Special"))
                .map(({ entry, signature, bindings }) => [entry, signature.text, bindings.T && formatType(bindings.T)]),
            [
                ["List<T>", "new(int)", "string"],
                ["List<T>", "First(): T", "string"],
                ["Sequence<T>", "Count: int", "string"],
            ],
        );
    });

    it("takes the entry for certain arguments before that for any", () => {
        assert.equal(table.entryOf(parseType("Sequence<int>")), "Sequence<int>");
        assert.equal(table.entryOf(parseType("Sequence<long>")), "Sequence<T>");
    });

    const accepted: [expected: string, given: string, accepts: boolean][] = [
        ["string", "string", true],
        ["object", "int", true],
        ["string", "object", false],
        ["Sequence<string>", "Special", true],
        ["Sequence<char>", "string", true],
        ["Sequence<object>", "Special", false],
        ["long", "int", true],
        ["int", "long", false],
        ["int", "char", true],
        ["string", "null", true],
        ["int", "null", false],
    ];
    for (const [expected, given, accepts] of accepted) {
        it(`${accepts ? "takes" : "does not take"} ${given} for ${expected}`, () => {
            assert.equal(table.accepts(parseType(expected), parseType(given)), accepts);
        });
    }

    it("tells what a value may be, and what a cast turns it into", () => {
        const pairs = ["object int", "long int", "Special List<string>", "List<string> Special", "string int"];
        assert.deepEqual(
            pairs
                .map((pair) => pair.split(" ").map(parseType))
                .map(([given, wanted]) => given && wanted && table.mayBe(given, wanted)),
            [true, true, true, true, false],
        );
        assert.equal(table.converter(parseType("Special"), parseType("int")), "Special");
        assert.equal(table.converter(parseType("List<string>"), parseType("int")), undefined);
    });

    it("finds what parameters stand for", () => {
        const bind = (pattern: string, given: string, bindings = {}) => {
            const bound = table.bind(parseType(pattern), parseType(given), bindings);
            return bound && Object.entries(bound).map(([name, type]) => `${name} = ${formatType(type)}`);
        };
        assert.deepEqual(bind("T", "int"), ["T = int"]);
        assert.deepEqual(bind("Sequence<T>", "Special"), ["T = string"]);
        assert.deepEqual(bind("Sequence<T>", "int"), undefined);
        assert.deepEqual(bind("T", "int", { T: parseType("string") }), undefined);
        assert.deepEqual(bind("T", "string", { T: parseType("object") }), ["T = object"]);
    });
});

describe("A member", () => {
    const members: [text: string, kind: string, name: string][] = [
        ["new(string)", "constructor", "new"],
        ["Length: int", "value", "Length"],
        ["Value = object", "assignableValue", "Value"],
        ["[string]: int", "indexer", "[]"],
        ["[string] = int", "assignableIndexer", "[]"],
        ["static Parse(string): int", "method", "Parse"],
    ];
    for (const [text, kind, name] of members) {
        it(`is a ${kind} in ${text}`, () => {
            const signature = parseSignature(text, parseType("Owner"));
            assert.deepEqual([signature.kind, signature.name], [kind, name]);
        });
    }

    it("has the types and names of its parameters, and what it gives", () => {
        const { generics, parameters, returns } = parseSignature(
            "Map<R>(Func<T, R>, keep: Dictionary<string, int[]>): List<R>",
            parseType("Owner"),
        );
        assert.deepEqual(generics.map(formatType), ["R"]);
        assert.deepEqual(
            parameters.map(({ name, type }) => [name, formatType(type)]),
            [
                [undefined, "Func<T, R>"],
                ["keep", "Dictionary<string, int[]>"],
            ],
        );
        assert.equal(formatType(returns), "List<R>");
        assert.equal(formatType(parseSignature("new()", parseType("Owner")).returns), "Owner");
    });

    for (const text of ["Parse(string)", "Parse string", "Length:", "two words: int"]) {
        it(`is not ${text}`, () => {
            assert.throws(() => parseSignature(text, parseType("Owner")), {
                message: `"${text}" is no member: expected a form like "Split(char): string[]".`,
            });
        });
    }

    it("is not of what is no type", () => {
        assert.throws(() => parseSignature("Length: a b", parseType("Owner")), {
            message: '"a b" is no type: expected a form like "List<string>" or "byte[]".',
        });
    });
});
