import { accessSync, constants } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../../engine/cache-folder";
import { buildOnce } from "../../go-build/build-once";
import { checkGo, type GoOptions, goBuild } from "../../go-build/go";
import { ciliumVersion, goVersion, reachabilityEngine, reachabilityKey } from "./recipe";

/**
 * The command that judges flows with the policy engine of Cilium: from the cache folder, else built there from Go
 * modules. After that nothing is downloaded any more.
 *
 * @throws one error with the cure when there is no Go that can build it, or when the build fails.
 */
export async function ensureReachability(options: GoOptions): Promise<string> {
    const { env, log } = options;
    const root = path.join(cacheFolder(env), "reachability", reachabilityKey());
    const found = findCommand(root);
    if (found !== undefined) {
        return found;
    }
    try {
        await checkGo(reachabilityEngine, goVersion, env);
    } catch (error) {
        throw new Error(
            `There is no policy engine of Cilium. ${(error as Error).message} ` +
                `Install Go ${goVersion} or newer (https://go.dev/doc/install); the engine is then built once, in about ${reachabilityEngine.minutes} minutes.`,
        );
    }
    log(`Building the policy engine of Cilium ${ciliumVersion} once, into ${root}.`);
    return buildOnce(
        {
            title: "the policy engine of Cilium",
            root,
            find: async () => findCommand(root),
            make: async (folder) => {
                const command = commandIn(folder);
                await mkdir(path.dirname(command));
                await goBuild(reachabilityEngine, command, options);
            },
        },
        options,
    );
}

function commandIn(root: string): string {
    return path.join(root, "bin", "cilium-reachability");
}

function findCommand(root: string): string | undefined {
    const command = commandIn(root);
    try {
        accessSync(command, constants.X_OK);
        return command;
    } catch {
        return undefined;
    }
}
