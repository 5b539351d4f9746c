// Does not prove that the engine reports the dependencies that a program has.
import assert from "node:assert/strict";
import {
    elements,
    every,
    get,
    type Link,
    nameAt,
    type Reference,
    type Resource,
    refers,
    some,
    someAlike,
    someReferred,
    someReferring,
    text,
} from "../../../policy-pack/engine";
import { Undecided } from "../../../policy-pack/engine/resource";
import { Stack } from "../../../policy-pack/engine/stack";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { resourceOf, type SampleResource, stackOf } from "../stack";

const gap = resourceOf("gap", { type: "keyvault:Key", inputs: { a: unknown, b: { c: [1, unknown] }, d: "known" } });

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
        assert.throws(() => get(resourceOf("absent", { type: "x", inputs: unknown }), "a"), Undecided);
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

/** From an item to its box. A lid means its box, too. */
const toBox: Link = {
    type: "test:Item",
    input: "box",
    names: nameAt("box.name"),
    to: "test:Box",
    nameOf: nameAt("name"),
    via: (source, box) => source.type === "test:Lid" && text(source, "box") === text(box, "name"),
};

const box = (name: Value): SampleResource => ({ type: "test:Box", inputs: { name } });
const item = (name: Value, ...sources: string[]): SampleResource => ({
    type: "test:Item",
    inputs: { box: { name }, size: 1 },
    dependencies: { box: sources },
});

function stack(resources: Record<string, SampleResource>) {
    const all = new Stack(stackOf(resources));
    return { all, of: (name: string) => all.resources.find((resource) => resource.name === name) as Resource };
}

describe("refers", () => {
    const answer = (resources: Record<string, SampleResource>) => {
        const { all, of } = stack(resources);
        return refers(toBox, of("item"), of("box"), all);
    };

    it("goes by the name when it is known, in any case, whatever the dependencies", () => {
        assert.equal(answer({ box: box("red"), item: item("RED") }), true);
        assert.equal(answer({ box: box("red"), item: item("blue", "box") }), false);
        assert.equal(answer({ box: box("red"), item: item("", "box") }), false);
        assert.equal(answer({ box: box(""), item: item("") }), false);
    });

    it("goes by the dependency when the name is unknown", () => {
        assert.equal(answer({ box: box("red"), item: item(unknown, "other", "box") }), true);
        assert.equal(answer({ box: box(unknown), item: item("red", "box") }), true);
    });

    it("goes by the dependency on something that means the same", () => {
        const lid = (name: string) => ({ type: "test:Lid", inputs: { box: name } });
        assert.equal(answer({ box: box("red"), lid: lid("red"), item: item(unknown, "lid") }), true);
        assert.throws(() => answer({ box: box("red"), lid: lid("blue"), item: item(unknown, "lid") }), Undecided);
    });

    it("is undecided when neither tells", () => {
        const elsewhere = { ...item(unknown), dependencies: { size: ["box"] } };
        assert.throws(() => answer({ box: box("red"), item: elsewhere }), /^Error: box.name of test:Item "item"$/);
        assert.throws(() => answer({ box: box(unknown), item: item("red") }), /^Error: name of test:Box "box"$/);
    });

    it("is never true of other types", () => {
        assert.equal(answer({ box: box("red"), item: { ...item("red"), type: "test:Other" } }), false);
        assert.equal(answer({ box: { ...box("red"), type: "test:Other" }, item: item("red") }), false);
    });

    it("lets other errors pass", () => {
        const { all, of } = stack({ box: box("red"), item: item("red") });
        const broken = {
            ...toBox,
            names: () => {
                throw new TypeError("broken");
            },
        };
        assert.throws(() => refers(broken, of("item"), of("box"), all), TypeError);
    });
});

const large = (resource: Resource) => Number(get(resource, "size")) > 1;

describe("someReferring", () => {
    const answer = (resources: Record<string, SampleResource>, holds?: (resource: Resource) => boolean) => {
        const { all, of } = stack(resources);
        return someReferring(toBox, of("box"), all, holds);
    };
    const sized = (size: Value, of: SampleResource): SampleResource => ({
        ...of,
        inputs: { ...(of.inputs as object), size },
    });

    it("finds one by name or by dependency", () => {
        assert.equal(answer({ box: box("red"), one: item("blue"), two: item("red") }), true);
        assert.equal(answer({ box: box("red"), one: item(unknown, "box") }), true);
        assert.equal(answer({ box: box("red"), one: item("blue", "box") }), false);
        assert.equal(answer({ box: box("red") }), false);
    });

    it("asks what else holds", () => {
        assert.equal(answer({ box: box("red"), one: item("red"), two: sized(2, item("red")) }, large), true);
        assert.equal(answer({ box: box("red"), one: item("red"), two: sized(2, item("blue")) }, large), false);
    });

    it("is undecided only when one that is not known to refer may be the one", () => {
        assert.throws(() => answer({ box: box("red"), one: item(unknown) }), Undecided);
        assert.equal(answer({ box: box("red"), one: item(unknown), two: item("red") }), true);
        assert.equal(answer({ box: box("red"), one: item(unknown) }, large), false);
        assert.throws(() => answer({ box: box("red"), one: sized(2, item(unknown)) }, large), Undecided);
        assert.throws(() => answer({ box: box("red"), one: sized(unknown, item("red")) }, large), Undecided);
        assert.equal(
            answer({ box: box("red"), one: sized(unknown, item("red")), two: sized(2, item("red")) }, large),
            true,
        );
    });

    it("finds one by dependency where the name of the other is unknown", () => {
        assert.equal(answer({ box: box(unknown), one: item("red", "box") }), true);
        assert.throws(() => answer({ box: box(unknown), one: item("red") }), Undecided);
    });
});

describe("someReferred", () => {
    const answer = (resources: Record<string, SampleResource>, holds?: (resource: Resource) => boolean) => {
        const { all, of } = stack(resources);
        return someReferred(toBox, of("item"), all, holds);
    };

    it("finds one by name or by dependency", () => {
        assert.equal(answer({ one: box("blue"), two: box("red"), item: item("red") }), true);
        assert.equal(answer({ one: box("blue"), item: item("red", "one") }), false);
        assert.equal(answer({ one: box("blue"), item: item(unknown, "one") }), true);
        assert.equal(
            answer({ one: box("red"), item: item("red") }, () => false),
            false,
        );
    });

    it("is undecided when nothing tells", () => {
        assert.throws(() => answer({ one: box("blue"), item: item(unknown) }), Undecided);
        assert.throws(() => answer({ one: box(unknown), item: item("red") }), Undecided);
        assert.equal(answer({ item: item(unknown) }), false);
    });
});

describe("someAlike", () => {
    const byOwner: Reference = { type: "test:Thing", input: "owner", names: nameAt("owner") };
    const thing = (owner: Value, ...sources: string[]): SampleResource => ({
        type: "test:Thing",
        inputs: { owner },
        dependencies: { owner: sources },
    });
    const answer = (resources: Record<string, SampleResource>, reference = byOwner) => {
        const { all, of } = stack(resources);
        return someAlike(reference, of("one"), all);
    };

    it("finds another by the same name or the same source, and never itself", () => {
        assert.equal(answer({ one: thing("me"), two: thing("ME") }), true);
        assert.equal(answer({ one: thing("me"), two: thing("you") }), false);
        assert.equal(answer({ one: thing("me") }), false);
        const me = { type: "test:Person" };
        assert.equal(answer({ me, one: thing(unknown, "me"), two: thing(unknown, "me") }), true);
    });

    it("is undecided when neither tells", () => {
        const people = { me: { type: "test:Person" }, you: { type: "test:Person" } };
        assert.throws(() => answer({ ...people, one: thing(unknown, "me"), two: thing(unknown, "you") }), Undecided);
        assert.throws(() => answer({ one: thing("me"), two: thing(unknown) }), Undecided);
        const byNameOnly: Reference = { type: "test:Thing", names: byOwner.names };
        const both = { ...people, one: thing(unknown, "me"), two: thing(unknown, "me") };
        assert.throws(() => answer(both, byNameOnly), Undecided);
    });

    it("finds one of another type", () => {
        assert.equal(answer({ one: { ...thing("me"), type: "test:Other" }, two: thing("me") }), true);
    });
});

describe("some and every", () => {
    const holds = (answer: boolean | "undecided") => {
        if (answer === "undecided") throw new Undecided(gap, "a");
        return answer;
    };

    it("are certain where one decides, whatever is undecided", () => {
        assert.equal(some(["undecided", false, true], holds), true);
        assert.equal(every(["undecided", true, false], holds), false);
    });

    it("are certain where all are", () => {
        assert.equal(some([false, false], holds), false);
        assert.equal(some([], holds), false);
        assert.equal(every([true, true], holds), true);
        assert.equal(every([], holds), true);
    });

    it("are undecided otherwise", () => {
        assert.throws(() => some([false, "undecided", false], holds), new Undecided(gap, "a"));
        assert.throws(() => every([true, "undecided", true], holds), new Undecided(gap, "a"));
    });

    it("let other errors pass", () => {
        const fail = () => {
            throw new TypeError("broken");
        };
        assert.throws(() => some([1], fail), TypeError);
        assert.throws(() => every([1], fail), TypeError);
    });
});
