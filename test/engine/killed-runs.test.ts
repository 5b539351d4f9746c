// Does not prove what Azure does, where nothing is rolled back. `npm test` kills 9 of 30 runs, KILLS=30 all of them.
import assert from "node:assert/strict";
import { watch } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openJournal } from "../../local/cloud/journal";
import type { Properties } from "../../local/provider/provider";
import type { Deployment, ResourceState } from "../../local/recovery/deployment";
import { LocalRun, type Running } from "../support/local-run";
import { normalForm } from "../support/normal-form";
import { cloudPid, enginePid } from "../support/run-processes";

/** A run takes seconds, and at each moment some creates are under way. */
const slow = ["--speed", "60"];
const fast = ["--speed", "100000"];
/** Lines of the journal: one for the run, one for each create. */
const lines = 28;
const victims = ["engine", "command line", "cloud", "all of them"] as const;

const seed = Number(process.env.KILL_SEED ?? 20251125);
const count = Number(process.env.KILLS ?? 9);

interface Kill {
    victim: (typeof victims)[number];
    /** When so many lines are in the journal. */
    line: number;
    /** And so many milliseconds later. */
    later: number;
}

/** Each victim as often, each part of the deployment as often. */
const kills: Kill[] = drawKills(seed).slice(0, count);

describe(`deployments that are killed (KILL_SEED=${seed}, ${count} of 30 moments)`, function () {
    this.timeout(900_000);
    let folder: string;
    let reference: Outcome;

    this.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        const local = await newRun("reference");
        await local.report(["up", ...fast]);
        reference = await outcome(local);
    });

    this.afterAll(() => rm(folder, { recursive: true, force: true }));

    async function newRun(name: string): Promise<LocalRun> {
        const local = new LocalRun(join(folder, name));
        await local.writeProject();
        return local;
    }

    for (const [index, kill] of kills.entries()) {
        const { victim, line, later } = kill;
        it(`converge after kill -9 of ${victim}, ${later} ms after line ${line} of ${lines} of the journal`, async () => {
            const local = await newRun(String(index));
            const running = local.start(["up", ...slow]);
            await momentOf(kill, running, local.home);
            await killIn(running, victim, local.home);
            await running.ended;

            const { stderr } = await succeed(local);

            assert.match(
                stderr,
                /^The up of dev that began .* did not end well: its state is compared with the cloud\.$/m,
            );
            const { state, cloud, left } = await outcome(local);
            assert.deepEqual(left, []);
            assert.deepEqual(state, reference.state);
            assert.deepEqual(cloud, reference.cloud);
            await rm(join(folder, String(index)), { recursive: true });
        });
    }
});

async function succeed(local: LocalRun) {
    const ended = await local.run(["up", ...fast]);
    assert.equal(ended.exitCode, 0, `${ended.stderr}\n${ended.stdout}`);
    return ended;
}

async function momentOf({ line, later }: Kill, running: Running, home: string): Promise<void> {
    await running.says(/^Preview: 28 resources to change/m);
    const journal = join(home, "cloud", "journal");
    await new Promise<void>((resolve) => {
        const look = async () => {
            if ((await readFile(journal, "latin1")).split("\n").length - 1 >= line) {
                watcher.close();
                resolve();
            }
        };
        const watcher = watch(journal, look);
        void look();
    });
    await delay(later);
}

async function killIn(running: Running, victim: Kill["victim"], home: string): Promise<void> {
    const pids = {
        engine: await enginePid(home),
        cloud: await cloudPid(home),
        "command line": running.process.pid,
    };
    const chosen = victim === "all of them" ? Object.values(pids) : [pids[victim]];
    for (const pid of chosen) {
        process.kill(pid ?? assert.fail(`no process for ${victim}`), "SIGKILL");
    }
}

interface Outcome {
    /** Resources of the state by URN. */
    state: Record<string, ResourceState>;
    /** Resources of the cloud by id. */
    cloud: Record<string, Properties>;
    /** Everything else: notes, names that stay taken, pending operations, resources on one side only. */
    left: unknown[];
}

async function outcome(local: LocalRun): Promise<Outcome> {
    const file = join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");
    const deployment: Deployment = JSON.parse(await readFile(file, "utf8")).checkpoint.latest;
    const { resources = [], pending_operations = [] } = deployment;
    const journal = await openJournal(join(local.home, "cloud", "journal"));
    const records = journal.list("");
    await journal.close();

    const cloud = records.filter(([key]) => key.startsWith("arm:")).map(([, value]) => value);
    const inCloud = cloud.map(({ id }) => String(id)).sort();
    const inState = resources
        .filter(({ type }) => type.startsWith("azure-native:"))
        .map(({ id }) => String(id))
        .sort();
    assert.deepEqual(inState, inCloud);
    return {
        state: normalForm(Object.fromEntries(resources.map((resource) => [resource.urn, withoutTimes(resource)]))),
        cloud: normalForm(Object.fromEntries(cloud.map((record) => [String(record.id), record]))),
        left: [...pending_operations, ...records.filter(([key]) => !key.startsWith("arm:"))],
    };
}

/** An adopted resource has no time of creation, and a provider has a random id. */
function withoutTimes(resource: ResourceState): ResourceState {
    const { created: _, modified: __, ...others } = resource as ResourceState & { created?: string; modified?: string };
    return others.type.startsWith("pulumi:providers:") ? { ...others, id: "<drawn>" } : others;
}

function drawKills(seed: number): Kill[] {
    const random = randomNumbers(seed);
    return Array.from({ length: 30 }, (_, index) => ({
        victim: victims[index % victims.length] as Kill["victim"],
        line: 1 + Math.floor(random() * lines),
        later: Math.floor(random() * 60),
    }));
}

/** mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}
