// Does not prove that a version survives a power cut.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobStore } from "../../../local/blob-data/blob-store";

describe("The store of blobs", () => {
    let folder: string;
    let store: BlobStore;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        store = new BlobStore(folder);
    });
    afterEach(() => rm(folder, { recursive: true }));

    const place = (name: string) => ({ account: "stone", container: "audit", name });
    const put = (name: string, content: string, now = 0) =>
        store.put(place(name), {
            content: Buffer.from(content),
            now,
            keepEarlier: true,
            contentType: "text/plain",
            metadata: {},
            legalHold: false,
        });

    it("keeps blobs of all names apart, and none outside of its folder", async () => {
        const names = [
            "a",
            "a/",
            "a//b",
            "a/b",
            "a/@",
            "..",
            "../a",
            "../../etc/passwd",
            ".",
            "@x.json",
            "%",
            "é",
            "a%2Fb",
        ];
        for (const name of names) await put(name, name);
        for (const name of names) {
            const [version, ...others] = await store.versions(place(name));
            assert.deepEqual([version?.name, others], [name, []]);
            assert.equal(String(await store.content(place(name), version ?? assert.fail())), name);
        }
        assert.deepEqual(
            (await store.list("stone", "audit")).map(({ name }) => name),
            names.toSorted(),
        );
        assert.deepEqual(await readdir(folder), ["stone"]);
        assert.deepEqual(await readdir(join(folder, "stone")), ["audit"]);
    });

    it("gives each version an id that is greater than the one before, whatever the clock says", async () => {
        for (const now of [1000, 1000, 0, 2000]) await put("a", String(now), now);
        const versions = await store.versions(place("a"));
        assert.deepEqual(
            versions.map(({ versionId }) => versionId),
            [
                "1970-01-01T00:00:01.0000000Z",
                "1970-01-01T00:00:01.0000001Z",
                "1970-01-01T00:00:01.0000002Z",
                "1970-01-01T00:00:02.0000000Z",
            ],
        );
        const contents = await Promise.all(versions.map((version) => store.content(place("a"), version)));
        assert.deepEqual(contents.map(String), ["1000", "1000", "0", "2000"]);
    });

    it("has nothing of a blob or container that nobody has written to", async () => {
        assert.deepEqual(await store.versions(place("a")), []);
        assert.deepEqual(await store.list("stone", "audit"), []);
    });
});
