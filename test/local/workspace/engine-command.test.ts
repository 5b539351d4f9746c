// Does not prove that the Automation API calls the CLI this way: test/engine does.
import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { engineCommand } from "../../../local/workspace/engine-command";
import { EngineError } from "../../../local/workspace/engine-error";
import { temporaryFolder } from "../../support/temporary-folder";

type Run = (
    args: string[],
    cwd: string,
    env: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
) => Promise<{ stdout: string; stderr: string; code: number }>;

describe("engine command", () => {
    const folder = temporaryFolder();
    const env = { PATH: process.env.PATH ?? "", ONLY: "this" };

    async function command(script: string, force?: AbortSignal): Promise<PulumiCommand & { run: Run }> {
        const file = join(folder(), "bin", "pulumi");
        await mkdir(join(folder(), "bin"));
        await writeFile(
            file,
            `#!${process.execPath}\nif (process.argv[2] === "version") { console.log("v3.259.0"); process.exit(); }\n${script}\n`,
        );
        await chmod(file, 0o755);
        return (await engineCommand({ root: folder(), version: "3.259.0" }, { force })) as PulumiCommand & { run: Run };
    }

    it("gives the engine exactly its environment, and its own folder first on PATH", async () => {
        process.env.PULUMI_ACCESS_TOKEN = "leak";
        try {
            const { run } = await command(
                "console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env]))",
            );
            const [args, cwd, given] = JSON.parse((await run(["up"], folder(), env)).stdout);

            assert.deepEqual(args, ["up", "--skip-config-validation", "--non-interactive"]);
            assert.equal(cwd, folder());
            assert.deepEqual(given, {
                PATH: `${join(folder(), "bin")}:${env.PATH}`,
                ONLY: "this",
                PULUMI_AUTOMATION_API: "true",
            });
        } finally {
            delete process.env.PULUMI_ACCESS_TOKEN;
        }
    });

    it("starts the engine in its own process group, which a terminal's Ctrl-C does not reach", async () => {
        const { run } = await command(`
            const group = require("node:child_process").execFileSync("ps", ["-o", "pgid=", "-p", String(process.pid)]);
            console.log(JSON.stringify([process.pid, Number(group)]));
        `);
        const [pid, group] = JSON.parse((await run([], folder(), env)).stdout);

        assert.equal(group, pid);
    });

    it("sends one SIGINT for each of the two signals", async () => {
        const stop = new AbortController();
        const force = new AbortController();
        const { run } = await command(
            `let count = 0;
            process.on("SIGINT", () => { console.log("SIGINT " + ++count); if (count === 2) process.exit(7); });
            console.log("ready");
            setInterval(() => {}, 1000);`,
            force.signal,
        );
        const seen: string[] = [];
        const running = run(
            [],
            folder(),
            env,
            (text) => {
                seen.push(text.trim());
                if (text.includes("ready")) {
                    stop.abort();
                } else if (text.includes("SIGINT 1")) {
                    force.abort();
                }
            },
            undefined,
            stop.signal,
        );

        await assert.rejects(running, EngineError);
        assert.deepEqual(seen, ["ready", "SIGINT 1", "SIGINT 2"]);
    });

    it("fails with what the engine wrote on stderr", async () => {
        const { run } = await command(
            'console.log("noise"); console.error("error: no stack"); process.exitCode = 255;',
        );

        await assert.rejects(run([], folder(), env), { name: "EngineError", message: "error: no stack" });
    });
});
