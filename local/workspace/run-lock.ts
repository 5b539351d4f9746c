import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { Failure } from "../report/failure";
import type { Home } from "./home";

/** Who holds the home folder. */
export interface Holder {
    pid: number;
    host: string;
    command: string;
    stack: string;
    /** RFC 3339. */
    since: string;
}

/** A holder that has not shown a sign of life for that long is dead. */
const staleMilliseconds = 5000;

/**
 * Takes the home folder for one run: there is one local cloud in it, and one engine may write its state. The lock dies
 * with its process, also when that is killed: it is taken over a few seconds later.
 *
 * Returns the function that gives it back. Throws a {@link Failure} that names the holder when another run is alive.
 */
export async function takeRunLock(home: Home, run: { command: string; stack: string }): Promise<() => Promise<void>> {
    const file = holderFile(home);
    for (;;) {
        try {
            const release = await lock(home.folder, { stale: staleMilliseconds, lockfilePath: `${file}.lock` });
            const holder: Holder = { pid: process.pid, host: hostname(), ...run, since: new Date().toISOString() };
            await writeFile(file, JSON.stringify(holder));
            return async () => {
                await rm(file, { force: true });
                await release();
            };
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ELOCKED") {
                throw error;
            }
        }
        const holder = await readHolder(home);
        if (holder !== undefined && isAlive(holder)) {
            throw new Failure(
                `Another run is using ${home.folder}: ${holder.command} of stack ${holder.stack}, process ${holder.pid}, ` +
                    `since ${holder.since}. Wait until it ends, or end it with Ctrl-C in its terminal ` +
                    `(kill -INT ${holder.pid}); for a second local cloud beside it set ZERO_TRUST_MCP_HOME.`,
            );
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

/** The run that holds the home folder at this moment, if any. */
export async function readHolder(home: Home): Promise<Holder | undefined> {
    try {
        return JSON.parse(await readFile(holderFile(home), "utf8"));
    } catch {
        return undefined;
    }
}

/** Whether the process exists. A process of another host (a shared folder) counts as alive until its lock is stale. */
export function isAlive({ pid, host }: { pid: number; host: string }): boolean {
    if (host !== hostname()) {
        return true;
    }
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

function holderFile(home: Home): string {
    return join(home.folder, "run");
}
