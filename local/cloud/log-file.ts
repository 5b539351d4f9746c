import { rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** A run adds to the log of the runs before it, until that has this size: then it becomes the previous log. */
const fullBytes = 1024 * 1024;

/** Where the local cloud writes what went wrong inside it, and when it started. */
export function logFileOf(cloudFolder: string): string {
    return join(cloudFolder, "log");
}

/** The log before that. */
export function previousLogFileOf(cloudFolder: string): string {
    return join(cloudFolder, "log.1");
}

/** Puts a full log aside, in place of the one before. Only while no cloud writes into it. */
export async function rotateLog(cloudFolder: string): Promise<void> {
    const file = logFileOf(cloudFolder);
    const size = await stat(file).then(
        (found) => found.size,
        () => 0,
    );
    if (size >= fullBytes) {
        await rename(file, previousLogFileOf(cloudFolder));
    }
}
