import { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Engine } from "../engine";
import { runEngine } from "./run-engine";

/**
 * The CLI for the Automation API, started with exactly the environment that the workspace says: the Automation API
 * itself would add this process's, credentials included.
 *
 * @param control.force - When aborted, sends the engine the second SIGINT: it stops at once.
 * @param control.pipe - See `openEnginePipe`.
 */
export async function engineCommand(
    engine: Engine,
    { force, pipe }: { force?: AbortSignal; pipe?: number } = {},
): Promise<EngineCommand> {
    const command = await PulumiCommand.get({ root: engine.root });
    const run: Run = (args, cwd, env, onOutput, onError, signal) =>
        runEngine(command.command, {
            args: [...args, ...flagsOf(args)],
            cwd,
            env: { ...env, PULUMI_AUTOMATION_API: "true" },
            stops: [signal, force],
            pipe,
            onOutput,
            onError,
        });
    return Object.assign(command, { run });
}

/** The program reports all problems of its configuration at once; the engine would stop at the first, before it. */
function flagsOf([subcommand = ""]: string[]): string[] {
    return ["preview", "up"].includes(subcommand) ? ["--skip-config-validation"] : [];
}

/** The CLI with the method that the Automation API calls and does not declare. */
export type EngineCommand = PulumiCommand & { run: Run };

type Run = (
    args: string[],
    cwd: string,
    env: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
) => Promise<{ stdout: string; stderr: string; code: number }>;
