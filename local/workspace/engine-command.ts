import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Engine } from "../engine";
import { EngineError } from "./engine-error";

/**
 * The CLI for the Automation API, started in its own process group and with exactly the environment that the workspace
 * says. The Automation API itself would add this process's environment, credentials included, and a terminal's Ctrl-C
 * would reach the engine once from the terminal and once from here: the second one makes it end without a checkpoint.
 *
 * @param force - When aborted, sends the engine the second SIGINT: it stops at once.
 */
export async function engineCommand(engine: Engine, force?: AbortSignal): Promise<PulumiCommand> {
    const command = await PulumiCommand.get({ root: engine.root });
    const run: Run = (args, cwd, env, onOutput, onError, signal) =>
        new Promise((resolve, reject) => {
            const child = spawn(command.command, [...args, ...flagsOf(args), "--non-interactive"], {
                cwd,
                env: {
                    ...env,
                    PATH: [dirname(command.command), env.PATH].join(delimiter),
                    PULUMI_AUTOMATION_API: "true",
                },
                detached: true,
                stdio: ["ignore", "pipe", "pipe"],
            });
            const interrupt = () => child.kill("SIGINT");
            for (const stop of [signal, force]) {
                stop?.addEventListener("abort", interrupt);
            }
            let stdout = "";
            let stderr = "";
            child.stdout.setEncoding("utf8").on("data", (text: string) => {
                stdout += text;
                onOutput?.(text);
            });
            child.stderr.setEncoding("utf8").on("data", (text: string) => {
                stderr += text;
                onError?.(text);
            });
            child.on("error", reject);
            child.on("close", (code) => {
                for (const stop of [signal, force]) {
                    stop?.removeEventListener("abort", interrupt);
                }
                if (code === 0) {
                    resolve({ stdout, stderr, code });
                } else {
                    reject(new EngineError(stderr));
                }
            });
        });
    return Object.assign(command, { run });
}

/** The program reports all problems of its configuration at once; the engine would stop at the first, before it. */
function flagsOf([subcommand = ""]: string[]): string[] {
    return ["preview", "up"].includes(subcommand) ? ["--skip-config-validation"] : [];
}

/** How the Automation API calls the CLI; the method is not in its type declarations. */
type Run = (
    args: string[],
    cwd: string,
    env: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
) => Promise<{ stdout: string; stderr: string; code: number }>;
