// Does not prove that the engine reads the passphrase: test/engine does.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clearHome, ensurePassphrase, openHome } from "../../../local/workspace/home";
import { homeFolder } from "../../../local/workspace/home-folder";
import { temporaryFolder } from "../../support/temporary-folder";

const whole = /^[\w-]{43}$/;

describe("home folder", () => {
    const folder = temporaryFolder();
    it("is ZERO_TRUST_MCP_HOME, else local-cloud in the cache folder", () => {
        const cache = { ZERO_TRUST_MCP_CACHE: folder() };

        assert.equal(homeFolder({ ...cache, ZERO_TRUST_MCP_HOME: folder() }), folder());
        assert.equal(homeFolder({ ...cache, ZERO_TRUST_MCP_HOME: "" }), join(folder(), "local-cloud"));
    });

    it("is closed to others and gets one passphrase that stays", async () => {
        const home = await openHome(join(folder(), "home"));
        await ensurePassphrase(home);
        const passphrase = await readFile(home.passphrase, "utf8");

        assert.equal((await stat(home.folder)).mode & 0o777, 0o700);
        assert.equal((await stat(home.passphrase)).mode & 0o777, 0o600);
        assert.match(passphrase, whole);
        await ensurePassphrase(home);
        assert.equal(await readFile(home.passphrase, "utf8"), passphrase);
    });

    for (const [what, name] of [
        ["an empty file that a run left in its place", "passphrase"],
        ["half of one that was never put in its place", "passphrase.new"],
    ] as const) {
        it(`gets a whole passphrase in place of ${what}`, async () => {
            const home = await openHome(folder());
            await writeFile(join(folder(), name), name === "passphrase" ? "" : "half");

            await ensurePassphrase(home);

            assert.match(await readFile(home.passphrase, "utf8"), whole);
            assert.deepEqual(
                (await readdir(folder())).filter((file) => file.startsWith("passphrase")),
                ["passphrase"],
            );
        });
    }

    it("has a whole passphrase or none when its writing is killed, and gets one the next time", async () => {
        const script = `
            const { ensurePassphrase, homePaths } = require(${JSON.stringify(require.resolve("../../../local/workspace/home"))});
            const files = require("node:fs/promises");
            // as many system calls as there are, and one kill after each of them
            let left = Number(process.argv[1]);
            const step = async (call) => {
                const done = await call();
                if (left-- === 0) process.kill(process.pid, "SIGKILL");
                return done;
            };
            const { rename, open } = files;
            files.rename = (...args) => step(() => rename(...args));
            files.open = async (...args) => {
                const handle = await step(() => open(...args));
                for (const name of ["writeFile", "sync", "close"]) {
                    const call = handle[name].bind(handle);
                    handle[name] = (...given) => step(() => call(...given));
                }
                return handle;
            };
            ensurePassphrase(homePaths(${JSON.stringify(folder())})).then(() => console.log("done"));
        `;
        const outcomes: string[] = [];
        for (let step = 0; outcomes.at(-1) !== "done"; step++) {
            const home = await openHome(folder());
            await rm(home.passphrase, { force: true });
            const args = ["--import", "tsx", "--eval", script, String(step)];
            const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
            const found = await readFile(home.passphrase, "utf8").catch(() => undefined);
            assert.match(found ?? "".padEnd(43, "x"), whole, `after step ${step}`);
            outcomes.push(stdout.trim() || (found === undefined ? "none" : "whole"));
            await ensurePassphrase(home);
            assert.match(await readFile(home.passphrase, "utf8"), whole);
        }
        assert.deepEqual([...new Set(outcomes)], ["none", "whole", "done"]);
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
        await ensurePassphrase(home);
        await writeFile(join(folder(), "passphrase.new"), "half");
        await mkdir(join(folder(), "photos"));

        await clearHome(home);

        assert.deepEqual(await readdir(folder()), ["photos"]);
    });
});
