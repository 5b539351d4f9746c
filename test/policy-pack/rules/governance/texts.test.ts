// Does not prove that a text in YAML or base64 is looked into: it is one text as it stands.
import assert from "node:assert/strict";
import { formatPlace, textsIn } from "../../../../policy-pack/rules/governance/texts";

const shown = (value: unknown) =>
    [...textsIn(value)].map(({ text, place }) => [formatPlace(place, (segment) => segment === "hidden"), text]);

describe("textsIn", () => {
    it("has every text with its place, and the names of properties at the place of their owner", () => {
        assert.deepEqual(shown({ a: "one", b: ["two", { c: "three" }], d: 4, e: true }), [
            ["", "a"],
            ["", "b"],
            ["", "d"],
            ["", "e"],
            ["a", "one"],
            ["b[0]", "two"],
            ["b[1]", "c"],
            ["b[1].c", "three"],
        ]);
    });

    it("looks into JSON, at any depth", () => {
        const inner = JSON.stringify({ key: "deep" });
        assert.deepEqual(shown([JSON.stringify({ a: [inner, null, 5] }), ' \n["x"]']), [
            ["[0]", "a"],
            ["[0].a[0]", "key"],
            ["[0].a[0].key", "deep"],
            ["[1][0]", "x"],
        ]);
    });

    it("takes what is no JSON, or no list or object in JSON, as it stands", () => {
        for (const text of ["{a: 1}", "[parameters('a')]", '"quoted"', "7", "null", "", "{", "x {}"])
            assert.deepEqual(shown([text]), [["[0]", text]]);
    });

    it("does not show what must be hidden", () => {
        assert.deepEqual(shown({ hidden: { a: "b" } }).at(-1), ["?.a", "b"]);
    });

    it("reads a megabyte of nested lists", function () {
        this.timeout(20_000);
        const depth = 500_000;
        const texts = [...textsIn([`${"[".repeat(depth)}"x"${"]".repeat(depth)}`])];
        assert.deepEqual(
            texts.map(({ text }) => text),
            ["x"],
        );
        assert.equal(formatPlace(texts[0]?.place, () => false).length, 3 * (depth + 1));
    });
});
