// Does not prove what becomes of an engine that deploys already: killed-runs.test.ts does.
import assert from "node:assert/strict";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureEngine } from "../../local/engine";
import { outcome } from "../support/run-outcome";
import { fast, suiteRun } from "../support/suite-run";

describe("a command line that is killed before its engine has a lock", function () {
    this.timeout(120_000);
    const local = suiteRun({ main: "test/engine/programs/group-with-vault.ts" });
    let env: NodeJS.ProcessEnv;

    const bin = () => join(local.folder, "bin");
    const log = async () => (await readFile(join(bin(), "log"), "utf8").catch(() => "")).split("\n").slice(0, -1);

    /** The real engine, whose first deployment is a long time in coming to its lock. */
    this.beforeAll(async () => {
        const real = join((await ensureEngine()).root, "bin");
        const write = async (name: string, script: string) => {
            await writeFile(join(bin(), name), `#!/bin/sh\n${script}\n`);
            await chmod(join(bin(), name), 0o755);
        };
        await mkdir(bin());
        await write(
            "pulumi",
            `[ "$1" = version ] || echo "$1" >> ${bin()}/log
            if [ "$1" = up ] && mkdir ${bin()}/slow; then
                sleep 4
                ${real}/pulumi "$@"
                echo ended >> ${bin()}/log
            else
                exec ${real}/pulumi "$@"
            fi`,
        );
        // one that is asked for its flags would be found too old: it is told the runtime's options another way
        await write("pulumi-language-nodejs", `[ "$1" = -help ] || exec ${real}/pulumi-language-nodejs "$@"`);
        env = { PATH: `${bin()}:${process.env.PATH}` };
        await writeFile(join(local.project, "stacks", "policy.dev.json"), JSON.stringify({ all: "advisory" }));
    });

    it("leaves an engine that the next deployment waits for, and deploys all the same", async () => {
        const running = local.start(["up", ...fast], env);
        while ((await log()).at(-1) !== "up") {
            await delay(20);
        }
        running.process.kill("SIGKILL");
        await running.ended;
        const before = (await log()).length;

        const { exitCode, stdout, stderr } = await local.run(["up", ...fast], env);

        assert.equal(exitCode, 0, `${stderr}\n${stdout}`);
        assert.equal((await log())[before], "ended");
        const { cloud, left } = await outcome(local);
        assert.equal(Object.keys(cloud).length, 2);
        assert.deepEqual(left, []);
    });
});
