import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Bytes of memory that a process occupies; undefined when the system does not tell. */
export async function residentBytes(pid: number): Promise<number | undefined> {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? (await askPs(pid));
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Where there is no `/proc`. */
async function askPs(pid: number): Promise<string | undefined> {
    const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
    return /^\s*(\d+)\s*$/.exec(stdout)?.[1];
}
