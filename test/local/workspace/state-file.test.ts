// Does not prove that the engine can read a state: it has the last word.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStateFile, resourcesIn } from "../../../local/workspace/state-file";
import { temporaryFolder } from "../../support/temporary-folder";

describe("a state file", () => {
    const folder = temporaryFolder();
    const file = () => join(folder(), "state.json");

    async function read(state: unknown): Promise<unknown> {
        await writeFile(file(), JSON.stringify(state));
        return readStateFile(file());
    }

    it("has resources, without those that wait for their deletion", async () => {
        const kept = { urn: "urn:pulumi:a::b::c::d", type: "c", custom: true };

        assert.deepEqual(await read({ version: 3, deployment: { resources: [kept, { ...kept, delete: true }] } }), [
            kept,
        ]);
    });

    for (const other of [null, [], {}, { checkpoint: { latest: {} } }, { deployment: null }]) {
        it(`is not ${JSON.stringify(other)}`, () =>
            assert.rejects(read(other), {
                name: "Failure",
                message: `${file()} is no exported state: it has no "deployment". Write one with pulumi stack export --file.`,
            }));
    }

    it("that has nothing to judge does not pass", async () => {
        const message = `${file()} has no resources: there is nothing to judge.`;

        await assert.rejects(read({ version: 3, deployment: {} }), { name: "Failure", message });
        await assert.rejects(read({ deployment: { resources: [{ delete: true }] } }), { name: "Failure", message });
        assert.throws(() => resourcesIn({ deployment: {} }, "dev"), {
            message: "dev has no resources: there is nothing to judge.",
        });
    });

    it("must be a file, because it is read twice", () =>
        assert.rejects(readStateFile(folder()), { name: "Failure", message: /is not a regular file: / }));

    it("that is missing is one error", () =>
        assert.rejects(readStateFile(file()), { name: "Failure", message: /state\.json cannot be read: ENOENT: / }));
});
