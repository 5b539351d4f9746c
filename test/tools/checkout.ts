import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const project = path.resolve(__dirname, "..", "..");

export interface Ended {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** A checkout in a temporary folder: the scripts of tools/, this project's dependencies, and what a test writes. */
export class Checkout {
    readonly folder = mkdtempSync(path.join(os.tmpdir(), "checkout-"));

    constructor({ dependencies = true } = {}) {
        for (const file of ["package.json", "package-lock.json", ".mocharc.json"]) {
            cpSync(path.join(project, file), path.join(this.folder, file));
        }
        const isScript = (file: string) => !file.endsWith(".ts");
        cpSync(path.join(project, "tools"), path.join(this.folder, "tools"), { recursive: true, filter: isScript });
        if (dependencies) {
            symlinkSync(path.join(project, "node_modules"), path.join(this.folder, "node_modules"));
        }
    }

    write(file: string, content: string): void {
        mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
        writeFileSync(path.join(this.folder, file), content, { mode: 0o755 });
    }

    read(file: string): string | undefined {
        const name = path.join(this.folder, file);
        return existsSync(name) ? readFileSync(name, "utf8") : undefined;
    }

    /** Starts one of the scripts, with the checkout's bin/ first on PATH. */
    start(script: string, ...args: string[]): { process: ChildProcess; ended: Promise<Ended> } {
        const PATH = `${path.join(this.folder, "bin")}${path.delimiter}${process.env.PATH}`;
        const child = spawn(process.execPath, [`tools/${script}`, ...args], {
            cwd: this.folder,
            env: { ...process.env, PATH },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const ended = { stdout: "", stderr: "" };
        child.stdout.on("data", (data) => {
            ended.stdout += data;
        });
        child.stderr.on("data", (data) => {
            ended.stderr += data;
        });
        return {
            process: child,
            ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, ...ended }))),
        };
    }

    run(script: string, ...args: string[]): Promise<Ended> {
        return this.start(script, ...args).ended;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
