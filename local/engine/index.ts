import path from "node:path";
import { checkGo } from "../go-build/go";
import { buildEngine, findBuilt } from "./build";
import { cacheFolder } from "./cache-folder";
import type { Engine } from "./engine";
import { findInstalled } from "./installed";
import { cli, cliVersion, goVersion, recipeKey } from "./recipe";

export type { Engine };
export { cacheFolder };

export interface EngineOptions {
    /** Optional. Takes lines about a build as it goes on. Default: none are shown. */
    log?(line: string): void;
    /** Optional. Where PATH and the cache folder are read from. Default: the environment of this process. */
    env?: NodeJS.ProcessEnv;
}

/**
 * A real Pulumi engine with a language host that honours `typescript: false` and `nodeargs`: the CLI on PATH when it is
 * new enough, else the one in the cache folder, else one that is built there from Go modules.
 *
 * @throws one error with every cure when there is neither a usable CLI nor a Go that can build it, when the cache
 * folder cannot be written, or when the build fails.
 */
export async function ensureEngine({ log = () => {}, env = process.env }: EngineOptions = {}): Promise<Engine> {
    const installed = await findInstalled(env);
    if ("root" in installed) {
        return installed;
    }
    const root = path.join(cacheFolder(env), "engine", recipeKey());
    return (await findBuilt(root, env)) ?? (await build(root, installed.reason, env, log));
}

async function build(
    root: string,
    reason: string,
    env: NodeJS.ProcessEnv,
    log: (line: string) => void,
): Promise<Engine> {
    try {
        await checkGo(cli, goVersion, env);
    } catch (error) {
        throw new Error(
            [
                `There is no Pulumi CLI to run with. ${reason} ${(error as Error).message} Do one of these:`,
                `  - install Pulumi ${cliVersion} or newer: https://www.pulumi.com/docs/install/`,
                `  - install Go ${goVersion} or newer (https://go.dev/doc/install); the CLI is then built once, in about ${cli.minutes} minutes`,
            ].join("\n"),
        );
    }
    log(`${reason} Building the Pulumi CLI ${cliVersion} once, into ${root}.`);
    return buildEngine(root, { env, log });
}
