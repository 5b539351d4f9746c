import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { buildOnce } from "../go-build/build-once";
import { type GoOptions, goBuild } from "../go-build/go";
import type { Engine } from "./engine";
import { versionOf } from "./installed";
import { cli, cliVersion, languageHost } from "./recipe";

/** The engine that an earlier build left in `root`; undefined when there is none that runs. */
export async function findBuilt(root: string, env: NodeJS.ProcessEnv): Promise<Engine | undefined> {
    const version = await versionOf(path.join(root, "bin", "pulumi"), env);
    return version === cliVersion ? { root, version } : undefined;
}

/** Builds the engine into `root`, unless another start has done so meanwhile. */
export function buildEngine(root: string, options: GoOptions): Promise<Engine> {
    return buildOnce(
        {
            title: "the Pulumi CLI",
            root,
            find: () => findBuilt(root, options.env),
            async make(folder) {
                const bin = path.join(folder, "bin");
                const host = path.join(bin, "pulumi-language-nodejs");
                await mkdir(bin);
                await goBuild(languageHost, `${host}.real`, options);
                await goBuild(cli, path.join(bin, "pulumi"), options);
                await copyFile(path.join(languageHost.folder, "wrapper.sh"), host);
            },
        },
        options,
    );
}
