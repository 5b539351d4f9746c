import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** The engine that holds the state of a home folder; undefined when none does. */
export async function enginePid(home: string): Promise<number | undefined> {
    const [lock] = await engineLocks(home);
    // an engine that has just begun may not have written its lock yet
    return lock && JSON.parse((await readFile(lock, "utf8").catch(() => "")) || "{}").pid;
}

/** Lock files of engines, dead or alive. */
export async function engineLocks(home: string): Promise<string[]> {
    const folder = join(home, "state", ".pulumi", "locks");
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    return files.filter((file) => file.endsWith(".json")).map((file) => join(folder, file));
}

/** The process that last held the cloud of a home folder: the local cloud, once a run has started it. */
export async function cloudPid(home: string): Promise<number | undefined> {
    const folder = join(home, "cloud");
    const numbers = (await readdir(folder).catch(() => []))
        .filter((name) => name.startsWith("journal.lock-"))
        .map((name) => Number(name.slice("journal.lock-".length)));
    const newest = await readlink(join(folder, `journal.lock-${Math.max(...numbers)}`)).catch(() => "{}");
    return JSON.parse(newest).pid;
}
