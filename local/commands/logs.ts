import { open, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { logFileOf, previousLogFileOf } from "../cloud/log-file";
import { unlessMissing } from "../missing-file";
import { homePaths } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";

/** What the local cloud wrote. */
export interface Logs {
    file: string;
    /** The log before the file, once that was full. */
    previous: string;
    /** Empty when no cloud has run in this home folder. */
    lines: string[];
}

/** Reads what the local cloud wrote. Takes no lock, so it answers during a run, too. */
export async function logs(): Promise<Logs> {
    const { cloud } = homePaths(homeFolder());
    const file = logFileOf(cloud);
    const text = await readFile(file, "utf8").catch(unlessMissing(""));
    return { file, previous: previousLogFileOf(cloud), lines: text === "" ? [] : text.trimEnd().split("\n") };
}

export function renderLogs({ file, lines }: Logs): string {
    return lines.length === 0
        ? `The local cloud has written nothing: ${file} is empty or not there. npm start begins it.`
        : lines.join("\n");
}

/** How often a log is looked at. */
const pollMilliseconds = 200;

/**
 * Passes on what is in the file and what is added to it, until the signal comes. The file may not exist yet, and a
 * shorter one is a new one.
 */
export async function followLog(file: string, write: (bytes: Buffer) => void, signal: AbortSignal): Promise<void> {
    let position = 0;
    while (!signal.aborted) {
        const { bytes, size } = await readFrom(file, position);
        if (size < position) {
            position = 0;
            continue;
        }
        position += bytes.length;
        if (bytes.length > 0) {
            write(bytes);
        } else {
            await delay(pollMilliseconds, undefined, { signal }).catch(() => {});
        }
    }
}

async function readFrom(file: string, position: number): Promise<{ bytes: Buffer; size: number }> {
    const handle = await open(file).catch(unlessMissing(undefined));
    if (handle === undefined) {
        return { bytes: Buffer.alloc(0), size: 0 };
    }
    try {
        const { size } = await handle.stat();
        const bytes = Buffer.alloc(Math.max(0, size - position));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
        return { bytes: bytes.subarray(0, bytesRead), size };
    } finally {
        await handle.close();
    }
}
