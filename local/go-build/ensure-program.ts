import { mkdir } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../engine/cache-folder";
import { buildOnce } from "./build-once";
import { checkGo, type GoOptions, goBuild, type Program } from "./go";
import { isExecutable } from "./is-executable";
import { goVersion, recipeKey } from "./recipe";

/** A program of one file that is built from Go modules once. */
export interface Tool {
    /** What it is, without an article: `policy engine of Cilium`. */
    title: string;
    /** Version of what it is made from. */
    version: string;
    /** Folder in the cache that holds its builds. */
    folder: string;
    program: Program;
}

/**
 * The command: from the cache folder, else built there. After that nothing is downloaded any more.
 *
 * @throws one error with the cure when there is no Go that can build it, or when the build fails.
 */
export async function ensureProgram({ title, version, folder, program }: Tool, options: GoOptions): Promise<string> {
    const { env, log } = options;
    const root = path.join(cacheFolder(env), folder, recipeKey([program]));
    const commandIn = (place: string) => path.join(place, "bin", program.name);
    const find = () => (isExecutable(commandIn(root)) ? commandIn(root) : undefined);
    const found = find();
    if (found !== undefined) {
        return found;
    }
    const needed = goVersion(program);
    try {
        await checkGo(program, needed, env);
    } catch (error) {
        const minutes = program.minutes === 1 ? "a minute" : `${program.minutes} minutes`;
        throw new Error(
            `There is no ${title}. ${(error as Error).message} Install Go ${needed} or newer ` +
                `(https://go.dev/doc/install); it is then built once, in about ${minutes}.`,
        );
    }
    log(`Building the ${title} ${version} once, into ${root}.`);
    return buildOnce(
        {
            title: `the ${title}`,
            root,
            find: async () => find(),
            make: async (place) => {
                await mkdir(path.dirname(commandIn(place)));
                await goBuild(program, commandIn(place), options);
            },
        },
        options,
    );
}
