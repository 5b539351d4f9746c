import { accessSync, constants } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../engine/cache-folder";
import { buildOnce } from "../go-build/build-once";
import { checkGo, type GoOptions, goBuild } from "../go-build/go";
import { envoyChecker, envoyCheckerKey, goVersion, schemaVersion } from "./recipe";

/**
 * The command that judges configurations by the published schema of Envoy: from the cache folder, else built there from
 * Go modules. After that nothing is downloaded any more.
 *
 * @throws one error with the cure when there is no Go that can build it, or when the build fails.
 */
export async function ensureEnvoyCheck(options: GoOptions): Promise<string> {
    const { env, log } = options;
    const root = path.join(cacheFolder(env), "envoy-check", envoyCheckerKey());
    const found = findCommand(root);
    if (found !== undefined) {
        return found;
    }
    try {
        await checkGo(envoyChecker, goVersion, env);
    } catch (error) {
        throw new Error(
            `There is nothing that judges configurations of Envoy. ${(error as Error).message} ` +
                `Install Go ${goVersion} or newer (https://go.dev/doc/install); it is then built once, in about a minute.`,
        );
    }
    log(`Building what judges configurations of Envoy ${schemaVersion} once, into ${root}.`);
    return buildOnce(
        {
            title: "what judges configurations of Envoy",
            root,
            find: async () => findCommand(root),
            make: async (folder) => {
                const command = commandIn(folder);
                await mkdir(path.dirname(command));
                await goBuild(envoyChecker, command, options);
            },
        },
        options,
    );
}

function commandIn(root: string): string {
    return path.join(root, "bin", "envoy-check");
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
