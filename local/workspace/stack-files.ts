import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { unlessMissing } from "../missing-file";
import type { Properties } from "../provider/provider";
import { Failure, messageOf } from "../report/failure";
import type { Home } from "./home";

/** A resource as the file backend keeps it, as far as it is looked at here. */
interface Entry {
    type: string;
    id?: string;
    outputs?: Properties;
    custom?: boolean;
    /** Read by the program, not made by it. */
    external?: boolean;
}

/** What the file backend keeps of a resource that the stack made. */
export interface OwnedResource {
    type: string;
    id: string;
    outputs: Properties;
}

/**
 * The resources that a stack has, and with its history all that it ever had at the end of a run. Reads the files of the
 * backend: that needs no engine, and history has no export. Empty when there is no such stack.
 */
export async function ownedResources(
    home: Home,
    project: string,
    stack: string,
    include: { history: boolean },
): Promise<OwnedResource[]> {
    const { state, history } = filesOf(home, project, stack);
    const entries = include.history ? await readable(history, namesIn(history)) : [];
    const past = entries.filter((name) => name.endsWith(".checkpoint.json")).sort();
    const files = [state, ...past.map((name) => join(history, name))];
    const found = new Map<string, OwnedResource>();
    for (const resource of (await Promise.all(files.map(readCheckpoint))).flat()) {
        found.set(JSON.stringify(resource), resource);
    }
    return [...found.values()];
}

/** Names of the stacks that the backend has. */
export async function stacksOf(home: Home, project: string): Promise<string[]> {
    const folder = join(pulumiFolder(home), "stacks", project);
    const names = await readable(folder, namesIn(folder));
    return names.filter((name) => name.endsWith(".json")).map((name) => basename(name, ".json"));
}

/** Removes the state of a stack with its history and backups. */
export async function removeStackFiles(home: Home, project: string, stack: string): Promise<void> {
    const { state, history, backups } = filesOf(home, project, stack);
    // the state goes last: until then the history can be read again
    for (const path of [backups, `${state}.bak`, `${state}.attrs`, `${state}.bak.attrs`, history, state]) {
        await rm(path, { recursive: true, force: true });
    }
}

function pulumiFolder({ backend }: Home): string {
    return join(backend, ".pulumi");
}

function filesOf(home: Home, project: string, stack: string) {
    const folder = pulumiFolder(home);
    return {
        state: join(folder, "stacks", project, `${stack}.json`),
        history: join(folder, "history", project, stack),
        backups: join(folder, "backups", project, stack),
    };
}

async function readCheckpoint(file: string): Promise<OwnedResource[]> {
    const resources = await readable(file, entriesIn(file));
    return resources.flatMap(({ type, id, outputs = {}, custom, external }) =>
        custom && !external && id && !type.startsWith("pulumi:") ? { type, id, outputs } : [],
    );
}

async function entriesIn(file: string): Promise<Entry[]> {
    const text = await readFile(file, "utf8").catch(unlessMissing(undefined));
    return text === undefined ? [] : (JSON.parse(text).checkpoint.latest?.resources ?? []);
}

async function namesIn(folder: string): Promise<string[]> {
    return await readdir(folder).catch(unlessMissing([]));
}

/** What cannot be read is not taken for nothing: others may need what a reset would then remove. */
async function readable<T>(path: string, reading: Promise<T>): Promise<T> {
    try {
        return await reading;
    } catch (error) {
        throw new Failure(
            `${path} is no state that can be read: ${messageOf(error)}. What its stack has in the local cloud is ` +
                "therefore not known; npm start -- reset --all removes everything of every stack.",
        );
    }
}
