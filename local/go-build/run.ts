import { type ExecFileOptions, execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Result {
    /** Exit code; -1 when the command could not be started or a signal ended it. */
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs a command to its end; a failure is a result, not an exception. */
export async function run(command: string, args: string[], options: ExecFileOptions): Promise<Result> {
    try {
        return { code: 0, ...(await promisify(execFile)(command, args, { ...options, encoding: "utf8" })) };
    } catch (error) {
        const { code, stdout = "", stderr = "" } = error as Partial<Result>;
        return { code: typeof code === "number" ? code : -1, stdout, stderr };
    }
}
