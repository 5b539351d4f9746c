import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";

/** A process that ends when its stdin does, hence with this process, however that ends. */
export interface Child {
    /** Rejects when the process ends of its own accord, with the end of its log; never resolves. */
    ended: Promise<never>;
    stop(): Promise<void>;
}

/** One that does not end within this time is killed. */
const graceMilliseconds = 5000;

export async function startChild(command: string, args: string[], logFile: string): Promise<Child> {
    const log = await open(logFile, "w", 0o600);
    let child: ChildProcess;
    try {
        child = spawn(command, args, { stdio: ["pipe", log.fd, log.fd] });
    } finally {
        await log.close();
    }
    child.stdin?.on("error", () => {});
    const exit = once(child, "exit").then(
        ([code, signal]) => `ended with ${signal ?? code}`,
        (error: Error) => `did not start: ${error.message}`,
    );
    let stopping = false;
    const ended = new Promise<never>((_, reject) => {
        exit.then(async (how) => {
            if (!stopping) {
                const end = await tail(logFile);
                reject(new Error(`The Kubernetes API server ${how}. The end of its log (${logFile}):\n${end}`));
            }
        });
    });
    ended.catch(() => {});
    return {
        ended,
        async stop() {
            stopping = true;
            child.stdin?.end();
            const kill = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
            await exit;
            clearTimeout(kill);
        },
    };
}

async function tail(file: string): Promise<string> {
    const text = await readFile(file, "utf8").catch((error: Error) => error.message);
    const lines = text.trimEnd().split("\n");
    return lines.slice(-20).join("\n");
}
