// Does not prove that every command takes the lock: test/engine does for two runs at once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { type Home, homePaths, openHome } from "../../../local/workspace/home";
import { readHolder, takeRunLock } from "../../../local/workspace/run-lock";
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
        assert.deepEqual((await readdir(folder())).sort(), ["cloud", "pulumi", "run.lock-2", "runs", "state"]);
    });

    it("of a killed process is taken over at once", async () => {
        const taker = spawn(process.execPath, ["--import", "tsx", "-e", takeAndStay(folder())], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        await once(taker.stdout, "data");
        const { since, ...holder } = (await readHolder(home)) ?? assert.fail("no holder");
        assert.deepEqual(holder, { pid: taker.pid, command: "up", stack: "dev" });
        assert.equal(since, new Date(since).toISOString());
        taker.kill("SIGKILL");
        await once(taker, "exit");
        assert.equal(await readHolder(home), undefined);

        const release = await takeRunLock(home, { command: "refresh", stack: "prod" });
        assert.equal((await readHolder(home))?.pid, process.pid);
        await release();
    });

    it("is held by nobody in a home folder that was never used", async () => {
        assert.equal(await readHolder(homePaths(`${folder()}/none`)), undefined);
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
