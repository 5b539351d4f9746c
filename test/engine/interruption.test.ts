// Does not prove how a real terminal sends Ctrl-C, or that the run after a kill converges: killed-runs.test.ts does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openJournal } from "../../local/cloud/journal";
import { devResources } from "../support/dev-resources";
import type { Running } from "../support/local-run";
import { isMadeByAzure } from "../support/made-by-azure";
import { engineLocks, enginePid } from "../support/run-processes";
import { fast, fastEverywhere, suiteRun } from "../support/suite-run";

const total = devResources;
/** The first resource group is there at once, the vaults take several seconds: that is when to interrupt. */
const slow = ["--speed", "5", "--without-kubernetes"];

describe("a deployment that does not end by itself", function () {
    this.timeout(240_000);
    const local = suiteRun();

    /** A deployment that has created the resource group and is creating vaults. */
    async function underWay(): Promise<Running> {
        const running = local.start(["up", ...slow]);
        await running.says(/^✓ environment/m);
        return running;
    }

    async function existing(): Promise<number> {
        const journal = await openJournal(join(local.home, "cloud", "journal"));
        try {
            return journal.list("arm:").filter(([key]) => !isMadeByAzure(key)).length;
        } finally {
            await journal.close();
        }
    }

    const journalText = () => readFile(join(local.home, "cloud", "journal"), "utf8");

    it("refuses a second one, and ends cleanly at one Ctrl-C", async () => {
        const running = await underWay();
        const { exitCode, stdout, stderr } = await local.run(["destroy", ...fastEverywhere]);
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
        assert.deepEqual(await engineLocks(local.home), []);
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
        await local.report(["destroy", ...fastEverywhere]);
        await local.run(["reset", "--yes"]);
    });

    it("says so when its engine is killed, and leaves no process behind", async () => {
        const running = await underWay();
        const engine = (await enginePid(local.home)) ?? assert.fail("no engine holds the state");
        process.kill(engine, "SIGKILL");
        const { exitCode, stdout } = await running.ended;

        assert.equal(exitCode, 1);
        assert.match(stdout, /^error {2}The engine ended without a message\.$/m);
        // the command line gives every engine a session of its own
        while (sessions().includes(engine)) await new Promise((resolve) => setTimeout(resolve, 100));
        await local.run(["reset", "--all", "--yes"]);
    });

    it("locks nobody out of a preview when it was killed, which says what is to be settled and settles nothing", async () => {
        const running = await underWay();
        running.process.kill("SIGKILL");
        await running.ended;

        const { exitCode, stdout, stderr } = await local.run(["preview", ...fast]);

        assert.equal(exitCode, 0, stderr);
        assert.match(stdout, /^Preview of dev: nothing was changed\.$/m);
        assert.match(
            stderr,
            /^The up of dev that began .* did not end well: .* The next up, refresh or destroy compares/m,
        );
        assert.match(await journalText(), /"key":"run:urn:pulumi:dev::zero-trust-mcp::"/);
        assert.deepEqual(await engineLocks(local.home), []);
    });
});

/** Session of every process. */
function sessions(): number[] {
    return execFileSync("ps", ["-e", "-o", "sess="], { encoding: "utf8" }).split("\n").map(Number);
}
