// Does not prove what becomes of creates in Azure: killed-runs.test.ts does.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readRecords } from "../../local/cloud/read-records";
import { systemNamespaces } from "../../local/kubernetes/aks/system-objects";
import { clusterFolder, LocalCluster } from "../../local/kubernetes/local-cluster";
import { nameOf as objectName } from "../../local/kubernetes/object";
import type { Properties } from "../../local/provider/provider";
import type { Deployment } from "../../local/recovery/deployment";
import type { JsonReport } from "../support/local-run";
import { enginePid } from "../support/run-processes";
import { fastEverywhere as fast, suiteRun } from "../support/suite-run";

describe("a stack in Entra and Kubernetes", function () {
    this.timeout(240_000);
    const program = "test/engine/programs/entra-and-cluster.ts";
    const local = suiteRun();

    /** @param account - Of the pod. */
    async function writeProject(account: string): Promise<void> {
        await local.writeProject({ main: program, configuration: [[["instance"], account]] });
        // it is not about the policy pack
        for (const stack of ["dev", "staging"]) {
            await writeFile(join(local.project, "stacks", `policy.${stack}.json`), JSON.stringify({ all: "advisory" }));
        }
    }

    async function state(): Promise<Deployment> {
        const file = join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");
        const text = await readFile(file, "utf8").catch(() => "{}");
        return JSON.parse(text).checkpoint?.latest ?? {};
    }

    const nameOf = (urn: string) => urn.slice(urn.lastIndexOf(":") + 1);
    const records = async (prefix: string) => (await readRecords(join(local.home, "cloud"))).list(prefix);
    const noted = async () => (await records("created:")).map(([key]) => nameOf(key));
    const isPending = async (name: string) =>
        (await state()).pending_operations?.some(({ resource }) => nameOf(resource.urn) === name) ?? false;

    async function until(condition: () => Promise<boolean>): Promise<void> {
        while (!(await condition())) {
            await delay(50);
        }
    }

    it("has creates that were never answered adopted or taken back by the next deployment", async () => {
        await writeProject("missing");
        const running = local.start(["up", "--speed", "4"]);
        await until(async () => (await isPending("strength")) && (await noted()).includes("server"));
        const engine = (await enginePid(local.home)) ?? assert.fail("no engine holds the state");
        // it hears of nothing from now on, and the cloud goes on
        process.kill(engine, "SIGSTOP");
        await until(async () => (await noted()).includes("strength"));
        process.kill(engine, "SIGKILL");
        running.process.kill("SIGKILL");
        await running.ended;
        const known = (await state()).resources?.map(({ urn }) => nameOf(urn)) ?? [];
        assert.deepEqual(
            ["namespace", "strength", "server"].map((name) => known.includes(name)),
            [true, false, false],
        );

        await writeProject("default");
        const { exitCode, stdout, stderr } = await local.run(["up", ...fast, "--json"]);

        assert.equal(exitCode, 0, `${stderr}\n${stdout}`);
        assert.match(stderr, /^ {2}strength \(AuthenticationStrengthPolicy\): adopted$/m);
        assert.match(stderr, /^ {2}server \(Deployment\): rolled back$/m);
        const changes = new Map(
            (JSON.parse(stdout) as JsonReport).changes.map(({ name, operation }) => [name, operation]),
        );
        assert.deepEqual([changes.get("strength"), changes.get("server")], [undefined, "create"]);
    });

    it("then exists once, in the state as in the cloud", async () => {
        const strengths = await records("entra:/policies/authenticationstrengthpolicies/");
        const { resources = [], pending_operations } = await state();
        assert.equal(pending_operations, undefined);
        assert.deepEqual(
            strengths.map(([, { path }]) => path),
            resources.filter(({ urn }) => nameOf(urn) === "strength").map(({ id }) => id),
        );
        assert.deepEqual(await records("created:"), []);
        const { created, updated, replaced, deleted } = (await local.report(["refresh", ...fast])).resources;
        assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 0]);
    });

    it("is emptied by a reset, which leaves another one as it is", async () => {
        await local.report(["up", "--stack", "staging", ...fast]);
        const names = async () => (await records("entra:")).map(([, { body }]) => (body as Properties).displayName);
        assert.equal((await names()).filter((name) => name === "dev").length, 2);

        const { exitCode, stdout, stderr } = await local.run(["reset", "--yes", "--json"]);

        assert.equal(exitCode, 0, stderr);
        // application, service principal, strength; namespace, map, deployment
        assert.deepEqual(JSON.parse(stdout).removed, { resources: 6, deletedNames: 0 });
        assert.deepEqual((await names()).filter(Boolean), ["staging", "staging"]);
        assert.deepEqual(await records("entra-deleted:"), []);
        const { resources } = await local.report(["refresh", "--stack", "staging", ...fast]);
        assert.deepEqual(resources, { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 7 });
        const system = ["kube-node-lease", "kube-public", "kube-system", ...systemNamespaces];
        assert.deepEqual(await namespaces(), ["default", "staging", ...system].sort());
    });

    /** Those that the API server has. */
    async function namespaces(): Promise<string[]> {
        const cluster = new LocalCluster({ folder: clusterFolder(join(local.home, "cloud")), log: () => {} });
        try {
            const { connection } = await cluster.use();
            const { body } = await connection.send({ method: "GET", path: "/api/v1/namespaces" });
            return (body.items as Properties[]).map((item) => objectName(item)).sort();
        } finally {
            await cluster.stop();
        }
    }
});
