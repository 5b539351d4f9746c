// Does not prove that Azure evaluates each of these the same: examples are those of Microsoft's pages where these have some.
import assert from "node:assert/strict";
import { pureFunctions } from "../../../local/logic-apps/functions";
import type { Value } from "../../../local/provider/provider";
import { resultOf, start } from "./workflow";

describe("A text of a workflow", () => {
    it("is itself when it has no expression", async () => {
        assert.equal(await resultOf("somebody at example.com"), "somebody at example.com");
        assert.equal(await resultOf("a { b } @ c"), "a { b } @ c");
    });

    it("has the signs of expressions when they are doubled", async () => {
        assert.equal(await resultOf("@@triggerBody()"), "@triggerBody()");
        assert.equal(await resultOf("a @@{b}"), "a @{b}");
        assert.equal(await resultOf("@@{b}"), "@{b}");
    });

    it("is a value of any type when it is one expression", async () => {
        assert.deepEqual(await resultOf("@triggerBody()", { a: [1, null, true] }), { a: [1, null, true] });
    });

    it("is a text when it has expressions within, whatever they give", async () => {
        const trigger: Value = { text: "t", number: 5, list: [1], none: null, yes: true };
        const parts = ["text", "number", "list", "none", "yes"].map((name) => `@{triggerBody()['${name}']}`);
        assert.equal(await resultOf(`<${parts.join("|")}>`, trigger), "<t|5|[1]||True>");
        assert.equal(await resultOf("@{triggerBody()['number']}", trigger), "5");
    });

    it("has literals", async () => {
        assert.deepEqual(await resultOf("@createArray('it''s', -5, 2.5, true, false, null)"), [
            "it's",
            -5,
            2.5,
            true,
            false,
            null,
        ]);
    });
});

describe("A property", () => {
    const trigger: Value = { a: { b: 1 }, none: null, list: ["x", "y"], text: "t" };

    it("is found by name or place", async () => {
        assert.equal(await resultOf("@triggerBody()['a']['b']", trigger), 1);
        assert.equal(await resultOf("@triggerBody()?['list']?[1]", trigger), "y");
        assert.equal(await resultOf("@triggerBody()[concat('a', '')]['b']", trigger), 1);
    });

    it("that is not there is null with a question mark, and an error without", async () => {
        assert.equal(await resultOf("@triggerBody()?['x']", trigger), null);
        assert.equal(await resultOf("@triggerBody()?['x']?['y']?['z']", trigger), null);
        assert.equal(await resultOf("@triggerBody()?['list']?[2]", trigger), null);
        assert.deepEqual(await resultOf("@triggerBody()['x']", trigger), { error: "There is no property x." });
        assert.deepEqual(await resultOf("@triggerBody()?['none']['y']", trigger), {
            error: "A value of the type Null has no property y.",
        });
    });

    it("is none of a text, with a question mark neither", async () => {
        assert.deepEqual(await resultOf("@triggerBody()?['text']?['x']", trigger), {
            error: "A value of the type String has no property x.",
        });
        assert.deepEqual(await resultOf("@triggerBody()?['list']?['x']", trigger), {
            error: "A value of the type Array has no property x.",
        });
    });

    it("is none that every object of JavaScript has", async () => {
        assert.equal(await resultOf("@triggerBody()?['constructor']", trigger), null);
        assert.equal(await resultOf("@contains(triggerBody(), 'toString')", trigger), false);
    });
});

/** What each function gives. */
const examples: Record<string, [expression: string, value: Value][]> = {
    and: [
        ["and(true, true, true)", true],
        ["and(true, false)", false],
    ],
    coalesce: [
        ["coalesce(null, 'hello', 'world')", "hello"],
        ["coalesce(null, null)", null],
        ["coalesce('', 'x')", ""],
    ],
    concat: [
        ["concat('Hello', 'World')", "HelloWorld"],
        ["concat('a', 1, null)", "a1"],
    ],
    contains: [
        ["contains('hello world', 'world')", true],
        ["contains('hello world', 'World')", false],
        ["contains(createArray('a', 'b'), 'b')", true],
        ["contains(createArray('a', 'b'), 'B')", false],
        ["contains(json('{\"a\":1}'), 'a')", true],
        ["contains(json('{\"a\":1}'), 'b')", false],
    ],
    createArray: [["createArray('h', 1, null)", ["h", 1, null]]],
    empty: [
        ["empty('')", true],
        ["empty('abc')", false],
        ["empty(json('[]'))", true],
        ["empty(json('{}'))", true],
        ["empty(json('{\"a\":1}'))", false],
        ["empty(null)", true],
    ],
    encodeUriComponent: [["encodeUriComponent('https://contoso.com')", "https%3A%2F%2Fcontoso.com"]],
    equals: [
        ["equals(true, 1)", true],
        ["equals('abc', 'abcd')", false],
        ["equals('abc', 'ABC')", false],
        ["equals(null, '')", true],
        ["equals(5, '5')", false],
        ["equals(json('{\"a\":[1]}'), json('{\"a\":[1]}'))", true],
    ],
    first: [
        ["first('hello')", "h"],
        ["first(createArray(0, 1, 2))", 0],
        ["first(json('[]'))", null],
    ],
    if: [
        ["if(equals(1, 1), 'yes', 'no')", "yes"],
        ["if(false, 'yes', 'no')", "no"],
    ],
    join: [
        ["join(createArray('a', 'b', 'c'), '.')", "a.b.c"],
        ["join(json('[]'), ' ')", ""],
    ],
    json: [["json('{\"a\": [1, null]}')", { a: [1, null] }]],
    length: [
        ["length('abcd')", 4],
        ["length(createArray(0, 1, 2, 3))", 4],
    ],
    lessOrEquals: [
        ["lessOrEquals(10, 10)", true],
        ["lessOrEquals(10, 9)", false],
    ],
    not: [["not(equals(1, 2))", true]],
    split: [
        ["split('a_b_c', '_')", ["a", "b", "c"]],
        ["split('', ' ')", [""]],
    ],
    string: [
        ["string(10)", "10"],
        ["string(null)", ""],
        ['string(json(\'{"name":"Sophie Owen"}\'))', '{"name":"Sophie Owen"}'],
    ],
    substring: [
        ["substring('hello world', 6, 5)", "world"],
        ["substring('hello world', 6)", "world"],
        ["substring('abc', 0, 0)", ""],
    ],
    toLower: [["toLower('Hello World')", "hello world"]],
    union: [["union(createArray(1, 2, 3), createArray(1, 2, 10, 101))", [1, 2, 3, 10, 101]]],
};

describe("A function of workflows", () => {
    it("has an example", () => {
        assert.deepEqual(Object.keys(examples).sort(), [...pureFunctions.keys()].sort());
    });

    for (const [name, cases] of Object.entries(examples)) {
        it(`${name} gives what its page says`, async () => {
            for (const [expression, value] of cases)
                assert.deepEqual(await resultOf(`@${expression}`), value, expression);
        });
    }

    it("takes no value of another type", async () => {
        const wrong: Record<string, string> = {
            "and(true, 1)": "and does not take a value of the type Number.",
            "concat('a', createArray(1))": "concat does not take a value of the type Array.",
            "contains(null, 'a')": "contains does not take a value of the type Null.",
            "if('true', 1, 2)": "if does not take a value of the type String.",
            "join('a', ',')": "join does not take a value of the type String.",
            "json('{')": "json was given a text that is no JSON.",
            "json(null)": "json does not take a value of the type Null.",
            "length(null)": "length does not take a value of the type Null.",
            "lessOrEquals('1', 2)": "lessOrEquals does not take a value of the type String.",
            "not(null)": "not does not take a value of the type Null.",
            "split('a', '')": "split was given an empty text to look for.",
            "split(null, ' ')": "split does not take a value of the type Null.",
            "substring('abc', 2, 2)": "substring was asked for more than its text has.",
            "toLower(null)": "toLower does not take a value of the type Null.",
            "union(createArray(1), null)": "union does not take a value of the type Null.",
        };
        for (const [expression, error] of Object.entries(wrong))
            assert.deepEqual(await resultOf(`@${expression}`), { error }, expression);
    });

    it("has all of its arguments evaluated, those that are not chosen included", async () => {
        assert.deepEqual(await resultOf("@if(true, 1, length(null))"), {
            error: "length does not take a value of the type Null.",
        });
        assert.deepEqual(await resultOf("@coalesce('a', length(null))"), {
            error: "length does not take a value of the type Null.",
        });
    });

    it("says the time with seven digits, and draws a new id each time", async () => {
        assert.equal(await resultOf("@utcNow()"), new Date(start).toISOString().replace("Z", "0000Z"));
        const [one, other] = [await resultOf("@guid()"), await resultOf("@guid()")];
        assert.match(String(one), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.notEqual(one, other);
    });
});
