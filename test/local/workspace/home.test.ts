// Does not prove that the engine reads the passphrase: test/engine does.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clearHome, openHome } from "../../../local/workspace/home";
import { homeFolder } from "../../../local/workspace/home-folder";
import { temporaryFolder } from "../../support/temporary-folder";

describe("home folder", () => {
    const folder = temporaryFolder();
    it("is ZERO_TRUST_MCP_HOME, else local-cloud in the cache folder", () => {
        const cache = { ZERO_TRUST_MCP_CACHE: folder() };

        assert.equal(homeFolder({ ...cache, ZERO_TRUST_MCP_HOME: folder() }), folder());
        assert.equal(homeFolder({ ...cache, ZERO_TRUST_MCP_HOME: "" }), join(folder(), "local-cloud"));
    });

    it("is closed to others and gets one passphrase that stays", async () => {
        const home = await openHome(join(folder(), "home"));
        const passphrase = await readFile(home.passphrase, "utf8");

        assert.equal((await stat(home.folder)).mode & 0o777, 0o700);
        assert.equal((await stat(home.passphrase)).mode & 0o777, 0o600);
        assert.match(passphrase, /^[\w-]{43}$/);
        await openHome(home.folder);
        assert.equal(await readFile(home.passphrase, "utf8"), passphrase);
    });

    it("that cannot be written is one error that names it and the cure", async () => {
        const file = join(folder(), "file");
        await writeFile(file, "");

        await assert.rejects(openHome(join(file, "home")), {
            name: "Failure",
            message:
                `The folder ${join(file, "home")} cannot be written: ENOTDIR: not a directory, mkdir '${join(file, "home")}'. ` +
                "The local cloud keeps its state there; make it writable, or set ZERO_TRUST_MCP_HOME to a folder that is.",
        });
    });

    it("keeps what others put there when it is cleared", async () => {
        const home = await openHome(folder());
        await mkdir(join(folder(), "photos"));

        await clearHome(home);

        assert.deepEqual(await readdir(folder()), ["photos"]);
    });
});
