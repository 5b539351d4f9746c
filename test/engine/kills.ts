import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processExists } from "../../local/process-lock";
import { devResources } from "../support/dev-resources";
import type { LocalRun, Running } from "../support/local-run";
import { cloudPid, enginePid } from "../support/run-processes";

/** API Management takes seven seconds, and at each moment some creates are under way. */
const slowEverywhere = ["--speed", "300"];
const slow = [...slowEverywhere, "--without-kubernetes"];
/** Lines of the journal: one for the run, one for each create. */
export const lines = devResources;
const victims = ["engine", "command line", "cloud", "all of them"] as const;

export interface Kill {
    victim: (typeof victims)[number];
    /** When so many lines are in the journal. */
    line: number;
    /** And so many milliseconds later. */
    later: number;
}

/** What a killed run has said. */
export interface Killed {
    /** Whether the kill came in time: on a busy machine the run may have ended well. */
    inTime: boolean;
    stderr: string;
}

/** Each victim equally often, at any part of the deployment. */
export function drawKills(seed: number, count: number): Kill[] {
    const random = randomNumbers(seed);
    return Array.from({ length: count }, (_, index) => ({
        victim: victims[index % victims.length] as Kill["victim"],
        line: 1 + Math.floor(random() * lines),
        later: Math.floor(random() * 60),
    }));
}

/**
 * Kills in groups, each from the beginning of a deployment to its end: of a group, every run but the first goes on after
 * the one that was killed before it.
 */
export function inGroups(kills: Kill[], size: number): Kill[][] {
    return Array.from({ length: Math.ceil(kills.length / size) }, (_, index) =>
        kills.slice(index * size, (index + 1) * size).sort((one, other) => one.line - other.line),
    );
}

/** Deploys, and kills the deployment. */
export async function killDeployment(local: LocalRun, kill: Kill): Promise<Killed> {
    const running = local.start(["up", ...slow]);
    await running.says(/^Preview: \d+ resources to change/m);
    return killAt(kill, running, local);
}

/** The same for a destruction, `line` counted from its beginning. */
export async function killDestruction(local: LocalRun, kill: Kill): Promise<Killed> {
    const before = await linesIn(journalOf(local.home));
    const running = local.start(["destroy", ...slowEverywhere]);
    return killAt({ ...kill, line: before + kill.line }, running, local);
}

async function killAt(kill: Kill, running: Running, local: LocalRun): Promise<Killed> {
    const isInTime = await Promise.race([momentOf(kill, local.home).then(() => true), running.ended.then(() => false)]);
    // otherwise the process that last held the cloud may be this one
    if (isInTime) {
        await killIn(running, kill.victim, local.home);
    }
    const { exitCode, stderr } = await running.ended;
    return { inTime: exitCode !== 0, stderr };
}

async function momentOf({ line, later }: Kill, home: string): Promise<void> {
    const journal = journalOf(home);
    await new Promise<void>((resolve) => {
        const look = async () => {
            if ((await linesIn(journal)) >= line) {
                watcher.close();
                resolve();
            }
        };
        const watcher = watch(journal, { persistent: false }, look);
        void look();
    });
    await delay(later);
}

function journalOf(home: string): string {
    return join(home, "cloud", "journal");
}

async function linesIn(file: string): Promise<number> {
    return (await readFile(file, "latin1")).split("\n").length - 1;
}

async function killIn(running: Running, victim: Kill["victim"], home: string): Promise<void> {
    const pids = {
        engine: await enginePid(home),
        cloud: await cloudPid(home),
        "command line": running.process.pid,
    };
    const chosen = victim === "all of them" ? Object.values(pids) : [pids[victim]];
    for (const pid of chosen) {
        if (pid !== undefined && processExists(pid)) {
            process.kill(pid, "SIGKILL");
        }
    }
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
