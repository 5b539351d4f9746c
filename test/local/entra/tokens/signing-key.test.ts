// Does not prove that a power cut leaves a whole key: it proves that whoever opens one gets the same.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jwtVerify, SignJWT } from "jose";
import {
    newSigningKey,
    openSigningKey,
    publicKeys,
    type SigningKey,
    verificationKeys,
} from "../../../../local/entra/tokens/signing-key";

const sign = ({ kid, privateKey }: SigningKey) =>
    new SignJWT({ sub: "one" }).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);

describe("The key of a tenant", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "signing-key-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("signs what its public half verifies, and nobody else's", async () => {
        const [one, other] = await Promise.all([newSigningKey(), newSigningKey()]);
        assert.equal((await jwtVerify(await sign(one), verificationKeys(one))).payload.sub, "one");
        await assert.rejects(jwtVerify(await sign(one), verificationKeys(other)));
        assert.notEqual(one.kid, other.kid);
    });

    it("publishes nothing private", async () => {
        const key = await newSigningKey();
        const [published, ...others] = publicKeys(key).keys;
        assert.deepEqual(Object.keys(published ?? {}).sort(), ["e", "kid", "kty", "n", "use"]);
        assert.equal(published?.kid, key.kid);
        assert.deepEqual(others, []);
    });

    it("is made once in a folder, however many open it at once", async () => {
        const opened = await Promise.all(Array.from({ length: 4 }, () => openSigningKey(folder)));
        const again = await openSigningKey(folder);
        assert.deepEqual(new Set(opened.map(({ kid }) => kid)), new Set([again.kid]));
        assert.equal((await jwtVerify(await sign(opened[0] ?? again), verificationKeys(again))).payload.sub, "one");
    });

    it("lies in one file that only its owner reads", async () => {
        await openSigningKey(folder);
        const files = await readdir(folder);
        assert.deepEqual(files, ["token-signing-key.json"]);
        assert.equal((await stat(join(folder, files[0] ?? ""))).mode & 0o777, 0o600);
    });
});
