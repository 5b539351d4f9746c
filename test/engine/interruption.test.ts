// Does not prove how a real terminal sends Ctrl-C, or that a killed deployment is repaired: it proves what is left behind.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../local/cloud/journal";
import { LocalRun, type Running } from "../support/local-run";

const total = 28;
/** The first resource group is there at once, the vaults take several seconds: that is when to interrupt. */
const slow = ["--speed", "5"];
const fast = ["--speed", "100000"];

describe("a deployment that does not end by itself", function () {
    this.timeout(240_000);
    let folder: string;
    let local: LocalRun;

    this.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        local = new LocalRun(folder);
        await local.writeProject();
    });

    this.afterAll(() => rm(folder, { recursive: true, force: true }));

    /** A deployment that has created the resource group and is creating vaults. */
    async function underWay(): Promise<Running> {
        const running = local.start(["up", ...slow]);
        await running.says(/^✓ environment/m);
        return running;
    }

    async function existing(): Promise<number> {
        const journal = await openJournal(join(local.home, "cloud", "journal"));
        try {
            return journal.list("arm:").length;
        } finally {
            await journal.close();
        }
    }

    const locks = () => join(local.home, "state", ".pulumi", "locks");

    async function engineLocks(): Promise<string[]> {
        const files = await readdir(locks(), { recursive: true });
        return files.filter((file) => file.endsWith(".json"));
    }

    async function enginePid(): Promise<number> {
        const [lock = assert.fail("no engine holds the state")] = await engineLocks();
        return JSON.parse(await readFile(join(locks(), lock), "utf8")).pid;
    }

    it("refuses a second one, and ends cleanly at one Ctrl-C", async () => {
        const running = await underWay();
        const { exitCode, stdout, stderr } = await local.run(["destroy", ...fast]);
        const status = await local.run(["status"]);
        const reset = await local.run(["reset", "--yes"]);

        assert.deepEqual([exitCode, stdout], [1, ""]);
        assert.match(
            stderr,
            new RegExp(
                `^error {2}Another run is using ${local.home}: up of stack dev, process ${running.process.pid}, since .*`,
            ),
        );
        assert.match(status.stdout, new RegExp(`^Running +up of dev, process ${running.process.pid}, since `, "m"));
        assert.deepEqual([reset.exitCode, reset.stdout], [1, ""]);

        running.process.kill("SIGINT");
        const ended = await running.ended;

        assert.equal(ended.exitCode, 130, ended.stderr);
        assert.match(ended.stderr, /^Stopping: the engine cancels what is under way and saves its state\./m);
        assert.match(ended.stdout, /^up of dev was interrupted; what was done is saved in its state\.$/m);
        assert.doesNotMatch(ended.stdout, /^error|is deployed/m);
        assert.deepEqual(await engineLocks(), []);
        const created = await existing();
        assert.ok(created > 0 && created < total - 1, `${created} resources exist`);
    });

    it("continues with the next run after that", async () => {
        // What Azure was still provisioning is updated: the engine does not know whether it is complete.
        const { created, updated, unchanged, ...others } = (await local.report(["up", ...fast])).resources;

        assert.ok(unchanged > 0, "nothing was kept");
        assert.equal(created + updated + unchanged, total);
        assert.deepEqual(others, { replaced: 0, deleted: 0 });
        const again = await local.report(["up", ...fast]);
        assert.equal(again.resources.unchanged, total);
        await local.report(["destroy", ...fast]);
        await local.run(["reset", "--yes"]);
    });

    it("says so when its engine is killed, and leaves no process behind", async () => {
        const running = await underWay();
        const engine = await enginePid();
        process.kill(engine, "SIGKILL");
        const { exitCode, stdout } = await running.ended;

        assert.equal(exitCode, 1);
        assert.match(stdout, /^error {2}The engine ended without a message\.$/m);
        // the command line gives every engine a session of its own
        while (sessions().includes(engine)) await new Promise((resolve) => setTimeout(resolve, 100));
        await local.run(["reset", "--yes"]);
    });

    // not that it converges: what was created and not recorded is for a recovery, or reset
    it("locks nobody out when it was killed", async () => {
        const running = await underWay();
        running.process.kill("SIGKILL");
        await running.ended;

        const { created, updated, unchanged } = (await local.report(["preview", ...fast])).resources;

        assert.equal(created + updated + unchanged, total);
        assert.deepEqual(await engineLocks(), []);
    });
});

/** Session of every process. */
function sessions(): number[] {
    return execFileSync("ps", ["-e", "-o", "sess="], { encoding: "utf8" }).split("\n").map(Number);
}
