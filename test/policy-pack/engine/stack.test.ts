// Does not prove that rules look for the right things: the tests of each rule do.
import assert from "node:assert/strict";
import { text } from "../../../policy-pack/engine";
import { type Resource, Undecided } from "../../../policy-pack/engine/resource";
import { Stack } from "../../../policy-pack/engine/stack";
import { unknown } from "../../../policy-pack/engine/value";
import { type SampleResource, stackOf } from "../stack";

const names = (resources: readonly Resource[]) => resources.map(({ name }) => name);
const ownerOf = (resource: Resource) => text(resource, "owner");

function stack(resources: Record<string, SampleResource>): Stack {
    return new Stack(stackOf(resources));
}

describe("a stack", () => {
    const things = stack({
        one: { type: "test:Thing", inputs: { owner: "A" } },
        other: { type: "test:Other", inputs: { owner: "a" } },
        two: { type: "test:Thing", inputs: { owner: "b" } },
        three: { type: "test:Thing", inputs: { owner: unknown } },
        four: { type: "test:Thing", inputs: { owner: "a" } },
        five: { type: "test:Thing" },
    });

    it("gives the resources of types, in their order", () => {
        assert.deepEqual(names(things.ofType("test:Thing")), ["one", "two", "three", "four", "five"]);
        assert.deepEqual(names(things.ofType("test:Other", "test:Thing")), [
            "other",
            "one",
            "two",
            "three",
            "four",
            "five",
        ]);
        assert.deepEqual(things.ofType("test:None"), []);
    });

    it("finds a key in any case, with those whose key is unknown", () => {
        assert.deepEqual(names(things.withKey("test:Thing", ownerOf, () => "A")), ["one", "four", "three"]);
        assert.deepEqual(names(things.withKey("test:Thing", ownerOf, () => "c")), ["three"]);
    });

    it("finds nothing by an empty key but what is unknown", () => {
        assert.deepEqual(names(things.withKey("test:Thing", ownerOf, () => "")), ["three"]);
    });

    it("gives all when it is not known what is wanted", () => {
        const wanted = () => {
            throw new Undecided(things.resources[0] as Resource, "owner");
        };
        assert.deepEqual(names(things.withKey("test:Other", ownerOf, wanted)), ["other"]);
    });

    it("finds a resource by each of several keys, once", () => {
        const owners = (resource: Resource) => [ownerOf(resource), "a", "z"];
        assert.deepEqual(names(things.withKey("test:Other", owners, () => "a")), ["other"]);
        assert.deepEqual(names(things.withKey("test:Other", owners, () => "z")), ["other"]);
    });

    it("lets other errors of a key pass", () => {
        const fail = () => {
            throw new TypeError("broken");
        };
        assert.throws(() => things.withKey("test:Thing", fail, () => "a"), TypeError);
        assert.throws(() => things.withKey("test:Thing", ownerOf, fail), TypeError);
    });

    it("asks each resource for its key once", () => {
        let asked = 0;
        const counting = (resource: Resource) => {
            asked += 1;
            return ownerOf(resource);
        };
        for (const owner of ["a", "b", "c"]) things.withKey("test:Thing", counting, () => owner);
        assert.equal(asked, 5);
    });

    it("knows the resources that give a value to an input", () => {
        const linked = stack({
            vault: { type: "keyvault:Vault" },
            key: { type: "keyvault:Key", dependencies: { vaultName: ["vault", "gone"] } },
        });
        const [, key] = linked.resources;
        assert.deepEqual(names(linked.sourcesOf(key as Resource, "vaultName")), ["vault"]);
        assert.deepEqual(linked.sourcesOf(key as Resource, "properties"), []);
    });
});
