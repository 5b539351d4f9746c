import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { Failure } from "../report/failure";
import { clearHome, homePaths, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { takeRunLock } from "../workspace/run-lock";

/**
 * Removes the local cloud and the state of all stacks from the home folder, after a confirmation. Throws a
 * {@link Failure} while a run is alive, and when there is nobody to confirm.
 *
 * Returns whether it was confirmed.
 */
export async function reset({ yes }: { yes: boolean }): Promise<boolean> {
    const { folder } = homePaths(homeFolder());
    if (!yes && !(await confirmed(`Remove the local cloud and the state of all stacks from ${folder}? (y/N) `))) {
        return false;
    }
    const home = await openHome(folder);
    const release = await takeRunLock(home, { command: "reset", stack: "all" });
    try {
        await clearHome(home);
    } finally {
        await release();
    }
    return true;
}

async function confirmed(question: string): Promise<boolean> {
    if (!stdin.isTTY) {
        throw new Failure("Reset removes the local cloud and the state of all stacks: confirm it with --yes.");
    }
    const prompt = createInterface({ input: stdin, output: stdout });
    try {
        return /^y(es)?$/i.test((await prompt.question(question)).trim());
    } finally {
        prompt.close();
    }
}
