// Does not prove that the engine would answer as the capture does: the tests with the real engine do.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { capture, UNKNOWN } from "./capture";

const type = "random:index/randomBytes:RandomBytes";

class Group extends pulumi.ComponentResource {
    constructor(name: string, build: (parent: Group) => void) {
        super("test:index:Group", name, {}, {});
        build(this);
    }
}

describe("capture", () => {
    it("records options, parents and dependencies", async () => {
        const resources = await capture(() => {
            new Group("group", (parent) => {
                const first = new random.RandomBytes("first", { length: 1 }, { parent, protect: true });
                new random.RandomBytes(
                    "second",
                    { length: 2 },
                    {
                        parent,
                        protect: false,
                        retainOnDelete: true,
                        ignoreChanges: ["length"],
                        aliases: [{ name: "before" }],
                        dependsOn: [first],
                        customTimeouts: { create: "1h", delete: "2h" },
                    },
                );
            });
        });
        const group = resources.only("test:index:Group");
        assert.equal(group.custom, false);
        const first = resources.only(type, "first");
        assert.deepEqual([first.parent, first.protect, first.retainOnDelete], [group.urn, true, undefined]);
        const second = resources.only(type, "second");
        assert.deepEqual([second.protect, second.retainOnDelete, second.ignoreChanges], [false, true, ["length"]]);
        assert.deepEqual(second.customTimeouts, { create: "1h", delete: "2h" });
        assert.deepEqual(second.dependencies, [first.urn]);
        assert.equal(second.aliases.length, 1);
        assert.match(second.aliases[0] ?? "", /"name":"before"/);
    });

    it("unwraps secrets and unknown values and says where they were", async () => {
        const build = () => {
            const first = new random.RandomBytes("first", { length: 1 });
            const keepers = { secret: pulumi.secret("hush"), later: first.hex.apply((hex) => hex.length.toString()) };
            new random.RandomBytes("second", { length: 1, keepers });
        };
        const after = (await capture(build)).only(type, "second");
        assert.deepEqual(after.inputs.keepers, { secret: "hush", later: "64" });
        assert.deepEqual([after.secretPaths, after.unknownPaths], [["keepers.later", "keepers.secret"], []]);
        const before = (await capture(build, { preview: true })).only(type, "second");
        assert.deepEqual(before.inputs.keepers, { secret: "hush", later: UNKNOWN });
        assert.deepEqual(before.unknownPaths, ["keepers.later"]);
    });

    it("waits for what is registered late", async () => {
        const resources = await capture(async () => {
            const first = new random.RandomBytes("first", { length: 1 });
            first.hex.apply((hex) => new random.RandomBytes("late", { length: hex.length }));
        });
        assert.equal(resources.only(type, "late").inputs.length, 64);
    });

    it("keeps captures apart, also when they run at once", async () => {
        const build = (name: string) => () => new random.RandomBytes(name, { length: 1 });
        const captures = await Promise.all([capture(build("a")), capture(build("b"))]);
        assert.deepEqual(
            captures.map((resources) => resources.typesAndNames()),
            [[`${type} a`], [`${type} b`]],
        );
    });

    it("fails as the program fails: at once, later, by asking, by registering twice", async () => {
        const failures: [() => unknown, RegExp][] = [
            [
                () => {
                    throw new Error("at once");
                },
                /at once/,
            ],
            [() => pulumi.output(1).apply(() => Promise.reject(new Error("later"))), /later/],
            [() => pulumi.runtime.invoke("a:b:c", {}), /asked a:b:c; programs under test ask nothing/],
            [() => random.RandomBytes.get("it", "id"), /reads random:index\/randomBytes:RandomBytes it/],
            [
                () => ["same", "same"].map((name) => new random.RandomBytes(name, { length: 1 })),
                /Duplicate resource URN .*::same/,
            ],
        ];
        for (const [build, message] of failures) await assert.rejects(capture(build), message);
    });

    it("says what there is when there is not exactly one", async () => {
        const resources = await capture(() => ["a", "b"].map((name) => new random.RandomBytes(name, { length: 1 })));
        assert.throws(() => resources.only(type), /There are 2 resources .*\n.* a\n.* b/);
        assert.throws(() => resources.only(type, "c"), /There are 0 resources .* c among/);
    });
});
