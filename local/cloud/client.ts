import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import type { FaultNotice } from "../faults/faulty-package";
import { ensureFolder } from "./folder";
import { logFileOf, rotateLog } from "./log-file";
import type { Announcement, Notice } from "./main";

export interface CloudOptions {
    /** Required. Folder that keeps what exists in the cloud, and its log. */
    home: string;
    /** Required. Seconds of cloud time for each second, greater than 0. */
    speed: number;
    /** Optional. Port of the first provider on 127.0.0.1; the others follow. Default: free ones. */
    firstPort?: number;
    /**
     * Optional. Folder that relative paths in options of providers begin at; as the engine's, that of the program. Default:
     * that of this process.
     */
    folder?: string;
    /** Optional. Whether the cluster starts only when something needs it, not with its provider. Default: false. */
    lazyCluster?: boolean;
    /** Optional. Takes lines about what goes on in the cloud. Default: none are shown. */
    log?(line: string): void;
    /** Optional. Faults that are to happen: their file, absolute, and who is told of each. Default: none. */
    faults?: { file: string; happened(notice: FaultNotice): void };
}

export interface RunningCloud {
    /** Port by package name, as `PULUMI_DEBUG_PROVIDERS` takes them. */
    providers: Record<string, number>;
    /**
     * Ends what is under way and waits until the process has gone. Throws when the cloud did not end of its own accord:
     * when it crashed before, or had to be killed.
     */
    stop(): Promise<void>;
}

/** A cloud that takes longer to end is killed. */
const graceMilliseconds = 15_000;

/**
 * Starts the local cloud as a process of its own. It ends when this one does, however that happens, but not with a
 * Ctrl-C in the terminal: the run decides about that.
 *
 * @throws one error that says what to do when it cannot start.
 */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
    const { home } = options;
    await ensureFolder(home);
    await rotateLog(home);
    const logFile = logFileOf(home);
    const log = await open(logFile, "a", 0o600);
    const child = spawn(process.execPath, nodeArguments(options), {
        stdio: ["pipe", "pipe", log.fd],
        detached: true,
        cwd: options.folder,
    });
    // not its exit: what it said last is still to be read then
    const ended = once(child, "close") as Promise<[code: number | null, signal: string | null]>;
    await log.close();

    const lines = createInterface({ input: child.stdout as Readable });
    const announcement = await announcementOf(lines, options);
    if (announcement === undefined) {
        throw new Error(`The local cloud did not start. The end of its log (${logFile}):\n${await tail(logFile)}`);
    }
    if ("error" in announcement) {
        await ended;
        throw new Error(announcement.error);
    }
    return {
        providers: announcement.providers,
        async stop() {
            child.stdin?.end();
            const kill = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
            const [code, signal] = await ended;
            clearTimeout(kill);
            if (code !== 0) {
                const end = await tail(logFile);
                throw new Error(
                    `The local cloud ended with ${signal ?? code}. The end of its log (${logFile}):\n${end}`,
                );
            }
        },
    };
}

function nodeArguments({ home, speed, firstPort, faults, lazyCluster }: CloudOptions): string[] {
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const port = firstPort === undefined ? [] : [`--port=${firstPort}`];
    const plan = faults === undefined ? [] : [`--faults=${faults.file}`];
    const lazy = lazyCluster ? ["--lazy-cluster"] : [];
    const main = join(__dirname, "main.ts");
    return ["--import", loader, main, `--home=${home}`, `--speed=${speed}`, ...port, ...plan, ...lazy];
}

function pass(said: Notice, { log, faults }: CloudOptions): void {
    if ("fault" in said) {
        faults?.happened(said.fault);
    } else {
        log?.(said.notice);
    }
}

/** Undefined when the process ends without a word. What it says after that is passed on, from the very next line. */
function announcementOf(lines: Interface, options: CloudOptions): Promise<Announcement | undefined> {
    return new Promise((resolve) => {
        lines
            .once("line", (line) => {
                lines.on("line", (next) => pass(JSON.parse(next), options));
                resolve(JSON.parse(line));
            })
            .once("close", () => resolve(undefined));
    });
}

async function tail(file: string): Promise<string> {
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    return lines.slice(-20).join("\n");
}
