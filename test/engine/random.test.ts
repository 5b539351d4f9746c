// Does not prove that the real random provider answers the same: that is taken from its source.
import assert from "node:assert/strict";
import { randomPackage } from "../../local/random";
import { AttachedProgram } from "./attached-program";

const source = `
import * as random from "@pulumi/random";
const provider = new random.Provider("explicit");
const keepers = { rotation: process.env.ROTATION };
const bytes = new random.RandomBytes("bytes", { length: 32, keepers }, { provider });
const id = new random.RandomId("id", { byteLength: 4, prefix: "x-" });
new random.RandomUuid("uuid");
const string = new random.RandomString("string", { length: Number(process.env.LENGTH ?? 12), keepers: { id: id.hex } });
const password = new random.RandomPassword("password", { length: 20 });
if (process.env.PET) {
    new random.RandomPet("pet");
}
export const base64 = bytes.base64;
export const secret = password.result;
export const name = string.result;
`;

describe("the random provider on the real engine", function () {
    this.timeout(120_000);

    let program: AttachedProgram;
    const variables = { ROTATION: "2026-01" };
    const later = { ROTATION: "2026-02" };

    before(async () => {
        program = await AttachedProgram.open("random", source, [randomPackage()]);
    });
    after(() => program.close());

    let first: Record<string, string>;

    it("creates, after a preview without values", async () => {
        assert.deepEqual(await program.preview(variables), {
            "random-test": "create",
            explicit: "create",
            bytes: "create",
            id: "create",
            uuid: "create",
            string: "create",
            password: "create",
        });
        first = await program.up(variables);
        assert.equal(Buffer.from(first.base64 ?? "", "base64").length, 32);
        assert.equal(first.secret?.length, 20);
        assert.equal(first.name?.length, 12);
    });

    it("keeps what it drew in the state, secrets encrypted except in the id of RandomBytes", async () => {
        const exported = await program.exported();
        assert.equal(exported.includes(first.secret ?? ""), false);
        assert.equal(exported.includes(first.name ?? ""), true);
        // as the real provider does: the bytes are the id, and the engine encrypts no ids
        assert.equal(exported.includes(`"id": "${first.base64}"`), true);
    });

    it("changes nothing the second time, nor after a refresh", async () => {
        assert.deepEqual(await program.preview(variables), {});
        await program.pulumi(variables, "refresh", "--yes", "--skip-preview");
        assert.deepEqual(await program.up(variables), first);
    });

    it("replaces what has other keepers, and only that", async () => {
        assert.deepEqual(await program.preview(later), { bytes: "replace" });
        const second = await program.up(later);
        assert.notEqual(second.base64, first.base64);
        assert.deepEqual({ ...second, base64: first.base64 }, first);
        first = second;
    });

    it("refuses wrong inputs and types that it does not have, in its own words", async () => {
        await assert.rejects(program.pulumi({ ...later, LENGTH: "0" }, "preview"), ({ stdout }) =>
            stdout.includes("'length' must be at least 1; it is 0"),
        );
        await assert.rejects(program.pulumi({ ...later, PET: "1" }, "preview"), ({ stdout }) =>
            stdout.includes("Resource type random:index/randomPet:RandomPet is not part of the local cloud."),
        );
        assert.deepEqual(await program.preview(later), {});
    });

    it("leaves nothing after destroy", async () => {
        await program.destroy();
        const { deployment } = JSON.parse(await program.exported());
        assert.equal(deployment.resources, undefined);
    });
});
