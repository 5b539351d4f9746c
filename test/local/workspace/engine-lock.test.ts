// Does not prove that the engine writes its locks this way: test/engine kills one for that.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { processExists } from "../../../local/process-lock";
import { releaseEngineLocks } from "../../../local/workspace/engine-lock";
import { openEnginePipe } from "../../../local/workspace/engine-pipe";
import { type Home, homePaths } from "../../../local/workspace/home";
import { temporaryFolder } from "../../support/temporary-folder";

describe("locks of the engine", () => {
    const folder = temporaryFolder();
    let home: Home;
    let locks: string;

    beforeEach(async () => {
        home = homePaths(folder());
        locks = join(home.backend, ".pulumi", "locks", "organization", "shop", "dev");
        await mkdir(locks, { recursive: true });
    });

    async function lockedBy(pid: number, host = hostname()): Promise<string> {
        const file = join(locks, "6f1c.json");
        await writeFile(
            file,
            JSON.stringify({ pid, username: "me", hostname: host, timestamp: "2026-01-01T00:00:00Z" }),
        );
        await writeFile(`${file}.attrs`, "{}");
        return file;
    }

    it("are removed when their process is dead, or died while it wrote them", async () => {
        await lockedBy(2 ** 22 + 1);
        await writeFile(join(locks, "half.json"), '{"pid":');

        await releaseEngineLocks(home);

        assert.deepEqual(await readdir(locks), []);
    });

    it("need not be there", async () => {
        await releaseEngineLocks(homePaths(join(folder(), "new")));
    });

    it("of an engine that is about to end are waited for", async () => {
        const engine = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
        await once(engine, "spawn");
        const pid = engine.pid ?? assert.fail("no process");
        await lockedBy(pid);

        const aliveAtRelease = releaseEngineLocks(home).then(() => processExists(pid));
        for (let turn = 0; turn < 20; turn++) {
            await readdir(locks);
        }
        engine.kill("SIGKILL");

        assert.equal(await aliveAtRelease, false);
        assert.deepEqual(await readdir(locks), []);
    });

    it("are not released while an engine that has none yet, or something that it has started, is alive", async () => {
        await mkdir(home.engine);
        const { pipe } = await openEnginePipe(home);
        const engine = spawn("sh", ["-c", "sleep 60 & echo $!; exit"], { stdio: ["ignore", "pipe", "ignore", pipe] });
        closeSync(pipe);
        const [line] = await once(engine.stdout as Readable, "data");
        await once(engine, "exit");
        const pid = Number(line);

        await assert.rejects(releaseEngineLocks(home, 0), {
            name: "Failure",
            message:
                "A Pulumi engine of an earlier run has not ended, or something that it started. Wait until it ends, or " +
                `end it: its processes have ${join(home.engine, "engines.pipe")} open.`,
        });
        const file = await lockedBy(2 ** 22 + 1);
        const release = releaseEngineLocks(home).then(() => processExists(pid));
        await writeFile(file.replace("6f1c", "late"), JSON.stringify({ pid, hostname: hostname() }));
        process.kill(pid, "SIGKILL");
        assert.equal(await release, false);
        assert.deepEqual(await readdir(locks), []);
    });

    it("are released without waiting for what engines left whose end was seen", async () => {
        await mkdir(home.engine);
        const { pipe, close } = await openEnginePipe(home);
        const left = spawn("sleep", ["60"], { stdio: ["ignore", "ignore", "ignore", pipe] });
        await close();

        await releaseEngineLocks(home, 0);

        left.kill("SIGKILL");
        await once(left, "exit");
    });

    it("of an engine that does not end are kept, and the error names process and file", async () => {
        const file = await lockedBy(process.pid);

        await assert.rejects(releaseEngineLocks(home, 0), {
            name: "Failure",
            message:
                `A Pulumi engine of an earlier run still holds the state: me's process ${process.pid}, since ` +
                `2026-01-01T00:00:00Z. Wait until it ends, or end it with kill -INT ${process.pid}; if that process is something else, remove ${file}.`,
        });
        assert.deepEqual((await readdir(locks)).sort(), ["6f1c.json", "6f1c.json.attrs"]);
    });

    it("of an engine on another host are kept, because it may be alive", async () => {
        await lockedBy(2 ** 22 + 1, "elsewhere");

        await assert.rejects(releaseEngineLocks(home, 0), { name: "Failure" });
        assert.deepEqual((await readdir(locks)).sort(), ["6f1c.json", "6f1c.json.attrs"]);
    });
});
