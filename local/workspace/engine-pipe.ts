import { execFile } from "node:child_process";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Home } from "./home";

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/**
 * Opens the pipe that engines are to inherit. Each holds it from its very first moment, which its own lock cannot do, and
 * the system lets go of it when the engine has ended, however that happens. Nothing is ever written to it.
 *
 * Returns the descriptor; the caller closes it.
 */
export async function openEnginePipe(home: Home): Promise<number> {
    const file = pipeOf(home);
    await access(file).catch(() => promisify(execFile)("mkfifo", ["-m", "600", file]));
    // a pipe without a reader cannot be opened for writing without waiting
    const reader = openSync(file, O_RDONLY | O_NONBLOCK);
    try {
        return openSync(file, O_WRONLY | O_NONBLOCK);
    } finally {
        closeSync(reader);
    }
}

/** Whether an engine, or a process that one has started, has not ended yet. To be called before the pipe is opened. */
export function engineIsAlive(home: Home): boolean {
    let reader: number | undefined;
    try {
        reader = openSync(pipeOf(home), O_RDONLY | O_NONBLOCK);
        return readSync(reader, Buffer.alloc(1)) > 0;
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN" || code === "ENOENT") {
            return code === "EAGAIN"; // nothing to read yet: somebody could still write
        }
        throw error;
    } finally {
        if (reader !== undefined) {
            closeSync(reader);
        }
    }
}

export function pipeOf({ engine }: Home): string {
    return join(engine, "engines.pipe");
}
