import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseDocument } from "yaml";

const checkout = resolve(__dirname, "..", "..");

/** What a command left when it ended. */
export interface Ended {
    exitCode: number | null;
    stdout: string;
    stderr: string;
}

/** A command that is running. */
export interface Running {
    process: ChildProcess;
    ended: Promise<Ended>;
    /** Resolves when stderr has matched; rejects when the command ends before that. */
    says(pattern: RegExp): Promise<void>;
}

/** How a project differs from that of the checkout. */
export interface ProjectChange {
    /** Entry point, relative to the checkout. Default: the real one. */
    main?: string;
    /** Changes of the configuration of `dev`: by path, undefined removes. */
    configuration?: [path: (string | number)[], value: unknown][];
    /** The whole stack file of `dev` instead. */
    text?: string;
}

/** The command line on a home folder and a project of its own: what `npm start -- ...` does, without npm. */
export class LocalRun {
    /** @param folder - Made when it is not there yet; the caller removes it. */
    constructor(readonly folder: string) {}

    get home(): string {
        return join(this.folder, "home");
    }

    get project(): string {
        return join(this.folder, "project");
    }

    /** Makes the project anew: that of the checkout, with another entry point or stack file if asked. */
    async writeProject(change: ProjectChange = {}): Promise<void> {
        const settings = parseDocument(await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
        settings.set("main", resolve(checkout, change.main ?? "infra/index.ts"));
        await mkdir(this.project, { recursive: true });
        await cp(join(checkout, "stacks"), join(this.project, "stacks"), { recursive: true });
        await writeFile(join(this.project, "Pulumi.yaml"), settings.toString());

        const file = join(this.project, "stacks", "Pulumi.dev.yaml");
        const stack = parseDocument(await readFile(file, "utf8"));
        for (const [[key, ...rest], value] of change.configuration ?? []) {
            const path = ["config", `zero-trust-mcp:${key}`, ...rest];
            if (value === undefined) {
                stack.deleteIn(path);
            } else {
                stack.setIn(path, value);
            }
        }
        await writeFile(file, change.text ?? stack.toString());
    }

    start(args: string[], env: NodeJS.ProcessEnv = {}): Running {
        const process_ = spawn(process.execPath, ["--import", "tsx", join(checkout, "local", "cli.ts"), ...args], {
            cwd: checkout,
            env: {
                ...process.env,
                ...env,
                ZERO_TRUST_MCP_HOME: this.home,
                ZERO_TRUST_MCP_PROJECT: this.project,
                NO_COLOR: "1",
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let stdout = "";
        let stderr = "";
        let heard = () => {};
        process_.stdout.setEncoding("utf8").on("data", (text: string) => {
            stdout += text;
        });
        process_.stderr.setEncoding("utf8").on("data", (text: string) => {
            stderr += text;
            heard();
        });
        const ended = new Promise<Ended>((done) =>
            process_.on("close", (exitCode) => done({ exitCode, stdout, stderr })),
        );
        return {
            process: process_,
            ended,
            says: (pattern) =>
                new Promise((done, fail) => {
                    heard = () => pattern.test(stderr) && done();
                    heard();
                    ended.then(() => fail(new Error(`It ended without saying ${pattern}:\n${stderr}${stdout}`)));
                }),
        };
    }

    run(args: string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
        return this.start(args, env).ended;
    }

    /** Runs a command with `--json` and returns the document; fails when the exit code is another one. */
    async report(args: string[], exitCode = 0): Promise<JsonReport> {
        const ended = await this.run([...args, "--json"]);
        assert.equal(ended.exitCode, exitCode, `${ended.stderr}\n${ended.stdout}`);
        return JSON.parse(ended.stdout);
    }
}

/** What tests read of the document that `--json` prints. */
export interface JsonReport {
    result: string;
    operation: string;
    resources: Record<"created" | "updated" | "replaced" | "deleted" | "unchanged", number>;
    changes: { name: string; type: string; component: string; operation: string; properties: string[] }[];
    findings: { rule: string; mandatory: boolean; message: string; remediation?: string; resource: { name: string } }[];
    problems: { message: string; resource?: { name: string } }[];
    outputs: Record<string, unknown>;
    localCloud: string;
}
