import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { waitForLock } from "../process-lock";
import { goBuild } from "./go";
import type { Engine } from "./index";
import { versionOf } from "./installed";
import { cli, cliVersion, languageHost, recipeFolder } from "./recipe";

/** The engine that an earlier build left in `root`; undefined when there is none that runs. */
export async function findBuilt(root: string, env: NodeJS.ProcessEnv): Promise<Engine | undefined> {
    const version = await versionOf(path.join(root, "bin", "pulumi"), env);
    return version === cliVersion ? { root, version } : undefined;
}

/**
 * Builds the engine into `root`, which appears only when it is complete. Of two builds at once, the second waits for
 * the first and takes its result, or its place if that was killed.
 */
export async function buildEngine(root: string, env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<Engine> {
    await mkdir(path.dirname(root), { recursive: true });
    let told = false;
    const release = await waitForLock(root, () => {
        if (!told) {
            log("Another start is building the Pulumi CLI; waiting for it ...");
        }
        told = true;
    });
    try {
        const built = await findBuilt(root, env);
        if (built) {
            return built;
        }
        const folder = await mkdtemp(`${root}.building-`);
        await buildInto(path.join(folder, "bin"), env, log);
        await rm(root, { recursive: true, force: true });
        await rename(folder, root);
        await sync(path.dirname(root));
    } finally {
        await removeUnfinished(root);
        await release();
    }
    const engine = await findBuilt(root, env);
    if (!engine) {
        throw new Error(`The Pulumi CLI that was built in ${root} does not run.`);
    }
    return engine;
}

async function buildInto(bin: string, env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
    const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`;
    const host = path.join(bin, "pulumi-language-nodejs");
    await mkdir(bin);
    await goBuild(languageHost, `${host}.real`, "-s -w", env, log);
    await goBuild(cli, path.join(bin, "pulumi"), `-s -w -X ${version}`, env, log);
    await copyFile(path.join(recipeFolder(languageHost), "wrapper.sh"), host);
    for (const file of await readdir(bin)) {
        await sync(path.join(bin, file));
    }
    await sync(bin);
}

async function removeUnfinished(root: string): Promise<void> {
    const prefix = `${path.basename(root)}.building-`;
    for (const name of await readdir(path.dirname(root))) {
        if (name.startsWith(prefix)) {
            await rm(path.join(path.dirname(root), name), { recursive: true, force: true });
        }
    }
}

async function sync(file: string): Promise<void> {
    const handle = await open(file);
    await handle.sync().finally(() => handle.close());
}
