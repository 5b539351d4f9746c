import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processExists } from "../process-lock";
import { Failure } from "../report/failure";
import { engineIsAlive, pipeOf } from "./engine-pipe";
import type { Home } from "./home";

/** Who holds a lock, as the engine writes it. */
interface Engine {
    pid: number;
    host: string;
    user: string;
    /** RFC 3339. */
    since: string;
}

interface Lock {
    file: string;
    /** Absent for a lock that was removed meanwhile, or only half written before its engine died. */
    engine?: Engine;
}

/** How long an engine whose command line was killed may take to notice that and end. */
const graceMilliseconds = 20_000;

/**
 * Removes the locks that killed engines left in the file backend. To be called under the run lock only: it proves that
 * no other run is alive. An engine can outlive its command line for a moment; it is waited for, also before it has a lock.
 *
 * Throws a {@link Failure} that names the engine's process when that does not end.
 */
export async function releaseEngineLocks(home: Home, grace = graceMilliseconds): Promise<void> {
    const folder = join(home.backend, ".pulumi", "locks");
    const deadline = Date.now() + grace;
    for (;;) {
        // this first: once all have ended, no lock is added
        const areThereAny = engineIsAlive(home);
        const locks = await Promise.all((await lockFiles(folder)).map(readLock));
        const held = locks.find(({ engine }) => engine !== undefined && isAlive(engine));
        if (!areThereAny && held === undefined) {
            for (const { file } of locks) {
                await rm(file, { force: true });
                await rm(`${file}.attrs`, { force: true });
            }
            return;
        }
        if (Date.now() > deadline) {
            throw stillThere(home, held);
        }
        await delay(100);
    }
}

function stillThere(home: Home, lock: Lock | undefined): Failure {
    if (lock?.engine === undefined) {
        return new Failure(
            "A Pulumi engine of an earlier run has not ended, or something that it started. Wait until it ends, or end it: " +
                `its processes have ${pipeOf(home)} open.`,
        );
    }
    const { user, pid, since } = lock.engine;
    return new Failure(
        `A Pulumi engine of an earlier run still holds the state: ${user}'s process ${pid}, since ${since}. ` +
            `Wait until it ends, or end it with kill -INT ${pid}; if that process is something else, remove ${lock.file}.`,
    );
}

/** An engine of another host (a shared folder) counts as alive. */
function isAlive({ pid, host }: Engine): boolean {
    return host !== hostname() || processExists(pid);
}

async function lockFiles(folder: string): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    return entries.filter((file) => file.endsWith(".json")).map((file) => join(folder, file));
}

async function readLock(file: string): Promise<Lock> {
    try {
        const { pid, hostname: host, username: user, timestamp: since } = JSON.parse(await readFile(file, "utf8"));
        return { file, engine: { pid, host, user, since } };
    } catch {
        return { file };
    }
}
