import { execFile } from "node:child_process";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Home } from "./home";

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** What engines are to inherit. */
export interface EnginePipe {
    /** Descriptor. */
    pipe: number;
    /** To be called when they have ended, as far as this process knows: nobody has to wait for what they left. */
    close(): Promise<void>;
}

/**
 * Makes the pipe that engines are to inherit. Each holds it from its very first moment, which its own lock cannot do, and
 * the system lets go of it when the engine has ended, however that happens. Nothing is ever written to it.
 */
export async function openEnginePipe(home: Home): Promise<EnginePipe> {
    const file = pipeOf(home);
    await rm(file, { force: true }); // left by a run that was killed
    await promisify(execFile)("mkfifo", ["-m", "600", file]);
    // a pipe without a reader cannot be opened for writing without waiting
    const reader = openSync(file, O_RDONLY | O_NONBLOCK);
    try {
        const pipe = openSync(file, O_WRONLY | O_NONBLOCK);
        return {
            pipe,
            async close() {
                closeSync(pipe);
                await rm(file, { force: true });
            },
        };
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
