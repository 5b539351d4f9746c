// Does not prove what the rules find or what the components create: it proves that both load without a compiler.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as components from "../../components";
import { ensureEngine } from "../../local/engine";
import { rules } from "../../policy-pack/rules";

const checkout = path.resolve(__dirname, "..", "..");
const dist = path.join(checkout, "dist");

describe("npm run build", function () {
    this.timeout(120_000);

    const temporary = mkdtempSync(path.join(os.tmpdir(), "build-"));
    after(() => rmSync(temporary, { recursive: true }));
    before(() => execFileSync(process.execPath, [path.join(checkout, "tools", "build.js")], { stdio: "pipe" }));

    /** Runs a command without the loader that mocha runs under. */
    const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
        execFileSync(command, args, {
            cwd: temporary,
            env: { ...process.env, ...env, NODE_OPTIONS: undefined },
            encoding: "utf8",
            stdio: "pipe",
        });

    it("makes components that a program imports by name in plain Node.js, with the names of the sources", () => {
        const installed = path.join(temporary, "adopter", "node_modules", "zero-trust-mcp");
        mkdirSync(path.dirname(installed), { recursive: true });
        symlinkSync(path.join(dist, "components"), installed);
        const program = path.join(temporary, "adopter", "index.js");
        writeFileSync(program, `console.log(JSON.stringify(Object.keys(require("zero-trust-mcp/components"))))`);
        assert.deepEqual(JSON.parse(run(process.execPath, [program])).sort(), Object.keys(components).sort());
    });

    it("makes a policy pack that says what it consists of", () => {
        const said = JSON.parse(run(path.join(dist, "policy-pack", "run"), ["--catalogue"]));
        assert.deepEqual(
            said.rules.map(({ id }: { id: string }) => id),
            rules.map(({ id }) => id),
        );
    });

    it("makes a policy pack that the engine runs", async () => {
        const { root } = await ensureEngine();
        const env = {
            PULUMI_BACKEND_URL: `file://${temporary}/state`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            PULUMI_SKIP_UPDATE_CHECK: "1",
        };
        const pulumi = (...args: string[]) => run(path.join(root, "bin", "pulumi"), args, env);
        mkdirSync(path.join(temporary, "state"));
        writeFileSync(path.join(temporary, "Pulumi.yaml"), "{ name: build, runtime: nodejs }");
        writeFileSync(path.join(temporary, "index.js"), "");
        symlinkSync(path.join(checkout, "node_modules"), path.join(temporary, "node_modules"));
        pulumi("stack", "init", "test");
        const output = pulumi("preview", "--policy-pack", path.join(dist, "policy-pack", "run"));
        assert.match(output, /zero-trust-mcp@v0\.1\.0 \(local: .*dist\/policy-pack/);
    });
});
