import { accessSync, constants } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../../engine/cache-folder";
import { buildOnce } from "../../go-build/build-once";
import { checkGo, type GoOptions, goBuild, goDownload } from "../../go-build/go";
import { apiServer, apiServerKey, definitionFiles, definitions, goVersion, kubernetesVersion } from "./recipe";

/** What a cluster is started from. */
export interface Binaries {
    /** `kube-apiserver` with etcd and controllers in it. */
    command: string;
    /** Folder with the custom resource definitions, one or more to a YAML file. */
    definitions: string;
}

/**
 * A Kubernetes API server and the definitions of what AKS with Istio, Cilium, Gateway API and the secrets store has: from
 * the cache folder, else built there from Go modules. After that nothing is downloaded any more.
 *
 * @throws one error with the cure when there is no Go that can build it, or when the build fails.
 */
export async function ensureApiServer(options: GoOptions): Promise<Binaries> {
    const { env, log } = options;
    const root = rootIn(env);
    const found = findBinaries(root);
    if (found) {
        return found;
    }
    const problem = await apiServerProblem(env);
    if (problem !== undefined) {
        throw new Error(`The program has Kubernetes resources. ${problem}`);
    }
    log(`Building the Kubernetes API server ${kubernetesVersion} once, into ${root}.`);
    return buildOnce(
        {
            title: "the Kubernetes API server",
            root,
            find: async () => findBinaries(root),
            make: (folder) => makeBinaries(binariesIn(folder), options),
        },
        options,
    );
}

/** Why there is no API server and none can be built, with the cure; nothing when there is one, or a Go that builds it. */
export async function apiServerProblem(env: NodeJS.ProcessEnv): Promise<string | undefined> {
    if (findBinaries(rootIn(env))) {
        return undefined;
    }
    try {
        await checkGo(apiServer, goVersion, env);
        return undefined;
    } catch (error) {
        return (
            `There is no Kubernetes API server. ${(error as Error).message} Install Go ${goVersion} or newer ` +
            `(https://go.dev/doc/install); the API server is then built once, in about ${apiServer.minutes} minutes.`
        );
    }
}

function rootIn(env: NodeJS.ProcessEnv): string {
    return path.join(cacheFolder(env), "kubernetes", apiServerKey());
}

function binariesIn(root: string): Binaries {
    return { command: path.join(root, "bin", "kube-apiserver"), definitions: path.join(root, "crds") };
}

function findBinaries(root: string): Binaries | undefined {
    const binaries = binariesIn(root);
    try {
        accessSync(binaries.command, constants.X_OK);
        accessSync(binaries.definitions);
        return binaries;
    } catch {
        return undefined;
    }
}

/** The definitions come first: what is wrong with the network shows before minutes are spent. */
async function makeBinaries(binaries: Binaries, options: GoOptions): Promise<void> {
    const modules = await goDownload(definitions, Object.keys(definitionFiles), options);
    await mkdir(binaries.definitions);
    for (const [module, files] of Object.entries(definitionFiles)) {
        for (const file of files) {
            await copyFile(
                path.join(modules[module] as string, file),
                path.join(binaries.definitions, path.basename(file)),
            );
        }
    }
    await mkdir(path.dirname(binaries.command));
    await goBuild(apiServer, binaries.command, options);
}
