import { join } from "node:path";
import { LockHeld, type LockHolder, lockHolder, takeLock } from "../process-lock";
import { Failure } from "../report/failure";
import type { Home } from "./home";

/** What a run says about itself. */
interface Run {
    command: string;
    stack: string;
    /** RFC 3339. */
    since: string;
}

/** Who holds the home folder. */
export interface Holder extends Run {
    pid: number;
}

/**
 * Takes the home folder for one run: there is one local cloud in it, and one engine may write its state. The lock dies
 * with its process, also when that is killed.
 *
 * Returns the function that gives it back. Throws a {@link Failure} that names the holder when another run is alive.
 */
export async function takeRunLock(
    home: Home,
    { command, stack }: Pick<Run, "command" | "stack">,
): Promise<() => Promise<void>> {
    const run: Run = { command, stack, since: new Date().toISOString() };
    try {
        return await takeLock(lockedFile(home), run);
    } catch (error) {
        throw error instanceof LockHeld ? inUse(home, holderOf(error.holder)) : error;
    }
}

/** The run that holds the home folder at this moment, if any. */
export async function readHolder(home: Home): Promise<Holder | undefined> {
    const holder = await lockHolder(lockedFile(home));
    return holder && holderOf(holder);
}

function inUse({ folder }: Home, { pid, command, stack, since }: Holder): Failure {
    return new Failure(
        `Another run is using ${folder}: ${command} of stack ${stack}, process ${pid}, since ${since}. ` +
            `Wait until it ends, or end it with Ctrl-C in its terminal (kill -INT ${pid}); ` +
            "for a second local cloud beside it set ZERO_TRUST_MCP_HOME.",
    );
}

function holderOf({ pid, note }: LockHolder): Holder {
    return { pid, ...(note as Run) };
}

function lockedFile(home: Home): string {
    return join(home.folder, "run");
}
