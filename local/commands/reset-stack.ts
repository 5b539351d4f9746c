import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isBelow, sameId } from "../azure/arm-id";
import { openJournal } from "../cloud/journal";
import { stackRecords } from "../cloud/stack-records";
import { asFailure, Failure } from "../report/failure";
import { releaseEngineLocks } from "../workspace/engine-lock";
import { type Home, homePaths, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readProject, stackFile } from "../workspace/project";
import { takeRunLock } from "../workspace/run-lock";
import { ownedResources, removeStackFiles, stacksOf } from "../workspace/stack-files";
import { confirmed } from "./confirmation";

/** What a reset of one stack removed; undefined when it was declined. */
export type Removed = { resources: number; deletedNames: number } | undefined;

/** How long the cloud of a run that was just killed may take to end. */
const predecessorMilliseconds = 6000;

/**
 * Removes one stack from the home folder: what it has, or had, in the local cloud, the names that its deleted resources
 * keep, its state and its run folder. Neither locks nor protection stop it, and no other stack notices.
 *
 * Throws a {@link Failure} while a run is alive, when another stack has resources in those of this one, and when there is
 * nobody to confirm.
 */
export async function resetStack(options: { project: string; stack: string; yes: boolean }): Promise<Removed> {
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
        const removed = await removeRecords(home, project.name, stack);
        // after the records: a reset that is killed can be repeated
        await removeStackFiles(home, project.name, stack);
        await rm(join(home.runs, stack), { recursive: true, force: true });
        return removed;
    } finally {
        await release();
    }
}

async function removeRecords(home: Home, project: string, stack: string): Promise<Removed> {
    const idsOf = async (name: string, history: boolean) =>
        (await ownedResources(home, project, name, { history })).map(({ id }) => id);
    const others = (await stacksOf(home, project)).filter((name) => name !== stack);
    const taken: string[] = [];
    const current = await idsOf(stack, false);
    for (const other of others) {
        const ids = await idsOf(other, false);
        const [inside, ...more] = ids.filter((id) => current.some((own) => isAtOrBelow(id, own)));
        if (inside !== undefined) {
            throw new Failure(
                `${other} has resources in those of ${stack}, which would go with them: ${inside}` +
                    `${more.length > 0 ? ` and ${more.length} more` : ""}. First npm start -- reset --stack ${other}; ` +
                    "or npm start -- reset --all, which removes all stacks.",
            );
        }
        taken.push(...ids);
    }
    // what the stack had once may be another's by now
    const past = (await idsOf(stack, true)).filter((id) => !taken.some((other) => isAtOrBelow(other, id)));
    const journal = await asFailure(openJournal(join(home.cloud, "journal"), predecessorMilliseconds));
    try {
        const writes = stackRecords(journal, [...new Set([...current, ...past])]);
        await journal.write(writes);
        const count = (prefix: string) => writes.filter(({ key }) => key.startsWith(prefix)).length;
        return { resources: count("arm:"), deletedNames: count("deleted:") };
    } finally {
        await journal.close();
    }
}

/** Ids of values that exist nowhere, such as those of random ones, have no place. */
function isAtOrBelow(id: string, own: string): boolean {
    return own.startsWith("/") && (sameId(id, own) || isBelow(id, own));
}
