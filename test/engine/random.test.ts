// Does not prove that the real random provider answers the same: that is taken from its source.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { ensureEngine } from "../../local/engine";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { randomPackage } from "../../local/random";

const checkout = path.resolve(__dirname, "..", "..");

const program = `
import * as random from "@pulumi/random";
const provider = new random.Provider("explicit");
const keepers = { rotation: process.env.ROTATION };
const bytes = new random.RandomBytes("bytes", { length: 32, keepers }, { provider });
const id = new random.RandomId("id", { byteLength: 4, prefix: "x-" });
new random.RandomUuid("uuid");
const string = new random.RandomString("string", { length: Number(process.env.LENGTH ?? 12), keepers: { id: id.hex } });
const password = new random.RandomPassword("password", { length: 20 });
if (process.env.PET) {
    new random.RandomPet("pet");
}
export const base64 = bytes.base64;
export const secret = password.result;
export const name = string.result;
`;

interface Step {
    op: string;
    urn: string;
}

describe("the random provider on the real engine", function () {
    this.timeout(120_000);

    const temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), "random-")));
    const state = path.join(temporary, "state");
    let pulumiPath: string;
    let server: ProviderServer;

    before(async () => {
        mkdirSync(state);
        writeFileSync(path.join(temporary, "index.ts"), program);
        writeFileSync(path.join(temporary, "package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), path.join(temporary, "node_modules"));
        const { runtime } = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8"));
        writeFileSync(path.join(temporary, "Pulumi.yaml"), stringify({ name: "random", main: "index.ts", runtime }));
        pulumiPath = path.join((await ensureEngine()).root, "bin", "pulumi");
        server = await serveProvider(randomPackage(), 0);
        await pulumi({}, "stack", "init", "test");
    });
    after(async () => {
        await server.close();
        rmSync(temporary, { recursive: true });
    });

    async function pulumi(env: Record<string, string>, ...args: string[]): Promise<string> {
        const { stdout } = await promisify(execFile)(pulumiPath, [...args, "--non-interactive"], {
            cwd: temporary,
            env: {
                ...process.env,
                PULUMI_BACKEND_URL: `file://${state}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "1",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_DEBUG_PROVIDERS: `random:${server.port}`,
                ROTATION: "2026-01",
                ...env,
            },
            maxBuffer: 10 * 1024 * 1024,
        });
        return stdout;
    }

    /** Operations by logical name, of those that do something. */
    async function preview(env: Record<string, string> = {}): Promise<Record<string, string>> {
        const { steps } = JSON.parse(await pulumi(env, "preview", "--json")) as { steps: Step[] };
        const changes = steps.filter(({ op }) => op !== "same");
        return Object.fromEntries(changes.map(({ op, urn }) => [urn.slice(urn.lastIndexOf(":") + 1), op]));
    }

    async function up(env: Record<string, string> = {}): Promise<Record<string, string>> {
        await pulumi(env, "up", "--yes", "--skip-preview");
        return JSON.parse(await pulumi(env, "stack", "output", "--json", "--show-secrets"));
    }

    let first: Record<string, string>;

    it("creates, after a preview without values", async () => {
        assert.deepEqual(await preview(), {
            "random-test": "create",
            explicit: "create",
            bytes: "create",
            id: "create",
            uuid: "create",
            string: "create",
            password: "create",
        });
        first = await up();
        assert.equal(Buffer.from(first.base64 ?? "", "base64").length, 32);
        assert.equal(first.secret?.length, 20);
        assert.equal(first.name?.length, 12);
    });

    it("keeps what it drew in the state, secrets encrypted except in the id of RandomBytes", async () => {
        const exported = await pulumi({}, "stack", "export");
        assert.equal(exported.includes(first.secret ?? ""), false);
        assert.equal(exported.includes(first.name ?? ""), true);
        // as the real provider does: the bytes are the id, and the engine encrypts no ids
        assert.equal(exported.includes(`"id": "${first.base64}"`), true);
    });

    it("changes nothing the second time, nor after a refresh", async () => {
        assert.deepEqual(await preview(), {});
        await pulumi({}, "refresh", "--yes", "--skip-preview");
        assert.deepEqual(await up(), first);
    });

    it("replaces what has other keepers, and only that", async () => {
        const later = { ROTATION: "2026-02" };
        assert.deepEqual(await preview(later), { bytes: "replace" });
        const second = await up(later);
        assert.notEqual(second.base64, first.base64);
        assert.deepEqual({ ...second, base64: first.base64 }, first);
        first = second;
    });

    it("refuses wrong inputs and types that it does not have, in its own words", async () => {
        const later = { ROTATION: "2026-02" };
        await assert.rejects(pulumi({ ...later, LENGTH: "0" }, "preview"), ({ stdout }) =>
            stdout.includes("'length' must be at least 1; it is 0"),
        );
        await assert.rejects(pulumi({ ...later, PET: "1" }, "preview"), ({ stdout }) =>
            stdout.includes("Resource type random:index/randomPet:RandomPet is not part of the local cloud."),
        );
        assert.deepEqual(await preview(later), {});
    });

    it("leaves nothing after destroy", async () => {
        await pulumi({}, "destroy", "--yes", "--skip-preview");
        const { deployment } = JSON.parse(await pulumi({}, "stack", "export"));
        assert.equal(deployment.resources, undefined);
    });
});
