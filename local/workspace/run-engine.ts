import { type ChildProcessByStdio, spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import type { Readable } from "node:stream";
import { EngineError } from "./engine-error";

export interface EngineRun {
    args: string[];
    cwd: string;
    /** The whole environment, but for PATH, where the engine's own folder comes first. */
    env: NodeJS.ProcessEnv;
    /** Each sends the engine one SIGINT when it is aborted: the first ends it cleanly, the second one at once. */
    stops: (AbortSignal | undefined)[];
    /** Descriptor that it inherits. */
    pipe?: number;
    onOutput?(text: string): void;
    onError?(text: string): void;
}

/**
 * Runs the CLI in its own process group: a terminal's Ctrl-C would reach it once from the terminal and once from here,
 * and the second one makes it end without a checkpoint.
 *
 * Throws an {@link EngineError} with what it wrote to stderr when it fails.
 */
export function runEngine(
    cli: string,
    { args, cwd, env, stops, pipe, onOutput, onError }: EngineRun,
): Promise<{ stdout: string; stderr: string; code: number }> {
    return new Promise((resolve, reject) => {
        const child = spawn(cli, [...args, "--non-interactive"], {
            cwd,
            env: { ...env, PATH: [dirname(cli), env.PATH].join(delimiter) },
            detached: true,
            stdio: ["ignore", "pipe", "pipe", pipe ?? "ignore"],
        }) as ChildProcessByStdio<null, Readable, Readable>;
        const interrupt = () => child.kill("SIGINT");
        for (const stop of stops) {
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
            for (const stop of stops) {
                stop?.removeEventListener("abort", interrupt);
            }
            if (code === 0) {
                resolve({ stdout, stderr, code });
            } else {
                reject(new EngineError(stderr));
            }
        });
    });
}
