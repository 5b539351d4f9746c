import { apiServerProblem } from "../kubernetes/api-server/binaries";
import type { Command } from "../report/report";
import type { Terminal } from "../report/terminal";
import type { RunOptions } from "./session";

/**
 * The options of a run where no API server can be had: it leaves what is in the cluster as it is, and says so. Not of a
 * destruction, nor of a run for the cluster alone, which would do nothing then.
 */
export async function withoutApiServer(
    command: Command,
    options: RunOptions,
    { line }: Pick<Terminal, "line">,
    env: NodeJS.ProcessEnv = process.env,
): Promise<RunOptions> {
    if (command === "destroy" || options.withoutKubernetes || options.onlyKubernetes) {
        return options;
    }
    const problem = await apiServerProblem(env);
    if (problem === undefined) {
        return options;
    }
    line(`What is in the cluster is left as it is (--without-kubernetes). ${problem}`);
    return { ...options, withoutKubernetes: true };
}
