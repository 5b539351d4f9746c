// Does not prove that the engine reports the dependencies that a program has.
import assert from "node:assert/strict";
import { elements, get, type Resource, refersTo, sameName, some, text } from "../../../policy-pack/engine";
import { Undecided } from "../../../policy-pack/engine/resource";
import { Stack } from "../../../policy-pack/engine/stack";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { resourceOf } from "../stack";

function resource(name: string, inputs: Value, dependencies: Record<string, string[]> = {}): Resource {
    return resourceOf(name, { type: "keyvault:Key", inputs, dependencies });
}

const gap = resource("gap", { a: unknown, b: { c: [1, unknown] }, d: "known" });

describe("inputs of a resource in a relation", () => {
    it("are read by path", () => {
        assert.equal(get(gap, "d"), "known");
        assert.equal(get(gap, "b.c[0]"), 1);
        assert.equal(get(gap, "x.y"), undefined);
        assert.equal(text(gap, "d"), "known");
        assert.equal(text(gap, "x"), "");
        assert.equal(text(gap, "b.c[0]"), "");
    });

    it("make the relation undecided when they, or a part of them, are unknown", () => {
        for (const path of ["a", "a.b", "b", "b.c", "b.c[1]"])
            assert.throws(() => get(gap, path), new Undecided(gap, path), path);
        assert.throws(() => text(gap, "a"), new Undecided(gap, "a"));
        assert.throws(() => get(resource("absent", unknown), "a"), Undecided);
    });

    it("name what is unknown, and of which resource", () => {
        assert.equal(new Undecided(gap, "b.c").message, 'b.c of keyvault:Key "gap"');
    });

    it("have elements that may be unknown, unless the list is", () => {
        assert.deepEqual(elements(gap, "b.c"), ["b.c[0]", "b.c[1]"]);
        assert.deepEqual(elements(gap, "d"), []);
        assert.deepEqual(elements(gap, "x"), []);
        assert.throws(() => elements(gap, "a"), new Undecided(gap, "a"));
    });
});

describe("refersTo", () => {
    const vault = resource("vault", { vaultName: "kv" });
    const refers = (from: Resource, known = () => sameName(text(from, "vaultName"), "kv")) =>
        refersTo(from, "vaultName", new Stack([vault, from]), (source) => source === vault, known);

    it("goes by the value when it is known, whatever the dependencies", () => {
        assert.equal(refers(resource("key", { vaultName: "KV" })), true);
        assert.equal(refers(resource("key", { vaultName: "other" }, { vaultName: ["vault"] })), false);
        assert.equal(refers(resource("key", {}, { vaultName: ["vault"] })), false);
    });

    it("goes by the dependency when the value is unknown", () => {
        assert.equal(refers(resource("key", { vaultName: unknown }, { vaultName: ["x", "vault"] })), true);
    });

    it("is undecided when neither tells", () => {
        const key = resource("key", { vaultName: unknown }, { vaultName: ["x"], other: ["vault"] });
        assert.throws(() => refers(key), new Undecided(key, "vaultName"));
    });

    it("lets other errors pass", () => {
        const key = resource("key", {}, { vaultName: ["vault"] });
        const fail = () => {
            throw new TypeError("broken");
        };
        assert.throws(() => refers(key, fail), TypeError);
    });
});

describe("some", () => {
    const holds = (answer: boolean | "undecided") => {
        if (answer === "undecided") throw new Undecided(gap, "a");
        return answer;
    };

    it("is true when it holds for one, whatever is undecided", () => {
        assert.equal(some(["undecided", false, true], holds), true);
    });

    it("is false only when it holds for none for certain", () => {
        assert.equal(some([false, false], holds), false);
        assert.equal(some([], holds), false);
        assert.throws(() => some([false, "undecided", false], holds), new Undecided(gap, "a"));
    });

    it("lets other errors pass", () => {
        const fail = () => {
            throw new TypeError("broken");
        };
        assert.throws(() => some([1], fail), TypeError);
    });
});

describe("sameName", () => {
    it("does not heed case, and is never true of nothing", () => {
        assert.equal(sameName("KV-Contoso", "kv-contoso"), true);
        assert.equal(sameName("kv-contoso", "kv-contoso-2"), false);
        assert.equal(sameName("", ""), false);
    });
});
