// Does not prove that a program of this project runs: it shows how the real engine starts any program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { ensureEngine } from "../../local/engine";

const checkout = path.resolve(__dirname, "..", "..");

const program = `
enum Compiled { By = "tsx or ts-node" }
export const tsNode = Symbol.for("ts-node.register.instance") in process;
export const execArgv = process.execArgv;
export const folder = process.cwd();
export const compiled = Compiled.By;
`;

describe("the language host", function () {
    this.timeout(60_000);

    const temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), "language-host-")));
    const programFolder = path.join(temporary, "program");
    const runFolder = path.join(temporary, "run");
    const stateFolder = path.join(temporary, "state");
    after(() => rmSync(temporary, { recursive: true }));

    before(() => {
        for (const folder of [programFolder, runFolder, stateFolder]) {
            mkdirSync(folder);
        }
        writeFileSync(path.join(programFolder, "index.ts"), program);
        writeFileSync(path.join(programFolder, "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(programFolder, "node_modules"));
        const { runtime } = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
        const project = { name: "language-host", main: path.join(programFolder, "index.ts"), runtime };
        writeFileSync(path.join(runFolder, "Pulumi.yaml"), stringify(project));
    });

    it("runs the program with tsx, without ts-node, in the folder of the program", async () => {
        const { root } = await ensureEngine();
        const env = {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${stateFolder}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            PULUMI_SKIP_UPDATE_CHECK: "1",
        };
        const pulumi = (...args: string[]) =>
            execFileSync(path.join(root, "bin", "pulumi"), args, {
                cwd: runFolder,
                env,
                encoding: "utf8",
                stdio: "pipe",
            });

        pulumi("stack", "init", "test");
        pulumi("up", "--yes", "--skip-preview");
        assert.deepEqual(JSON.parse(pulumi("stack", "output", "--json")), {
            compiled: "tsx or ts-node",
            execArgv: ["--import", "tsx"],
            folder: programFolder,
            tsNode: false,
        });
    });
});
