// Does not prove what Azure does, where nothing is rolled back. KILLS=5 kills fewer runs, KILL_SEED=1 at other moments.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { creationOf } from "../../local/cloud/creation";
import type { Properties } from "../../local/provider/provider";
import type { ResourceState } from "../../local/recovery/deployment";
import { beginning } from "../../local/recovery/unfinished-run";
import { devResources } from "../support/dev-resources";
import { LocalRun } from "../support/local-run";
import { inCloud, type Outcome, outcome } from "../support/run-outcome";
import { fast, fastEverywhere } from "../support/suite-run";
import { drawKills, inGroups, type Kill, killDeployment, killDestruction, lines } from "./kills";

const seed = Number(process.env.KILL_SEED ?? 20251125);
const count = Number(process.env.KILLS ?? 30);

/** Three for each deployment: a run that goes on after a killed one is killed as well, and most of it is done only once. */
const groups = inGroups(drawKills(seed, count), 3);
/** A deployment waits for its cloud a third of the time, and takes a gigabyte. */
const lanes = Math.min(availableParallelism() + 1, 4);

const recovered = /^The up of dev that began .* did not end well: its state is compared with the cloud\.$/m;

describe(`deployments that are killed (KILL_SEED=${seed}, ${count} moments)`, function () {
    this.timeout(900_000);
    let folder: string;
    let reference: Outcome;
    let results: Promise<string[]>[];

    this.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        const local = await newRun("reference");
        await local.report(["up", ...fast]);
        reference = await outcome(local);
        const notes = reference.left.filter((record) => !String((record as unknown[])[0]).startsWith("principal:"));
        assert.deepEqual(notes, []);
        results = inLanes(groups.map((kills, index) => () => convergesAfter(kills, String(index))));
    });

    this.afterAll(async () => {
        await Promise.allSettled(results);
        await rm(folder, { recursive: true, force: true });
    });

    async function newRun(name: string): Promise<LocalRun> {
        const local = new LocalRun(join(folder, name));
        await local.writeProject();
        return local;
    }

    /** Returns what each deployment has said about the killed one before it. */
    async function convergesAfter(kills: Kill[], name: string): Promise<string[]> {
        const local = await newRun(name);
        const said: string[] = [];
        let isUnfinished = false;
        for (const kill of kills) {
            const { inTime, stderr } = await killDeployment(local, kill);
            assert.equal(recovered.test(stderr), isUnfinished, stderr);
            said.push(stderr);
            isUnfinished = inTime;
        }
        const stderr = await converges(local);
        assert.equal(recovered.test(stderr), isUnfinished, stderr);
        await rm(join(folder, name), { recursive: true });
        return [...said, stderr];
    }

    /** Returns what the next deployment says about the killed one. */
    async function converges(local: LocalRun): Promise<string> {
        const { exitCode, stdout, stderr } = await local.run(["up", ...fast]);
        assert.equal(exitCode, 0, `${stderr}\n${stdout}`);
        const { state, cloud, left } = await outcome(local);
        assert.deepEqual(left, reference.left);
        assert.deepEqual(state, reference.state);
        assert.deepEqual(cloud, reference.cloud);
        return stderr;
    }

    for (const [index, kills] of groups.entries()) {
        const moments = kills.map(
            ({ victim, line, later }) => `of ${victim}, ${later} ms after line ${line} of ${lines} of the journal`,
        );
        it(`converge after kill -9 ${moments.join(", then ")}`, async () => {
            await results[index];
        });
    }

    it("write no attributes beside the state, which a killed engine leaves half written and cannot read again", async () => {
        const files = await readdir(join(new LocalRun(join(folder, "reference")).home, "state"), { recursive: true });
        assert.ok(files.some((file) => file.endsWith("dev.json")));
        assert.deepEqual(
            files.filter((file) => file.endsWith(".attrs")),
            [],
        );
    });

    it("are hit in time, most of them, and leave creates to adopt or to forget", async () => {
        const said = (await Promise.all(results)).flat();
        assert.ok(said.filter((text) => recovered.test(text)).length > count / 2);
        assert.match(said.join(), /: (adopted|was never created)$/m);
    });

    it("converge when the cloud was killed between a create and its answer", async () => {
        await Promise.allSettled(results);
        const local = await newRun("unanswered");
        await killDeployment(local, { victim: "cloud", line: 2, later: 0 });
        await createUnanswered(local, "log-workspace");

        assert.match(await converges(local), /^ {2}log-workspace \(Workspace\): rolled back$/m);
    });

    it("do not change any more when they are deployed again", async () => {
        const { resources } = await new LocalRun(join(folder, "unanswered")).report(["up", ...fast]);
        assert.deepEqual(resources, { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: devResources });
    });

    it("are repaired when the cloud was killed between a deletion and its answer", async () => {
        const local = new LocalRun(join(folder, "unanswered"));
        const id = known("kms-officer-group-keys").id ?? "";
        const began = beginning("urn:pulumi:dev::zero-trust-mcp::", { command: "destroy", since: "noon" });
        await inCloud(local, (journal) => journal.write([began, { key: `arm:${id.toLowerCase()}` }]));

        assert.match(await converges(local), /^ {2}kms-officer-group-keys \(RoleAssignment\): is gone$/m);
    });

    it("are gone when their destruction was killed and begun again", async () => {
        const local = new LocalRun(join(folder, "unanswered"));
        assert.ok((await killDestruction(local, { victim: "cloud", line: 8, later: 0 })).inTime);

        const { exitCode, stderr } = await local.run(["destroy", ...fastEverywhere]);

        assert.equal(exitCode, 0, stderr);
        const { state, cloud, left } = await outcome(local);
        assert.deepEqual([state, cloud], [{}, {}]);
        const kept = left.map((record) => String((record as unknown[])[0]).split(":")[0]);
        // an account, a gateway and three vaults in Azure, three applications in Entra
        assert.deepEqual(kept, [...Array(5).fill("deleted"), ...Array(3).fill("entra-deleted")]);
    });

    function known(name: string): ResourceState {
        const found = Object.values(reference.state).find(({ urn }) => urn.endsWith(`::${name}`));
        return found ?? assert.fail(`there is no ${name}`);
    }

    /** What a cloud leaves that ends there: the time between the two is too short to be hit. */
    async function createUnanswered(local: LocalRun, name: string): Promise<void> {
        const { urn, id = "" } = known(name);
        const { [id]: record = {} } = reference.cloud;
        await inCloud(local, async (journal) => {
            const key = `arm:${id.toLowerCase()}`;
            assert.equal(journal.get(key), undefined);
            const answer = { urn, id, outputs: record.body as Properties };
            await journal.write(creationOf(answer, [{ key, value: record }], journal));
        });
    }
});

/** Starts as many at a time as there are lanes. */
function inLanes<T>(actions: (() => Promise<T>)[]): Promise<T>[] {
    const last: Promise<unknown>[] = [];
    return actions.map((action, index) => {
        const lane = index % lanes;
        const result = (last[lane] ?? Promise.resolve()).then(action);
        last[lane] = result.catch(() => {});
        return result;
    });
}
