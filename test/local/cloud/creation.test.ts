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
import { deploy, everything, example } from "../azure/landscape";
import { MemoryStore } from "./memory-store";

const answer = { urn: "urn:pulumi:dev::shop::t::a", id: "/a", outputs: { name: "a" } };

describe("the note about a create", () => {
    it("is written with it, and tells what it put aside", async () => {
        const store = new MemoryStore();
        await store.write([{ key: "deleted:/a", value: { n: 1 } }]);

        await store.write(creationOf(answer, [{ key: "arm:/a", value: { n: 2 } }, { key: "deleted:/a" }], store));

        assert.deepEqual(creationsIn(store, "urn:pulumi:dev::shop::"), [
            {
                ...answer,
                undo: {
                    "arm:/a": { before: null, after: { n: 2 } },
                    "deleted:/a": { before: { n: 1 }, after: null },
                },
            },
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
        assert.deepEqual(rolledBack(answer, new MemoryStore()), []);
    });

    it("brings the cloud back to what it was, for every type of resource", async () => {
        const cloud = newCloud();
        const records = () => cloud.store.list("").filter(([key]) => !key.startsWith("created:"));
        for (const step of everything) {
            if (typeof step !== "string") {
                await cloud.create(...step);
                continue;
            }
            const token = step;
            const before = records();
            await deploy(cloud, token);
            const [creation = assert.fail(`${token} left no note`)] = notesAbout(cloud, token);
            await cloud.store.write(rolledBack(creation, cloud.store));
            // what a template has done stays, as in Azure: only the deployment itself is taken back
            const compared =
                token === "resources:Deployment" ? ([key]: [string, unknown]) => key : (record: unknown) => record;
            assert.deepEqual(records().map(compared), before.map(compared), token);
            await deploy(cloud, token);
        }
    });

    it("takes back its own part of a record that others have changed since, in any order", async () => {
        const made = async (urn: string, items: string[], store: MemoryStore) =>
            store.write(creationOf({ ...answer, urn }, [{ key: "list", value: { n: items.length, items } }], store));
        for (const order of [
            ["a", "b"],
            ["b", "a"],
        ]) {
            const store = new MemoryStore();
            await store.write([{ key: "list", value: { n: 1, items: ["old"] } }]);
            await made("a", ["a"], store);
            await made("b", ["a", "b"], store);
            await made("c", ["a", "b", "c"], store);
            for (const urn of order) {
                const [creation = assert.fail("no note")] = creationsIn(store, urn);
                await store.write(rolledBack(creation, store));
                await store.write(rolledBack(creation, store)); // as when it is killed and repeated
            }
            assert.deepEqual(store.get("list")?.items, ["c", "old"]);
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

        const [creation = assert.fail("no note")] = notesAbout(cloud, token);
        await cloud.store.write(rolledBack(creation, cloud.store));

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
        assert.deepEqual(rolledBack(creation, cloud.store), []);
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
