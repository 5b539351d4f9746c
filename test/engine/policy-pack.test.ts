// Does not prove that Azure would accept the resources: the provider here accepts everything.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type EngineEvent, LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { ensureEngine } from "../../local/engine";
import type { ProviderPackage } from "../../local/provider/provider";
import { type ProviderServer, serveProvider } from "../../local/provider/server";

const checkout = path.resolve(__dirname, "..", "..");
const pack = path.join(checkout, "policy-pack", "run");

// `weak` and the secret without content type break one rule each; `later` is unknown until `first` exists
const program = `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";

const which = new pulumi.Config().require("vaults").split(",");
const safe = {
    tenantId: "11111111-1111-4111-8111-111111111111",
    sku: { family: "A", name: "premium" },
    enableRbacAuthorization: true,
    enablePurgeProtection: true,
    softDeleteRetentionInDays: 90,
    publicNetworkAccess: "Disabled",
    networkAcls: { defaultAction: "Deny", bypass: "None" },
};
const vault = (name, changes) =>
    new keyvault.Vault(name, { resourceGroupName: "rg", vaultName: "kv-" + name, properties: { ...safe, ...changes } });

const first = vault("first", {});
if (which.includes("weak")) vault("weak", { enableRbacAuthorization: false });
if (which.includes("later")) vault("later", { enablePurgeProtection: first.location.apply(() => true) });
new keyvault.Secret("secret", {
    resourceGroupName: "rg",
    vaultName: "kv-first",
    secretName: "secret",
    properties: { value: pulumi.secret("hunter2"), contentType: which.includes("unlabelled") ? "" : "text/plain",
        attributes: { expires: Math.floor(Date.now() / 1000) + 86400 } },
});
`;

/** A provider that creates whatever it is asked for, and gives back its inputs. */
const willing: ProviderPackage = {
    name: "azure-native",
    version: require("@pulumi/azure-native/package.json").version.replace(/^v/, ""),
    configure: () => ({
        check: async ({ inputs }) => ({ inputs, failures: [] }),
        diff: async () => ({ changes: {}, deleteBeforeReplace: false }),
        create: async ({ name, inputs, preview }) => ({ id: preview ? "" : name, outputs: inputs }),
        update: async ({ inputs }) => inputs,
        delete: async () => {},
        read: async () => undefined,
        invoke: async () => ({}),
    }),
};

interface Finding {
    rule: string;
    level: string;
    resource: string;
    message: string;
}

describe("the policy pack on the real engine", function () {
    this.timeout(120_000);

    const temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), "policy-pack-")));
    const folder = (name: string) => path.join(temporary, name);
    const env: Record<string, string> = {
        PULUMI_BACKEND_URL: `file://${folder("state")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    let provider: ProviderServer;
    let stack: Stack;
    let cli: string;

    before(async () => {
        for (const name of ["program", "run", "state"]) mkdirSync(folder(name));
        writeFileSync(folder("program/index.ts"), program);
        writeFileSync(folder("program/package.json"), "{}");
        symlinkSync(path.join(checkout, "node_modules"), folder("program/node_modules"));
        const { root } = await ensureEngine();
        cli = path.join(root, "bin", "pulumi");
        // the engine finds its language host beside itself when that folder is on PATH
        env.PATH = [path.dirname(cli), process.env.PATH].join(path.delimiter);
        provider = await serveProvider(willing, 0);
        env.PULUMI_DEBUG_PROVIDERS = `azure-native:${provider.port}`;
        const workspace = await LocalWorkspace.create({
            workDir: folder("run"),
            envVars: env,
            pulumiCommand: await PulumiCommand.get({ root }),
            projectSettings: {
                name: "policy-pack",
                main: folder("program/index.ts"),
                runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } as never },
            },
        });
        stack = await Stack.createOrSelect("test", workspace);
    });

    after(async () => {
        await provider?.close();
        rmSync(temporary, { recursive: true });
    });

    /** A preview with the pack: what it says, and whether it fails. */
    async function gate(vaults: string, configuration?: object) {
        await stack.setConfig("vaults", { value: vaults });
        const findings: Finding[] = [];
        let output = "";
        const onEvent = ({ policyEvent: event }: EngineEvent) => {
            if (event)
                findings.push({
                    rule: event.policyName,
                    level: event.enforcementLevel,
                    resource: event.resourceUrn?.split("::").at(-1) ?? "",
                    message: event.message.trimEnd(),
                });
        };
        const onOutput = (text: string) => {
            output += text;
        };
        const file = folder("policy.json");
        if (configuration) writeFileSync(file, JSON.stringify(configuration));
        const options = { policyPacks: [pack], policyPackConfigs: configuration && [file] };
        const failure = await stack.preview({ ...options, onEvent, onOutput, onError: onOutput }).then(
            () => undefined,
            (error: Error) => error,
        );
        assert.doesNotMatch(output + JSON.stringify(findings), /hunter2/);
        return { findings, output, failed: failure !== undefined };
    }

    it("lets a safe stack pass", async () => {
        const { findings, failed } = await gate("none");
        assert.deepEqual({ findings, failed }, { findings: [], failed: false });
    });

    it("blocks the preview of a weak vault, with rule, reason and remediation", async () => {
        const { findings, output, failed } = await gate("weak,unlabelled");
        assert.equal(failed, true);
        assert.deepEqual(findings.map(({ rule, level, resource }) => [rule, level, resource]).sort(), [
            ["kv-rbac-explicit", "mandatory", "weak"],
            ["kv-secret-hygiene", "mandatory", "secret"],
        ]);
        assert.equal(
            findings.find(({ rule }) => rule === "kv-rbac-explicit")?.message,
            [
                "Key Vault uses Azure RBAC.",
                "properties.enableRbacAuthorization: access policies decide who may use this vault.",
                "Why: Access policies cannot be scoped to one key or made conditional, and API versions before 2026-02-01 fall back to them when the property is left out.",
                "Fix: Set properties.enableRbacAuthorization to true and grant access with role assignments.",
            ].join("\n"),
        );
        assert.match(
            output,
            /\[mandatory\] \[severity: high\] {2}kv-rbac-explicit {2}\(azure-native:keyvault:Vault: weak\)/,
        );
    });

    it("reports as undecided, by name, what the preview does not know", async () => {
        const { findings, failed } = await gate("later");
        assert.equal(failed, false);
        const undecided = (path: string) => `Undecided, because not known yet: ${path}.`;
        assert.deepEqual(
            findings.map(({ rule, level, resource, message }) => [rule, level, resource, message]).sort(),
            [
                [
                    "kv-bypass-justified",
                    "advisory",
                    "later",
                    undecided('properties.networkAcls.bypass of keyvault:Vault "later"'),
                ],
                ...["kv-no-access-policies", "kv-no-platform-flags", "kv-premium-sku", "kv-private-only"].map(
                    (rule) => [rule, "advisory", "later", undecided("properties")],
                ),
                ...["kv-rbac-explicit", "kv-recoverable"].map((rule) => [
                    rule,
                    "advisory",
                    "later",
                    undecided("properties"),
                ]),
            ],
        );
    });

    it("demands presence when the configuration says that the stack is an environment", async () => {
        const { findings, failed } = await gate("none", { pack: { environment: "dev", stackRole: "environment" } });
        assert.equal(failed, true);
        assert.deepEqual(
            findings.map(({ rule, level, resource }) => [rule, level, resource]),
            [["kv-private-endpoint", "mandatory", "first"]],
        );
    });

    it("takes thresholds from the configuration", async () => {
        const { findings, failed } = await gate("none", { "kv-secret-hygiene": { maximumLifetimeDays: 1 } });
        assert.deepEqual({ findings, failed }, { findings: [], failed: false });
        const refused = await gate("none", { "kv-secret-hygiene": { maximumLifetimeDays: 0 } });
        assert.equal(refused.failed, true);
        assert.match(refused.output, /kv-secret-hygiene: maximumLifetimeDays: Must be greater than or equal to 1/);
    });

    it("stops an update before the weak vault is created", async () => {
        await stack.setConfig("vaults", { value: "weak" });
        await assert.rejects(stack.up({ policyPacks: [pack] }), /kv-rbac-explicit/);
        const { deployment } = await stack.exportStack();
        const names = deployment.resources.map(({ urn }: { urn: string }) => urn.split("::").at(-1));
        assert.equal(names.includes("weak"), false);
    });

    it("finds the same in an exported state, from any folder", async () => {
        await stack.setConfig("vaults", { value: "weak,unlabelled" });
        await stack.up({});
        const state = folder("state.json");
        writeFileSync(state, JSON.stringify(await stack.exportStack()));
        const args = ["policy", "analyze", "--file", state, "--policy-pack", pack];
        const { code, stdout } = await promisify(execFile)(cli, args, {
            cwd: os.tmpdir(),
            env: { ...process.env, ...env },
        }).catch((error) => error);
        assert.notEqual(code ?? 0, 0);
        assert.match(stdout, /\[mandatory\].*kv-rbac-explicit.*weak\)/);
        assert.match(stdout, /\[mandatory\].*kv-secret-hygiene.*secret\)/);
        assert.equal(stdout.match(/\[mandatory\]/g)?.length, 2);
    });
});

describe("the policy pack as a process", () => {
    it("starts as a folder, the way the language host of the official CLI starts it", async () => {
        const runPolicyPack = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const host = spawn(process.execPath, [runPolicyPack, "127.0.0.1:1", path.dirname(pack)], { cwd: os.tmpdir() });
        const [port] = await once(host.stdout, "data");
        host.kill();
        assert.match(String(port), /^\d+\n$/);
    });

    it("ends when the engine that started it is gone", async () => {
        const running = spawn(pack, ["127.0.0.1:1"], { cwd: os.tmpdir() });
        await once(running.stdout, "data");
        running.stdin.end();
        assert.deepEqual(await once(running, "exit"), [0, null]);
    });
});
