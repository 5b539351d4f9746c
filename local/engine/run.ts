import { type ExecFileOptions, execFile } from "node:child_process";

export interface Result {
    /** Exit code; -1 when the command could not be started or a signal ended it. */
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs a command to its end; a failure is a result, not an exception. */
export function run(command: string, args: string[], options: ExecFileOptions): Promise<Result> {
    return new Promise((resolve) => {
        execFile(command, args, { ...options, encoding: "utf8" }, (error, stdout, stderr) => {
            const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
            resolve({ code, stdout, stderr });
        });
    });
}
