// Does not prove that rules look for the right things: the tests of each rule do.
import assert from "node:assert/strict";
import { elements, type Naming, nameAt, namesOf, text } from "../../../policy-pack/engine";
import { type Resource, Undecided } from "../../../policy-pack/engine/resource";
import { Stack } from "../../../policy-pack/engine/stack";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { type SampleResource, stackOf } from "../stack";

const names = (resources: readonly Resource[]) => resources.map(({ name }) => name);
const owner = nameAt("owner");

function stack(resources: Record<string, SampleResource>): Stack {
    return new Stack(stackOf(resources));
}

function thing(owner?: Value): SampleResource {
    return { type: "test:Thing", inputs: owner === undefined ? {} : { owner } };
}

describe("a stack", () => {
    const things = stack({
        one: thing("A"),
        other: { type: "test:Other", inputs: { owner: "a" } },
        two: thing("b"),
        three: thing(unknown),
        four: thing("a"),
        five: thing(),
    });
    const named = (naming: Naming, known: string[], undecided?: Undecided) => {
        const found = things.named("test:Thing", naming, { known, ...(undecided && { undecided }) });
        return { named: names(found.named), open: names(found.open) };
    };

    it("gives the resources of a type, in their order", () => {
        assert.deepEqual(names(things.ofType("test:Thing")), ["one", "two", "three", "four", "five"]);
        assert.deepEqual(things.ofType("test:None"), []);
    });

    it("finds a name in any case, and says which resources may have it", () => {
        assert.deepEqual(named(owner, ["A"]), { named: ["one", "four"], open: ["three"] });
        assert.deepEqual(named(owner, ["b", "a"]), { named: ["two", "one", "four"], open: ["three"] });
        assert.deepEqual(named(owner, ["c"]), { named: [], open: ["three"] });
        assert.deepEqual(named(owner, []), { named: [], open: ["three"] });
    });

    it("leaves all others open when it is not known what is wanted", () => {
        const undecided = new Undecided(things.resources[0] as Resource, "owner");
        assert.deepEqual(named(owner, ["a"], undecided), { named: ["one", "four"], open: ["two", "three", "five"] });
    });

    it("takes what a naming throws, because no dependency could prove it, for open", () => {
        const strict: Naming = (resource) => ({ known: [text(resource, "owner")] });
        assert.deepEqual(named(strict, ["a"]), { named: ["one", "four"], open: ["three"] });
    });

    it("finds a resource by each of several names, even when another is unknown", () => {
        const owners: Naming = (resource) => namesOf(elements(resource, "owners"), (path) => text(resource, path));
        const many = stack({ one: { type: "test:Thing", inputs: { owners: ["a", "", "B", unknown] } } });
        for (const name of ["a", "b"])
            assert.deepEqual(names(many.named("test:Thing", owners, { known: [name] }).named), ["one"]);
        assert.deepEqual(names(many.named("test:Thing", owners, { known: ["c"] }).open), ["one"]);
    });

    it("lets other errors of a naming pass", () => {
        const fail = () => {
            throw new TypeError("broken");
        };
        assert.throws(() => named(fail, ["a"]), TypeError);
    });

    it("asks each resource for its names once", () => {
        let asked = 0;
        const counting: Naming = (resource) => {
            asked += 1;
            return owner(resource);
        };
        for (const name of ["a", "b", "c"]) named(counting, [name]);
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
