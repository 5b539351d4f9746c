// Does not prove that Azure fails like this: how the engine takes it is real, the failures are made.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JsonReport, LocalRun } from "../support/local-run";

const group = "azure-native:resources:ResourceGroup";
const identity = "azure-native:managedidentity:UserAssignedIdentity";
const rules = "azure-native:network:NetworkSecurityGroup";
const logs = "azure-native:operationalinsights:Workspace";
/** Provisioning takes no time: these tests are about what happens, not when. */
const fast = ["--speed", "100000"];

interface Failed {
    report: JsonReport;
    stderr: string;
}

interface StateResource {
    urn: string;
    type: string;
    outputs: Record<string, unknown>;
    initErrors?: string[];
}

describe("faults on the real engine", function () {
    this.timeout(240_000);
    let folder: string;
    let local: LocalRun;

    this.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        local = new LocalRun(folder);
        await writeProject(90);
    });

    this.afterAll(() => rm(folder, { recursive: true, force: true }));

    const writeProject = async (retentionDays: number) => {
        await local.writeProject({
            main: "test/engine/programs/few-resources.ts",
            configuration: [[["auditLog", "retentionDays"], retentionDays]],
        });
        // a few resources are no whole environment
        const policy = { pack: { environment: "dev", stackRole: "component" } };
        await writeFile(join(local.project, "stacks", "policy.dev.json"), JSON.stringify(policy));
    };

    async function withFaults(command: string, faults: object[], exitCode = 1): Promise<Failed> {
        const plan = join(folder, "faults.json");
        await writeFile(plan, JSON.stringify({ faults }));
        const { stdout, stderr, ...ended } = await local.run([command, ...fast, "--json", "--faults", plan]);
        assert.equal(ended.exitCode, exitCode, `${stderr}\n${stdout}`);
        return { report: JSON.parse(stdout), stderr };
    }

    const changed = ({ changes }: JsonReport) => changes.map(({ name, operation }) => [name, operation]).sort();

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

    it("keeps what was created and failed later, with the reason, and sends it again", async () => {
        const later = { fault: "partial-failure", type: logs, code: "Conflict", message: "Failed later." };
        const reason = 'Status=200 Code="Conflict" Message="Failed later."';

        const failed = await withFaults("up", [{ ...later, operation: "create" }]);

        assert.deepEqual(problems(failed), [["logs", reason]]);
        assert.deepEqual((await inState(logs))?.initErrors, [reason]);
    });

    it("lets an update run into its timeout, and does it the next time", async () => {
        await writeProject(120);

        const failed = await withFaults("up", [{ fault: "timeout", operation: "update", type: logs }]);

        assert.deepEqual(problems(failed), [["logs", "operation timed out"]]);
        const repaired = await local.report(["up", ...fast]);
        assert.deepEqual(
            changed(repaired).filter(([name]) => name === "logs"),
            [["logs", "update"]],
        );
        assert.equal((await inState(logs))?.initErrors, undefined);
        assert.equal((await inState(logs))?.outputs.retentionInDays, 120);
        assert.deepEqual(changed(await local.report(["preview", ...fast])), []);
    });

    it("fails a read with resource and cause, and changes no state", async () => {
        const outputs = async () => (await state()).map((resource) => resource.outputs);
        const before = await outputs();

        const failed = await withFaults("refresh", [
            { fault: "error", operation: "read", type: identity, status: 401, code: "Expired", message: "Sign in." },
        ]);

        assert.deepEqual(
            problems(failed).map(([name, message]) => [name, message?.replace(/^refreshing .*: /, "")]),
            [["identity", 'Status=401 Code="Expired" Message="Sign in."']],
        );
        assert.deepEqual(await outputs(), before);
    });

    it("fails a delete with resource and cause, and deletes the rest the next time", async () => {
        const failed = await withFaults("destroy", [
            { fault: "error", operation: "delete", type: rules, status: 403, code: "Forbidden", message: "Kept." },
        ]);

        assert.deepEqual(
            problems(failed).map(([name, message]) => [name, message?.replace(/^deleting .*: /, "")]),
            [["rules", 'Status=403 Code="Forbidden" Message="Kept."']],
        );
        assert.ok(await inState(rules));
        await local.report(["destroy", ...fast]);
        assert.equal(await inState(rules), undefined);
    });

    it("refuses a plan with mistakes, all at once, before anything is started", async () => {
        const { report } = await withFaults("up", [{ fault: "crash", operation: "create" }, { fault: "stop" }]);

        assert.deepEqual(
            report.problems.map(({ message }) => message.replaceAll(folder, "")),
            [
                "/faults.json has 2 problems:\n" +
                    "  - faults[0].type is missing: it must be a type token, for example azure-native:keyvault:Vault.\n" +
                    '  - faults[1].fault is "stop": it must be one of error, throttling, timeout, slow, crash, ' +
                    "partial-failure.",
            ],
        );
    });
});
