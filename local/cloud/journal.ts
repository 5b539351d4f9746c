import { constants, copyFile, type FileHandle, open, readFile, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { unlessMissing } from "../missing-file";
import { waitForLock } from "../process-lock";
import { ensureFolder, replaceFile, syncFolder } from "./folder";
import { decodeJournal, encodeLine, parseWrites } from "./journal-line";
import { Records } from "./records";
import type { Store, Write } from "./store";

/** A store that is open. */
export interface Journal extends Store {
    /** Waits for writes that are under way and gives the file back. */
    close(): Promise<void>;
}

/** Bytes of outdated lines that are not worth a rewrite. */
const slackBytes = 64 * 1024;

/**
 * Opens a store that is kept in one append-only file of JSON lines, one for each batch of writes, and creates it when it
 * does not exist. A line that was cut off by a kill or a power cut was never acknowledged: it is removed.
 *
 * @param patience Milliseconds to wait for a process that has the journal open. Default: 0.
 * @throws when the folder cannot be written, when another process keeps the journal open, or when a line is not as it was
 * written: the file is then kept aside and the journal cut back to the lines before the damage.
 */
export async function openJournal(file: string, patience = 0): Promise<Journal> {
    await ensureFolder(dirname(file));
    const deadline = Date.now() + patience;
    const unlock = await waitForLock(file, ({ pid }) => {
        if (Date.now() >= deadline) {
            throw inUse(file, pid);
        }
    });
    try {
        const records = await load(file);
        const handle = await open(file, "a", 0o600);
        await syncFolder(dirname(file));
        return new OpenJournal(file, records, handle, unlock);
    } catch (error) {
        await unlock();
        throw error;
    }
}

function inUse(file: string, pid: number): Error {
    return new Error(
        `${file} is in use by process ${pid}: only one local cloud can run on it. Wait until that one ends, ` +
            `end it (kill ${pid}), or set ZERO_TRUST_MCP_HOME to another folder for a second local cloud.`,
    );
}

async function load(file: string): Promise<Records> {
    const bytes = await readFile(file).catch(unlessMissing(Buffer.alloc(0)));
    const { batches, length, damagedLine } = decodeJournal(bytes);
    if (damagedLine !== undefined) {
        throw await keptAside(file, damagedLine, bytes.subarray(0, length));
    }
    if (length < bytes.length) {
        await truncate(file, length);
    }
    const records = new Records();
    for (const batch of batches) {
        records.apply(batch);
    }
    if (length > slackBytes) {
        await compact(file, records, length);
    }
    return records;
}

async function keptAside(file: string, line: number, sound: Buffer): Promise<Error> {
    const copy = `${file}.corrupt-${new Date().toISOString().replaceAll(":", "-")}`;
    await copyFile(file, copy, constants.COPYFILE_EXCL);
    await replaceFile(file, sound);
    return new Error(
        `The state of the local cloud is damaged: line ${line} of ${file} is not as it was written. The whole file is kept ` +
            `as ${copy}; the local cloud goes back to what the ${line - 1} lines before it say. ` +
            'Run "npm start -- refresh" to bring the state of the stack in line with it and then "npm start -- up", or ' +
            '"npm start -- reset --all" to start afresh (that removes the kept file, too).',
    );
}

/** Rewrites the journal with one line for each record when most of it is outdated. */
async function compact(file: string, records: Records, length: number): Promise<void> {
    const lines = records.list("").map(([key, value]) => encodeLine(JSON.stringify([{ key, value }])));
    const content = Buffer.from(lines.join(""));
    if (length > 2 * content.length + slackBytes) {
        await replaceFile(file, content);
    }
}

class OpenJournal implements Journal {
    #waiting: string[] = [];
    /** The write to disk that will take what is waiting. */
    #next: Promise<void> | undefined;
    #last: Promise<void> = Promise.resolve();

    constructor(
        private readonly file: string,
        private readonly records: Records,
        private readonly handle: FileHandle,
        private readonly unlock: () => Promise<void>,
    ) {}

    get(key: string) {
        return this.records.get(key);
    }

    list(prefix: string) {
        return this.records.list(prefix);
    }

    /** Batches that come while the disk is busy share the next write to it. After a failed one nothing is accepted. */
    async write(writes: Write[]): Promise<void> {
        const json = JSON.stringify(writes);
        this.records.apply(parseWrites(json));
        this.#waiting.push(encodeLine(json));
        this.#next ??= this.#last.then(() => this.#flush());
        this.#last = this.#next;
        await this.#next;
    }

    async #flush(): Promise<void> {
        const lines = this.#waiting.join("");
        this.#waiting = [];
        this.#next = undefined;
        try {
            await this.handle.appendFile(lines);
            await this.handle.datasync();
        } catch (error) {
            throw new Error(`The local cloud cannot write its state to ${this.file}: ${(error as Error).message}.`);
        }
    }

    async close(): Promise<void> {
        await this.#last.catch(() => {});
        await this.handle.close();
        await this.unlock();
    }
}
