import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openHomeJournal } from "../cloud/home-journal";
import { removeObjects } from "../kubernetes/removal";
import { urnPrefix } from "../recovery/unfinished-run";
import { asFailure } from "../report/failure";
import { releaseEngineLocks } from "../workspace/engine-lock";
import { type Home, homePaths, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readProject, stackFile } from "../workspace/project";
import { takeRunLock } from "../workspace/run-lock";
import { ownedResources, removeStackFiles, stacksOf } from "../workspace/stack-files";
import { confirmed } from "./confirmation";
import { planRemoval } from "./stack-removal";

/** What a reset of one stack removed; undefined when it was declined. */
export type Removed = { resources: number; deletedNames: number } | undefined;

/**
 * Removes one stack from the home folder: what it has, or had, in the local cloud, its cluster included, the names that its
 * deleted resources keep, its state and its run folder. Neither locks nor protection stop it, and no other stack notices.
 *
 * Throws a `Failure` while a run is alive, when another stack has resources in those of this one, and when there is
 * nobody to confirm.
 */
export async function resetStack(
    options: { project: string; stack: string; yes: boolean },
    log: (line: string) => void,
): Promise<Removed> {
    const { stack, yes } = options;
    const project = await readProject(options.project);
    stackFile(project, stack);
    const { folder } = homePaths(homeFolder());
    const question = `Remove ${stack} from ${folder}: what it deployed to the local cloud, and its state?`;
    if (!yes && !(await confirmed(question))) {
        return undefined;
    }
    const home = await openHome(folder);
    const release = await takeRunLock(home, { command: "reset", stack });
    try {
        await releaseEngineLocks(home);
        const removed = await removeResources(home, project.name, stack, log);
        // after the records: a reset that is killed can be repeated
        await removeStackFiles(home, project.name, stack);
        await rm(join(home.runs, stack), { recursive: true, force: true });
        return removed;
    } finally {
        await release();
    }
}

async function removeResources(home: Home, project: string, stack: string, log: (line: string) => void) {
    const owned = (name: string, history = false) => ownedResources(home, project, name, { history });
    const others = (await stacksOf(home, project)).filter((name) => name !== stack);
    const own = { stack, resources: await owned(stack), past: await owned(stack, true) };
    const journal = await asFailure(openHomeJournal(home.cloud));
    try {
        const theirs = await Promise.all(others.map(async (name) => ({ stack: name, resources: await owned(name) })));
        const prefix = urnPrefix({ stack, project });
        const { writes, objects } = await asFailure(planRemoval(journal, { ...own, urnPrefix: prefix }, theirs));
        const gone = (...kinds: string[]) =>
            writes.filter(({ key, value }) => {
                const isGone = value === undefined && journal.get(key) !== undefined;
                return isGone && kinds.some((kind) => key.startsWith(`${kind}:`));
            }).length;
        const [records, deletedNames] = [gone("arm", "entra"), gone("deleted", "entra-deleted")];
        // the records last: they say what is still to be done if this is killed
        const removed = await asFailure(removeObjects(home.cloud, objects, log));
        await journal.write(writes);
        return { resources: records + removed.length, deletedNames };
    } finally {
        await journal.close();
    }
}
