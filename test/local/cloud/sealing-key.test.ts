// Does not prove that a power cut leaves the key whole: nothing here cuts the power.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { replacementOf } from "../../../local/cloud/folder";
import { readSealingKey, sealingKey, sealingKeyFile } from "../../../local/cloud/sealing-key";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the key that seals", () => {
    const home = temporaryFolder();

    it("is made when it is first needed, for its owner alone, and stays the same", async () => {
        const key = sealingKey(home());

        assert.equal(key.length, 32);
        assert.deepEqual(await readdir(home()), ["sealing-key"]);
        assert.equal((await stat(sealingKeyFile(home()))).mode & 0o777, 0o600);
        assert.deepEqual(await readFile(sealingKeyFile(home())), key);
        assert.deepEqual(sealingKey(home()), key);
        assert.deepEqual(readSealingKey(home()), key);
    });

    it("is another in another home", async () => {
        const other = join(home(), "other");
        await mkdir(other);
        assert.notDeepEqual(sealingKey(other), sealingKey(home()));
    });

    it("is made anew over what a kill has left of one", async () => {
        await writeFile(replacementOf(sealingKeyFile(home())), "half of", { mode: 0o600 });
        assert.equal(sealingKey(home()).length, 32);
        assert.deepEqual(await readdir(home()), ["sealing-key"]);
    });

    it("is not made for somebody who only reads", async () => {
        assert.throws(() => readSealingKey(home()), { message: /sealing-key is missing: .* or deploy new values\.$/ });
        assert.deepEqual(await readdir(home()), []);
    });

    it("is neither used nor replaced when it is damaged", async () => {
        await writeFile(sealingKeyFile(home()), "short");
        for (const read of [sealingKey, readSealingKey]) {
            assert.throws(() => read(home()), { message: /sealing-key is no key: it has 5 bytes, not 32\./ });
        }
        assert.equal(await readFile(sealingKeyFile(home()), "utf8"), "short");
    });
});
