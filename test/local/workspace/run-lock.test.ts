// Does not prove that every command takes the lock: test/engine does for two runs at once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Home, openHome } from "../../../local/workspace/home";
import { isAlive, readHolder, takeRunLock } from "../../../local/workspace/run-lock";
import { temporaryFolder } from "../../support/temporary-folder";

describe("run lock", () => {
    const folder = temporaryFolder();
    let home: Home;

    beforeEach(async () => {
        home = await openHome(folder());
    });

    it("names the run that holds it, and can be taken again after that", async () => {
        const release = await takeRunLock(home, { command: "up", stack: "dev" });
        const { since } = (await readHolder(home)) ?? assert.fail("no holder");

        await assert.rejects(takeRunLock(home, { command: "destroy", stack: "dev" }), {
            name: "Failure",
            message:
                `Another run is using ${folder()}: up of stack dev, process ${process.pid}, since ${since}. ` +
                `Wait until it ends, or end it with Ctrl-C in its terminal (kill -INT ${process.pid}); ` +
                "for a second local cloud beside it set ZERO_TRUST_MCP_HOME.",
        });

        await release();
        assert.equal(await readHolder(home), undefined);
        await (await takeRunLock(home, { command: "up", stack: "dev" }))();
        assert.deepEqual((await readdir(folder())).sort(), ["cloud", "passphrase", "pulumi", "runs", "state"]);
    });

    it("of a killed process is taken over, once it shows no sign of life", async () => {
        const taker = spawn(process.execPath, ["--import", "tsx", "-e", takeAndStay(folder())], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        await once(taker.stdout, "data");
        taker.kill("SIGKILL");
        await once(taker, "exit");
        assert.equal((await readHolder(home))?.pid, taker.pid);
        const taking = takeRunLock(home, { command: "up", stack: "dev" });
        for (let turn = 0; turn < 20; turn++) {
            assert.equal((await readHolder(home))?.pid, taker.pid);
        }
        await utimes(join(folder(), "run.lock"), 0, 0);
        const release = await taking;

        assert.equal((await readHolder(home))?.pid, process.pid);
        await release();
    });

    it("is taken even when nobody left a name", async () => {
        await writeFile(join(folder(), "run"), "{half");

        await (await takeRunLock(home, { command: "up", stack: "dev" }))();
    });

    it("counts processes of other hosts as alive", () => {
        assert.equal(isAlive({ pid: process.pid, host: hostname() }), true);
        assert.equal(isAlive({ pid: 2 ** 22 + 1, host: hostname() }), false);
        assert.equal(isAlive({ pid: 2 ** 22 + 1, host: "elsewhere" }), true);
    });
});

function takeAndStay(home: string): string {
    return `
        const { homePaths } = require("./local/workspace/home");
        const { takeRunLock } = require("./local/workspace/run-lock");
        takeRunLock(homePaths(${JSON.stringify(home)}), { command: "up", stack: "dev" }).then(() => console.log("taken"));
        setInterval(() => {}, 1000);
    `;
}
