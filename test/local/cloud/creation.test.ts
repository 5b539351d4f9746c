// Does not prove who reads the notes: test/local/recovery does.
import assert from "node:assert/strict";
import {
    type Creation,
    creationOf,
    creationsIn,
    keptForGood,
    rolledBack,
    settled,
} from "../../../local/cloud/creation";
import { type Cloud, newCloud } from "../azure/fixture";
import { deploy, example } from "../azure/landscape";
import { MemoryStore } from "./memory-store";

const answer = { urn: "urn:pulumi:dev::shop::t::a", id: "/a", outputs: { name: "a" } };

describe("the note about a create", () => {
    it("is written with it, and tells what it put aside", async () => {
        const store = new MemoryStore();
        await store.write([{ key: "deleted:/a", value: { n: 1 } }]);

        await store.write(creationOf(answer, [{ key: "arm:/a", value: { n: 2 } }, { key: "deleted:/a" }], store));

        assert.deepEqual(creationsIn(store, "urn:pulumi:dev::shop::"), [
            { ...answer, undo: { "arm:/a": null, "deleted:/a": { n: 1 } } },
        ]);
    });

    it("belongs to one stack", async () => {
        const store = new MemoryStore();
        await store.write(creationOf(answer, [], store));

        assert.deepEqual(creationsIn(store, "urn:pulumi:dev2::shop::"), []);
        assert.deepEqual(creationsIn(store, "urn:pulumi:dev::sho::"), []);
    });

    it("is forgotten without a trace when it is settled", async () => {
        const store = new MemoryStore();
        await store.write(creationOf(answer, [], store));
        await store.write(creationsIn(store, "urn:").map(settled));

        assert.deepEqual(store.list(""), []);
    });

    it("takes nothing back that the cloud is to keep", () => {
        assert.deepEqual(rolledBack(answer), []);
    });

    it("brings the cloud back to what it was, for every type of resource", async () => {
        const cloud = newCloud();
        const records = () => cloud.store.list("").filter(([key]) => !key.startsWith("created:"));
        for (const token of Object.keys(example)) {
            const before = records();
            await deploy(cloud, token);
            const [creation = assert.fail(`${token} left no note`)] = notesAbout(cloud, token);
            await cloud.store.write(rolledBack(creation));
            assert.deepEqual(records(), before, token);
            await deploy(cloud, token);
        }
    });

    it("brings back a soft-deleted key that the create had recovered", async () => {
        const cloud = newCloud();
        const token = "keyvault:Key";
        const { [token]: id = "" } = await deploy(cloud, group, "keyvault:Vault", token);
        await cloud.remove(token, id);
        const deleted = cloud.store.list("deleted:");
        await deploy(cloud, token);
        assert.deepEqual(cloud.store.list("deleted:"), []);

        await cloud.store.write(notesAbout(cloud, token).flatMap(rolledBack));

        assert.deepEqual(cloud.store.list("deleted:"), deleted);
        assert.equal(deleted.length, 1);
    });

    it("is not taken back once it is to stay", async () => {
        const cloud = newCloud();
        await deploy(cloud, group);
        const [{ urn } = assert.fail("no note")] = notesAbout(cloud, group);

        await cloud.store.write(keptForGood(urn, cloud.store));

        const [creation = assert.fail("no note")] = notesAbout(cloud, group);
        assert.equal(creation.undo, undefined);
        assert.deepEqual(rolledBack(creation), []);
        assert.deepEqual(keptForGood("urn:unknown", cloud.store), []);
    });

    it("holds what the engine was answered, and none is left by an update", async () => {
        const cloud = newCloud();
        const { id, outputs } = await cloud.create(group, example[group] ?? {});
        const [creation] = notesAbout(cloud, group);
        assert.deepEqual([creation?.id, creation?.outputs], [id, outputs]);

        await cloud.store.write(notesAbout(cloud, group).map(settled));
        await cloud.update(group, id, example[group] ?? {});
        assert.deepEqual(notesAbout(cloud, group), []);
    });
});

const group = "resources:ResourceGroup";

function notesAbout({ store }: Cloud, token: string): Creation[] {
    return creationsIn(store, `urn:pulumi:dev::test::azure-native:${token}::`);
}
