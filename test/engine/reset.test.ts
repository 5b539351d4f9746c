// Does not prove anything of Azure: status, logs and reset are about the local cloud only.
import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openJournal } from "../../local/cloud/journal";
import { fast, fastEverywhere, suiteRun } from "../support/suite-run";

/** A group with a vault, whose name stays taken once it is deleted. */
const program = "test/engine/programs/group-with-vault.ts";

describe("two stacks in one local cloud", function () {
    this.timeout(240_000);
    const local = suiteRun({ main: program });

    this.beforeAll(async () => {
        for (const stack of ["dev", "staging"]) {
            // it is not about the policy pack
            await writeFile(join(local.project, "stacks", `policy.${stack}.json`), JSON.stringify({ all: "advisory" }));
        }
    });

    async function keys(): Promise<string[]> {
        const journal = await openJournal(join(local.home, "cloud", "journal"));
        try {
            return journal.list("").map(([key]) => key.replace(/:.*\//, ":"));
        } finally {
            await journal.close();
        }
    }

    const staging = ["arm:rg-staging", "arm:kv-contoso-staging"];

    it("are both shown while one of them is deployed, with the cloud that is up", async () => {
        await local.report(["up", "--stack", "staging", ...fast]);
        const running = local.start(["up", "--speed", "10"]);
        await running.says(/^Preview: /m);
        const { cloud, running: run } = JSON.parse((await local.run(["status", "--json"])).stdout);
        const refused = await local.run(["reset", "--stack", "staging", "--yes"]);
        const { exitCode, stderr } = await running.ended;

        assert.equal(exitCode, 0, stderr);
        assert.deepEqual([run.stack, run.pid], ["dev", running.process.pid]);
        assert.deepEqual(
            [Object.keys(cloud.ports), cloud.speed],
            [["azure-native", "azuread", "random", "kubernetes"], 10],
        );
        assert.ok(cloud.residentBytes > 20e6 && cloud.residentBytes < 1e9, `${cloud.residentBytes}`);
        assert.ok(Math.abs(Date.parse(cloud.time) - Date.now()) < 3600e3);
        assert.equal(refused.exitCode, 1);
        assert.match(refused.stderr, /^error {2}Another run is using .*: up of stack dev, process /);
    });

    it("have one log, which says when the cloud was up", async () => {
        const text = await local.run(["logs"]);
        const document = JSON.parse((await local.run(["logs", "--json"])).stdout);

        assert.equal(text.exitCode, 0, text.stderr);
        assert.equal(text.stdout, `${document.lines.join("\n")}\n`);
        assert.equal(document.lines.length, 2);
        assert.match(
            document.lines[1],
            /^\d{4}-.* process \d+ is up: azure-native on port \d+, .*; 10 times real time$/,
        );
        const wrong = await local.run(["logs", "--follow", "--json"]);
        assert.deepEqual([wrong.exitCode, wrong.stdout], [2, ""]);
    });

    it("are not confused by a reset of one", async () => {
        const before = await keys();
        assert.deepEqual(before.sort(), [...staging, "arm:rg-dev", "arm:kv-contoso-dev"].sort());
        const unasked = await local.run(["reset"]);
        assert.deepEqual([unasked.exitCode, unasked.stdout], [1, ""]);
        assert.match(
            unasked.stderr,
            /^error {2}Remove dev from .*\? There is no terminal to answer at: confirm with --yes\./,
        );
        assert.deepEqual((await keys()).sort(), before);

        const { removed } = JSON.parse((await local.run(["reset", "--yes", "--json"])).stdout);

        assert.deepEqual(removed, { resources: 2, deletedNames: 0 });
        assert.deepEqual((await keys()).sort(), [...staging].sort());
        assert.deepEqual(await readdir(join(local.home, "runs")), ["staging"]);
        const status = (await local.run(["status"])).stdout;
        assert.match(status, /^Last update +none: it was never deployed/m);
        assert.match(status, /^Local cloud +not running/m);
        assert.equal((await local.report(["up", "--stack", "staging", ...fast])).resources.unchanged, 2);
    });

    it("come up again after that, also where names of deleted resources were in the way", async () => {
        assert.equal((await local.report(["up", ...fast])).resources.created, 2);
        await local.report(["destroy", ...fastEverywhere]);
        assert.deepEqual((await keys()).sort(), [...staging, "deleted:kv-contoso-dev"].sort());

        const { stdout } = await local.run(["reset", "--yes"]);

        assert.match(stdout, /^dev is empty: 0 resources and 1 name that deleted ones kept are removed/);
        assert.deepEqual((await keys()).sort(), [...staging].sort());
        assert.equal((await local.report(["up", ...fast])).resources.created, 2);
    });

    it("are told what to do about resources whose state is lost", async () => {
        await rm(join(local.home, "state"), { recursive: true });

        const { exitCode, stdout } = await local.run(["reset", "--yes"]);

        assert.equal(exitCode, 0);
        assert.match(stdout, /npm start -- reset --all removes everything of every stack\.$/m);
        assert.equal((await keys()).length, 4);
        assert.deepEqual(
            [(await local.run(["reset", "--all", "--yes"])).exitCode, await readdir(local.home)],
            [0, (await readdir(local.home)).filter((name) => name.startsWith("run.lock"))],
        );
    });
});
