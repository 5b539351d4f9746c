import { randomUUID } from "node:crypto";
import { readdir, readlink, rm, symlink } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { basename, dirname } from "node:path";

/** Who holds a lock: a process, and how to tell that it still lives. */
interface Owner {
    pid: number;
    port: number;
    token: string;
}

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
 * @returns the function that releases it.
 * @throws when another process, or this one, holds it.
 */
export async function lock(file: string): Promise<() => Promise<void>> {
    const token = randomUUID();
    const server = createServer((socket) => socket.on("error", () => {}).end(token));
    const port = await listen(server);
    try {
        await succeed(file, { pid: process.pid, port, token });
    } catch (error) {
        server.close();
        throw error;
    }
    return () => new Promise((resolve) => server.close(() => resolve()));
}

async function succeed(file: string, owner: Owner): Promise<void> {
    for (;;) {
        const links = await numberedLinks(file);
        const newest = Math.max(0, ...links);
        const holder = newest === 0 ? undefined : await ownerOf(linkOf(file, newest));
        if (holder !== undefined && (await isAlive(holder))) {
            throw new Error(
                `${file} is in use by process ${holder.pid}: only one local cloud can run on it. Wait until that one ends, ` +
                    `end it (kill ${holder.pid}), or set ZERO_TRUST_MCP_HOME to another folder for a second local cloud.`,
            );
        }
        try {
            await symlink(JSON.stringify(owner), linkOf(file, newest + 1));
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === "EEXIST") {
                continue; // somebody else was faster
            }
            throw error;
        }
        for (const old of links) {
            await rm(linkOf(file, old), { force: true });
        }
        return;
    }
}

function linkOf(file: string, number: number): string {
    return `${file}.lock-${number}`;
}

async function numberedLinks(file: string): Promise<number[]> {
    const prefix = basename(linkOf(file, 0)).slice(0, -1);
    const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix));
    return names.map((name) => Number(name.slice(prefix.length))).filter(Number.isInteger);
}

/** Undefined when the link is gone, because somebody has just succeeded it. */
async function ownerOf(link: string): Promise<Owner | undefined> {
    try {
        return JSON.parse(await readlink(link));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

/** Whether the owner's port answers with the owner's token, or at least its process exists while the port is silent. */
function isAlive({ pid, port, token }: Owner): Promise<boolean> {
    return new Promise((resolve) => {
        let answer = "";
        const socket = connect(port, "127.0.0.1")
            .setEncoding("utf8")
            .setTimeout(answerMilliseconds, () => socket.destroy())
            .on("data", (text) => {
                answer += text;
                if (!token.startsWith(answer)) {
                    socket.destroy();
                }
            })
            .on("error", () => resolve(false))
            .on("close", () => resolve(answer === token || (answer === "" && exists(pid))));
    });
}

function exists(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server
            .on("error", reject)
            .listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port))
            .unref();
    });
}
