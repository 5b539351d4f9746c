import { randomUUID } from "node:crypto";
import { readdir, readlink, rm, symlink } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { basename, dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { unlessMissing } from "./missing-file";

/** Who holds a lock. */
export interface LockHolder {
    pid: number;
    /** What it left for the others when it took the lock. */
    note?: unknown;
}

/** A lock that is held, also by this process itself. Each caller knows the words and the cure. */
export class LockHeld extends Error {
    override readonly name = "LockHeld";

    constructor(
        file: string,
        readonly holder: LockHolder,
    ) {
        super(`${file} is locked by process ${holder.pid}.`);
    }
}

/** A holder, and how to tell that it still lives. */
interface Owner extends LockHolder {
    port: number;
    token: string;
}

/** How often a lock that is waited for is tried. */
const pollMilliseconds = 100;

/** An owner that takes longer to answer is stopped or very busy. */
const answerMilliseconds = 1000;

/**
 * Takes a file for this process; the lock dies with its process, however that ends, and is free again at once.
 *
 * Owners follow each other as numbered symbolic links beside the file, whose targets say who they are (creating one is
 * atomic and fails if it exists). Each listens on a port of 127.0.0.1, which the system closes when the process ends; a
 * process id alone could belong to another process by now. The newest link decides and is never removed, so two
 * processes that find it dead cannot both succeed it. All processes must run on one machine.
 *
 * @param file Required. Need not exist, but its folder must.
 * @param note Optional. Plain data of a few hundred bytes for whoever meets the lock. Default: none.
 * @returns the function that releases it.
 * @throws {LockHeld} when another process, or this one, holds it.
 */
export async function takeLock(file: string, note?: unknown): Promise<() => Promise<void>> {
    const token = randomUUID();
    const server = createServer((socket) => socket.on("error", () => {}).end(token, () => socket.destroy()));
    const owner: Owner = { pid: process.pid, note, port: await listen(server), token };
    const release = () => new Promise<void>((resolve) => server.close(() => resolve()));
    try {
        while (!(await succeed(file, owner))) {
            // somebody else was faster
        }
        return release;
    } catch (error) {
        await release();
        throw error;
    }
}

/**
 * Takes a file for this process as soon as it is free.
 *
 * @param onHeld Called each time it is found held; gives up by throwing.
 */
export async function waitForLock(file: string, onHeld: (holder: LockHolder) => void): Promise<() => Promise<void>> {
    for (;;) {
        try {
            return await takeLock(file);
        } catch (error) {
            if (!(error instanceof LockHeld)) {
                throw error;
            }
            onHeld(error.holder);
        }
        await delay(pollMilliseconds);
    }
}

/** Who holds the file at this moment, if anybody. */
export async function lockHolder(file: string): Promise<LockHolder | undefined> {
    return livingOwner(file, newest(await linksOf(file)));
}

/** Whether the process exists. It need not be the one that had this id before. */
export function processExists(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

async function succeed(file: string, owner: Owner): Promise<boolean> {
    const links = await linksOf(file);
    const holder = await livingOwner(file, newest(links));
    if (holder !== undefined) {
        throw new LockHeld(file, holder);
    }
    const own = newest(links) + 1;
    try {
        await symlink(JSON.stringify(owner), linkOf(file, own));
    } catch (error) {
        if (hasCode(error, "EEXIST")) {
            return false;
        }
        throw error;
    }
    // the number can have been used and removed since the links were listed: then there is a newer one
    const succeeded = newest(await linksOf(file)) === own;
    for (const number of succeeded ? links : [own]) {
        await rm(linkOf(file, number), { force: true });
    }
    return succeeded;
}

function linkOf(file: string, number: number): string {
    return `${file}.lock-${number}`;
}

/** Numbers of the links beside the file, in no order. */
async function linksOf(file: string): Promise<number[]> {
    const prefix = basename(linkOf(file, 0)).slice(0, -1);
    const names = await readdir(dirname(file)).catch(unlessMissing([]));
    const numbers = names.filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)));
    return numbers.filter(Number.isInteger);
}

function newest(links: number[]): number {
    return Math.max(0, ...links);
}

/** Undefined also when the link is gone, because somebody has just succeeded it. */
async function livingOwner(file: string, number: number): Promise<Owner | undefined> {
    const target = await readlink(linkOf(file, number)).catch(unlessMissing(undefined));
    const owner: Owner | undefined = target && JSON.parse(target);
    return owner && (await isAlive(owner)) ? owner : undefined;
}

/** Whether the owner's port answers with its token; while it is open but silent, whether at least the process exists. */
function isAlive({ pid, port, token }: Owner): Promise<boolean> {
    return new Promise((resolve) => {
        let answer = "";
        let closed = false;
        const socket = connect(port, "127.0.0.1")
            .setEncoding("utf8")
            .setTimeout(answerMilliseconds, () => socket.destroy())
            .on("data", (text) => {
                answer += text;
                if (!token.startsWith(answer)) {
                    socket.destroy();
                }
            })
            .on("error", (error) => {
                closed = hasCode(error, "ECONNREFUSED");
            })
            .on("close", () => resolve(answer === token || (answer === "" && !closed && processExists(pid))));
    });
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server
            .on("error", reject)
            .listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port))
            .unref();
    });
}

function hasCode(error: unknown, code: string): boolean {
    return (error as NodeJS.ErrnoException).code === code;
}
