// Does not run Newtonsoft.Json: what it does is taken from its source, version 13.0.3.
import assert from "node:assert/strict";
import { parseObject } from "../../../../../local/apim/dotnet/json/parse";
import { serializeObject } from "../../../../../local/apim/dotnet/json/serialize";
import {
    JArray,
    JConstructor,
    JObject,
    JProperty,
    type JToken,
    JValue,
} from "../../../../../local/apim/dotnet/json/token";

const read = (text: string): JToken => parseObject(`{a:${text}}`).get("a") ?? assert.fail();

describe("A token", () => {
    it("enumerates properties, items or nothing", () => {
        const types = (token: JToken) => token.children().map(({ type }) => type);
        assert.deepEqual(types(read("{b:1,c:2}")), ["Property", "Property"]);
        assert.deepEqual(types(read("[1,'a',,[],{}]")), ["Integer", "String", "Undefined", "Array", "Object"]);
        assert.deepEqual(types(read("new X(1)")), ["Integer"]);
        assert.deepEqual(types(new JProperty("a", null)), ["Null"]);
        assert.deepEqual(types(read("1")), []);
    });

    it("counts its children", () => {
        const counts = ["{b:1,c:2}", "[]", "[1,2,3]", "new X(1)"].map((text) => (read(text) as JArray).count);
        assert.deepEqual(counts, [2, 0, 3, 1]);
        assert.equal(new JProperty("a", "b").count, 1);
    });

    it("gives children by their keys", () => {
        assert.equal(serializeObject(read("{b:1}").at("b")), "1");
        assert.equal(read("{b:1}").at("B"), null);
        assert.equal(read("{b:1}").at("__proto__"), null);
        assert.equal(serializeObject(read("[1,2]").at(1)), "2");
        assert.equal(serializeObject(read("new X(1,2)").at(1)), "2");
    });

    const wrongKeys: [text: string, key: unknown, exception: string][] = [
        ["{}", 0, "ArgumentException"],
        ["{}", null, "ArgumentNullException"],
        ["[1]", "0", "ArgumentException"],
        ["[1]", 0n, "ArgumentException"],
        ["[1]", null, "ArgumentNullException"],
        ["[1]", 1, "ArgumentOutOfRangeException"],
        ["[1]", -1, "ArgumentOutOfRangeException"],
        ["new X(1)", "0", "ArgumentException"],
        ["1", 0, "InvalidOperationException"],
        ["null", "a", "InvalidOperationException"],
    ];
    for (const [text, key, type] of wrongKeys) {
        it(`throws ${type} when ${text} is asked for ${typeof key} ${key}`, () => {
            assert.throws(() => read(text).at(key), { type });
        });
    }

    it("has no children by key when it is a property", () => {
        assert.throws(() => new JProperty("a", null).at("a"), { type: "InvalidOperationException" });
    });

    it("refuses to be asked without a key, as no code can", () => {
        assert.throws(() => read("{}").at(undefined), { name: "Error", message: /without a key/ });
    });

    it("is copied where it is put when it stands somewhere", () => {
        const source = parseObject("{a:{b:1}}");
        const given = source.get("a");
        const target = new JObject();
        target.set("c", given);
        assert.notEqual(target.get("c"), given);
        assert.equal(serializeObject(target), '{"c":{"b":1}}');
        (target.get("c") as JObject).set("b", new JValue(2n));
        assert.equal(serializeObject(source), '{"a":{"b":1}}');
    });

    it("is put as it is when it stands nowhere, and stands there then", () => {
        const value = new JValue("x");
        const object = new JObject(new JProperty("a", value));
        assert.equal(object.get("a"), value);
        assert.equal(value.parent?.parent, object);
        object.remove("a");
        assert.equal(object.count, 0);
        object.set("b", new JValue(1n));
        object.set("b", null);
        assert.equal(object.get("b")?.type, "Null");
    });

    it("stands nowhere any more once another took its place", () => {
        const [first, property] = [new JValue("x"), new JProperty("a", null)];
        property.value = first;
        property.value = new JValue("y");
        assert.equal(first.parent, null);
        const object = new JObject(property);
        assert.equal(object.remove("a"), true);
        assert.equal(object.remove("a"), false);
        assert.equal(property.parent, null);
    });

    it("is copied when it would hold itself", () => {
        const object = new JObject(new JProperty("a", "x"));
        object.set("self", object);
        assert.equal(serializeObject(object), '{"a":"x","self":{"a":"x"}}');
    });

    it("is cloned with all that is in it", () => {
        const text = '{"a":[1,undefined,{"b":null}],"c":new X(1.5),"d":"2020-01-02T03:04:05Z"}';
        const original = parseObject(text);
        const copy = original.deepClone();
        assert.equal(serializeObject(copy), text);
        copy.remove("a");
        assert.equal(serializeObject(original), text);
        assert.ok(original.get("c") instanceof JConstructor);
    });
});

describe("An object", () => {
    it("keeps the order in which its properties came", () => {
        const object = parseObject("{b:1,a:2,1:3}");
        object.set("b", new JValue("x"));
        object.set("c", new JValue("y"));
        assert.equal(serializeObject(object), '{"b":"x","a":2,"1":3,"c":"y"}');
        object.remove("b");
        object.set("b", null);
        assert.equal(serializeObject(object), '{"a":2,"1":3,"c":"y","b":null}');
    });

    it("has no two properties of one name", () => {
        const property = () => new JProperty("a", 1);
        assert.throws(() => new JObject(property(), property()), { type: "ArgumentException" });
    });
});

describe("A property", () => {
    it("makes tokens of values of code", () => {
        const values = ["x", 1, 2n, true, null, ["a", [1]], new JArray()];
        const tokens = values.map((value) => new JProperty("a", value).value);
        assert.deepEqual(
            tokens.map(({ type }) => type),
            ["String", "Integer", "Integer", "Boolean", "Null", "Array", "Array"],
        );
        assert.equal(serializeObject(tokens[5] ?? null), '["a",[1]]');
    });

    it("takes nothing that JSON has no value for", () => {
        for (const value of [1.5, undefined, {}, new Uint8Array()]) {
            assert.throws(() => new JProperty("a", value), { name: "Error" });
        }
        assert.throws(() => new JProperty("a", [new JProperty("b", 1)]), { type: "ArgumentException" });
    });

    it("keeps a value that equals the new one", () => {
        const value = new JValue("x");
        const property = new JProperty("a", value);
        property.value = new JValue("x");
        assert.equal(property.value, value);
    });
});

describe("A value", () => {
    const equal: [one: string, other: string, expected: boolean][] = [
        ["'a'", "'a'", true],
        ["'a'", "'A'", false],
        ["1", "1", true],
        ["1", "2", false],
        ["1", "1.0", false],
        ["1", "'1'", false],
        ["0.3", "0.30000000000000004", true],
        ["0.3", "0.3000001", false],
        ["NaN", "NaN", true],
        ["NaN", "1.0", false],
        ["Infinity", "Infinity", true],
        ["Infinity", "-Infinity", false],
        ["null", "null", true],
        ["null", "undefined", false],
        ["true", "false", false],
        ["'2020-01-02T03:04:05Z'", "'2020-01-02T03:04:05'", true],
        ["'2020-01-02T03:04:05Z'", "'2020-01-02T03:04:06Z'", false],
    ];
    for (const [one, other, expected] of equal) {
        it(`${expected ? "equals" : "does not equal"} another one: ${one} and ${other}`, () => {
            assert.equal((read(one) as JValue).equals(read(other)), expected);
        });
    }

    it("equals no other token", () => {
        assert.equal(new JValue("a").equals("a"), false);
        assert.equal(new JValue("a").equals(new JProperty("a", "a")), false);
    });

    it("takes the type of what it is set to", () => {
        const value = read("1") as JValue;
        const types = ["x", 1, 2n, false, null].map((content) => {
            value.value = content;
            return value.type;
        });
        assert.deepEqual(types, ["String", "Integer", "Integer", "Boolean", "Null"]);
        assert.equal(value.value, null);
    });

    it("stays undefined when it is set to null", () => {
        const value = read("undefined") as JValue;
        value.value = null;
        assert.equal(value.type, "Undefined");
        value.value = "x";
        assert.equal(value.type, "String");
    });

    it("holds no tokens and lists", () => {
        for (const content of [new JArray(), [1]]) {
            assert.throws(() => (new JValue(null).value = content), { type: "ArgumentException" });
        }
    });
});
