import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { processExists } from "../process-lock";
import { Failure } from "../report/failure";
import type { Home } from "./home";

/** Who holds a lock, as the engine writes it. */
interface Engine {
    pid: number;
    host: string;
    user: string;
    /** RFC 3339. */
    since: string;
}

/** How long an engine whose command line was killed may take to notice that and end. */
const graceMilliseconds = 20_000;

/**
 * Removes the locks that killed engines left in the file backend. To be called under the run lock only: it proves that
 * no other run is alive. An engine can outlive its command line for a moment; it is waited for.
 *
 * Throws a {@link Failure} that names the engine's process when that does not end.
 */
export async function releaseEngineLocks(home: Home, grace = graceMilliseconds): Promise<void> {
    const folder = join(home.backend, ".pulumi", "locks");
    for (const file of await lockFiles(folder)) {
        const engine = await readEngine(file);
        const deadline = Date.now() + grace;
        while (engine !== undefined && isAlive(engine)) {
            if (Date.now() > deadline) {
                throw new Failure(
                    `A Pulumi engine of an earlier run still holds the state: ${engine.user}'s process ${engine.pid}, since ${engine.since}. ` +
                        `Wait until it ends, or end it with kill -INT ${engine.pid}; if that process is something else, remove ${file}.`,
                );
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        await rm(file, { force: true });
        await rm(`${file}.attrs`, { force: true });
    }
}

/** An engine of another host (a shared folder) counts as alive. */
function isAlive({ pid, host }: Engine): boolean {
    return host !== hostname() || processExists(pid);
}

async function lockFiles(folder: string): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    return entries.filter((file) => file.endsWith(".json")).map((file) => join(folder, file));
}

/** Undefined for a lock that was removed meanwhile, or only half written before its engine died. */
async function readEngine(file: string): Promise<Engine | undefined> {
    try {
        const { pid, hostname: host, username: user, timestamp: since } = JSON.parse(await readFile(file, "utf8"));
        return { pid, host, user, since };
    } catch {
        return undefined;
    }
}
