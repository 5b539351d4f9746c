// Does not prove that Azure fails like this, nor every fault at every operation: fault-table.test.ts does the latter.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonReport } from "../support/local-run";
import { fast, suiteRun } from "../support/suite-run";

const group = "azure-native:resources:ResourceGroup";
const logs = "azure-native:operationalinsights:Workspace";

interface Failed {
    report: JsonReport;
    stderr: string;
}

interface StateResource {
    urn: string;
    type: string;
}

describe("faults on the real engine", function () {
    this.timeout(240_000);
    const local = suiteRun();

    this.beforeAll(async () => {
        await local.writeProject({ main: "test/engine/programs/few-resources.ts" });
        // a few resources are no whole environment
        const policy = { pack: { environment: "dev", stackRole: "component" } };
        await writeFile(join(local.project, "stacks", "policy.dev.json"), JSON.stringify(policy));
    });

    async function withFaults(command: string, faults: object[], exitCode = 1): Promise<Failed> {
        const plan = join(local.folder, "faults.json");
        await writeFile(plan, JSON.stringify({ faults }));
        const { stdout, stderr, ...ended } = await local.run([command, ...fast, "--json", "--faults", plan]);
        assert.equal(ended.exitCode, exitCode, `${stderr}\n${stdout}`);
        return { report: JSON.parse(stdout), stderr };
    }

    const problems = ({ report }: Failed) => report.problems.map(({ resource, message }) => [resource?.name, message]);

    /** The state as the engine's file backend keeps it. */
    async function state(): Promise<StateResource[]> {
        const file = join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");
        return JSON.parse(await readFile(file, "utf8")).checkpoint.latest.resources ?? [];
    }

    const inState = async (type: string) => (await state()).find((resource) => resource.type === type);

    it("crashes after the cloud has done what was asked: it exists, and the state does not have it", async () => {
        const failed = await withFaults("up", [{ fault: "crash", operation: "create", type: group }]);

        assert.equal(problems(failed)[0]?.[0], "group");
        assert.match(failed.stderr, /^Fault 1: crash at the create of group /m);
        assert.match(failed.stderr, /^The local cloud ended with SIGKILL\./m);
        assert.equal(await inState(group), undefined);
        const { stdout } = await local.run(["cloud", "list", "--json"]);
        const [{ type, id }, ...others] = JSON.parse(stdout).resources;
        assert.deepEqual([type, others], [group, []]);
        // so that the next test begins with nothing, whether or not the next run would settle it
        assert.equal((await local.run(["cloud", "delete", id])).exitCode, 0);
    });

    it("fails a create with resource and cause; what is for the moment only costs time, what does not come is said", async () => {
        const failed = await withFaults("up", [
            { fault: "throttling", operation: "create", type: group, retryAfter: 30 },
            { fault: "slow", operation: "create", type: group, name: "rg", factor: 2, occurrence: 2 },
            { fault: "error", operation: "create", type: logs, status: 403, code: "Forbidden", message: "No logs." },
            { fault: "crash", operation: "delete", type: logs },
        ]);

        assert.deepEqual(problems(failed), [["logs", 'Status=403 Code="Forbidden" Message="No logs."']]);
        assert.match(
            failed.stderr,
            /^Fault 1: throttling at the create of group \(azure-native:resources:ResourceGroup\)$/m,
        );
        assert.match(failed.stderr, /^Fault 2: slow at the create of group /m);
        assert.match(failed.stderr, /^Fault 3: error at the create of logs /m);
        assert.match(
            failed.stderr,
            /^Fault 4 did not happen: there was no delete of azure-native:operationalinsights:Workspace\.$/m,
        );
        assert.ok(await inState(group));
        assert.equal(await inState(logs), undefined);
    });

    it("refuses a plan with mistakes, all at once, before anything is started", async () => {
        const { report } = await withFaults("up", [{ fault: "crash", operation: "create" }, { fault: "stop" }]);

        assert.deepEqual(
            report.problems.map(({ message }) => message.replaceAll(local.folder, "")),
            [
                "/faults.json has 2 problems:\n" +
                    "  - faults[0].type is missing: it must be a type token, for example azure-native:keyvault:Vault.\n" +
                    '  - faults[1].fault is "stop": it must be one of error, throttling, timeout, slow, crash, ' +
                    "partial-failure.",
            ],
        );
    });
});
