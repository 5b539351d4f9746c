import { realpathSync } from "node:fs";
import path from "node:path";
import { isExecutable } from "../go-build/is-executable";
import { run } from "../go-build/run";
import { isOlder } from "../go-build/version";
import type { Engine } from "./engine";
import { cliVersion } from "./recipe";

/** The CLI on PATH, or the reason why it cannot be used. */
export async function findInstalled(env: NodeJS.ProcessEnv): Promise<Engine | { reason: string }> {
    const folders = (env.PATH ?? "").split(path.delimiter).filter(path.isAbsolute);
    const command = findExecutable("pulumi", folders);
    if (!command) {
        return { reason: "pulumi is not on PATH." };
    }
    const folder = path.dirname(command);
    if (path.basename(folder) !== "bin") {
        return { reason: `${command} is on PATH, but its folder is not named bin.` };
    }
    const version = await versionOf(command, env);
    if (!version) {
        return { reason: `${command} is on PATH, but "pulumi version" fails.` };
    }
    if (isOlder(version, cliVersion)) {
        return { reason: `${command} is version ${version}; ${cliVersion} or newer is needed.` };
    }
    const host = findExecutable("pulumi-language-nodejs", [...folders, path.dirname(realpathSync(command))]);
    if (!host) {
        return { reason: `${command} has no language host: pulumi-language-nodejs is neither beside it nor on PATH.` };
    }
    if (await readsOptionsAsFlags(host, env)) {
        return { reason: `${host} is too old: it ignores the runtime options of Pulumi.yaml.` };
    }
    return { root: path.dirname(folder), version };
}

/** Version of a CLI; undefined when it does not run. */
export async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
    const { code, stdout } = await run(command, ["version"], { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" } });
    return code === 0 ? /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1] : undefined;
}

/** Hosts that take the options by RPC call this flag "[obsolete]" or do not have it. */
async function readsOptionsAsFlags(host: string, env: NodeJS.ProcessEnv): Promise<boolean> {
    const { stderr } = await run(host, ["-help"], { env });
    return /^\s*Arguments for the Node process$/m.test(stderr);
}

function findExecutable(name: string, folders: string[]): string | undefined {
    return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}
