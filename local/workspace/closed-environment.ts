import { delimiter, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Home } from "./home";

/** What the engine and its children may know of the person who runs them: nothing that leads to an account. */
const inherited = ["HOME", "LANG", "LC_ALL", "LOGNAME", "SHELL", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER"];

/**
 * The whole environment of the engine in a closed run: its own state and secrets, providers that already listen on
 * this machine, no download, and none of the variables that carry credentials (`ARM_*`, `AZURE_*`,
 * `PULUMI_ACCESS_TOKEN`, `KUBECONFIG`, ...).
 *
 * @param providers - Port of each provider package of the local cloud.
 * @param env - Default: the environment of this process.
 */
export function closedEnvironment(
    home: Home,
    providers: Record<string, number>,
    env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
    const kept = inherited.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value] as const];
    });
    return {
        ...Object.fromEntries(kept),
        // The program runs on the Node that runs this process, whichever others are installed.
        PATH: [dirname(process.execPath), env.PATH].filter(Boolean).join(delimiter),
        PULUMI_HOME: home.engine,
        // An engine that is killed while it writes a file of attributes beside its state could not read that state again.
        PULUMI_BACKEND_URL: `${pathToFileURL(home.backend).href}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE_FILE: home.passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // The engine writes the whole state after each step. With Go's default of 100 a tenth of its time goes to garbage.
        GOGC: "400",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
            .map(([name, port]) => `${name}:${port}`)
            .join(","),
    };
}
