import { releaseEngineLocks } from "../workspace/engine-lock";
import { clearHome, homePaths, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { takeRunLock } from "../workspace/run-lock";
import { confirmed } from "./confirmation";

/**
 * Removes the local cloud and the state of all stacks from the home folder, after a confirmation. Throws a `Failure`
 * while a run is alive, and when there is nobody to confirm.
 *
 * Returns whether it was confirmed.
 */
export async function resetAll({ yes }: { yes: boolean }): Promise<boolean> {
    const { folder } = homePaths(homeFolder());
    if (!yes && !(await confirmed(`Remove the local cloud and the state of all stacks from ${folder}?`))) {
        return false;
    }
    const home = await openHome(folder);
    const release = await takeRunLock(home, { command: "reset", stack: "all" });
    try {
        await releaseEngineLocks(home);
        await clearHome(home);
    } finally {
        await release();
    }
    return true;
}
