// Does not prove that a CI system or code scanning shows the documents well, or how a state of Azure is decrypted.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, ensureEngine } from "../../local/engine";
import type { Finding } from "../../local/report/finding";
import type { GateReport } from "../../local/report/gate/report";
import { closedEnvironment } from "../../local/workspace/closed-environment";
import { homePaths } from "../../local/workspace/home";
import devPolicy from "../../stacks/policy.dev.json";
import { LocalRun } from "../support/local-run";
import { assertSarif } from "../support/sarif-schema";

const fast = ["--speed", "100000", "--without-kubernetes"];

describe("npm start -- gate", function () {
    this.timeout(120_000);
    let folder: string;
    let local: LocalRun;
    let deployed: number;
    /** The value of a secret in the state of `dev`. */
    let secret: string;

    this.beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "zero-trust-mcp-test-"));
        local = new LocalRun(folder);
        await local.writeProject();
        deployed = (await local.report(["up", ...fast])).resources.created;
        const { root } = await ensureEngine();
        const args = (...more: string[]) => ["stack", "export", "--stack", "dev", ...more];
        const options = {
            cwd: join(local.home, "runs", "dev"),
            env: closedEnvironment(homePaths(local.home), {}),
            encoding: "utf8",
            maxBuffer: 2 ** 26,
        } as const;
        const state = JSON.parse(execFileSync(join(root, "bin", "pulumi"), args(), options));
        const plain = JSON.parse(execFileSync(join(root, "bin", "pulumi"), args("--show-secrets"), options));
        secret = JSON.parse(
            (propertiesOf(plain, "vault-secret-session-even").value as { plaintext: string }).plaintext,
        );

        // one vault that is unsafe, and one that nobody can tell without the passphrase
        propertiesOf(state, "kms-vault").enableRbacAuthorization = false;
        propertiesOf(state, "vault-vault").publicNetworkAccess = propertiesOf(state, "vault-secret-session-even").value;
        await writeFile(weakened(), JSON.stringify(state));
    });

    this.afterAll(() => rm(folder, { recursive: true, force: true }));

    const weakened = () => join(folder, "weakened.json");
    const rbac = "kms-vault kv-rbac-explicit";
    const unknown = "vault-vault kv-private-only";

    /** The state is that of an environment in which nothing has to be protected. */
    const dev = { environment: "dev" };
    /** Where things are in it, and what it has not. */
    const { pack: _, ...places } = devPolicy;

    async function policy({ pack, ...rules }: Record<string, unknown> & { pack?: object }): Promise<string> {
        const file = join(folder, "policy.json");
        await writeFile(file, JSON.stringify({ pack: { ...dev, ...pack }, ...places, ...rules }));
        return file;
    }

    async function report(args: string[], exitCode: number, env: NodeJS.ProcessEnv = {}): Promise<GateReport> {
        const ended = await local.run(["gate", "--json", ...args], env);
        assert.deepEqual([ended.exitCode, ended.stderr], [exitCode, ""]);
        assert.ok(!ended.stdout.includes(secret));
        return JSON.parse(ended.stdout);
    }

    /**
     * What is said of every environment: the SDK has no later version of Key Vault, a registry no key of one's own, and
     * officers of a vault are officers all the time.
     */
    const always = ["acr-cmk", "gov-api-lifecycle", "rbac-pim-for-admins"];
    const told = (findings: Finding[]) => findings.filter(({ rule }) => !always.includes(rule));
    const subjects = (findings: Finding[]) => findings.map(({ resource, rule }) => `${resource.name} ${rule}`).sort();
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

    const exception = (resource: string, expires: string) => ({
        resource: `azure-native:keyvault:Vault::${resource}`,
        reason: "It moves to another vault soon.",
        owner: "security",
        expires,
    });

    it("judges what is deployed of a stack by the stack's configuration, and writes nothing", async () => {
        const before = await filesIn(local.home);
        const { result, stack, resources, findings, undecided, warnings, settings, rules } = await report(
            ["--stack", "dev"],
            0,
        );

        assert.deepEqual(
            { result, stack, resources, findings: told(findings), undecided, warnings },
            { result: "succeeded", stack: "dev", resources: deployed, findings: [], undecided: [], warnings: [] },
        );
        assert.deepEqual(settings, { environment: "dev", stackRole: "environment", strictUnknown: false });
        assert.ok(rules.length > 10);
        assert.deepEqual(await filesIn(local.home), before);
    });

    it("refuses a stack whose secrets it cannot decrypt", async () => {
        const { passphrase } = homePaths(local.home);
        const right = await readFile(passphrase, "utf8");
        await writeFile(passphrase, "wrong");
        try {
            const { exitCode, stdout, stderr } = await local.run(["gate", "--stack", "dev"]);
            assert.deepEqual([exitCode, stdout], [1, ""]);
            assert.match(stderr, /^error {2}.*incorrect passphrase/);
        } finally {
            await writeFile(passphrase, right);
        }
    });

    it("has nothing to judge of a stack that was never deployed", async () => {
        assert.deepEqual(await local.run(["gate", "--stack", "prod"]), {
            exitCode: 1,
            stdout: "",
            stderr:
                "error  prod was never deployed to this local cloud: there is nothing to judge. npm start -- up --stack prod " +
                "deploys it.\n",
        });
    });

    it("judges a state file by the thresholds of production, and says what it cannot decrypt", async () => {
        const { exitCode, stdout, stderr } = await local.run(["gate", weakened()]);

        assert.deepEqual([exitCode, stderr], [1, ""]);
        assert.match(stdout, /^ {2}high {6}mandatory {2}kv-rbac-explicit {2}Key Vault uses Azure RBAC\.$/m);
        assert.match(stdout, /^ {2}critical {2}mandatory {2}kv-recoverable {2}Key Vault survives deletion\.$/m);
        assert.match(
            stdout,
            /^Undecided\n {2}gov-no-plaintext-secrets {2}vault-vault .*\n {2}kv-private-only {2}vault-vault \(Vault\): properties\.publicNetworkAccess$/m,
        );
        assert.match(stdout, /^warning {2}could not decrypt secrets in .*weakened\.json; /m);
        assert.match(stdout, /^As {7}environment prod, stackRole component, .*; no policy configuration: /m);
        const [, count] = /^The policy pack blocks .*weakened\.json: (\d+) mandatory findings\.$/m.exec(stdout) ?? [];
        const listed = [...stdout.matchAll(/^ {2}\w+ +mandatory .*\n((?: {4}\S.*\n)+)/gm)];
        assert.equal(Number(count), listed.flatMap(([, lines = ""]) => lines.trimEnd().split("\n")).length);
    });

    it("decides about secrets that the environment has the passphrase for, and leaves them in no log", async () => {
        const env = {
            HOME: folder,
            ZERO_TRUST_MCP_CACHE: cacheFolder(),
            PULUMI_CONFIG_PASSPHRASE_FILE: homePaths(local.home).passphrase,
        };
        const file = await policy({ "kv-recoverable": { minimumRetentionDays: 7 } });
        const { findings, undecided, warnings } = await report([weakened(), "--policy-pack-config", file], 1, env);

        assert.deepEqual(subjects(told(findings)), [rbac, unknown].sort());
        assert.deepEqual([undecided, warnings], [[], []]);
        const logs = Object.keys(await filesIn(join(folder, ".pulumi")));
        assert.deepEqual(
            logs.filter((name) => !name.endsWith("-version.log")),
            [],
        );
    });

    it("tells exceptions, weakened rules and problems of the configuration from findings, in every format", async () => {
        const file = await policy({
            pack: { strictUnknown: true },
            "kv-recoverable": { minimumRetentionDays: 7, exceptions: [exception("nowhere", day(90))] },
            "kv-rbac-explicit": { exceptions: [exception("kms-vault", day(10))] },
            "kv-key-hsm": "disabled",
            "kv-premium-sku": { enforcementLevel: "advisory", exceptions: [exception("kms-vault", day(400))] },
        });
        const {
            findings,
            excepted,
            unneeded,
            undecided,
            weakened: weak,
        } = await report([weakened(), "--policy-pack-config", file], 1);

        assert.deepEqual(
            told(findings).map(({ kind, rule }) => [kind, rule]),
            [
                ["undecided", "gov-no-plaintext-secrets"],
                ["undecided", "kv-private-only"],
                ["configuration", "pack"],
            ],
        );
        assert.match(
            findings.find(({ kind }) => kind === "configuration")?.message ?? "",
            /kv-premium-sku: exceptions\[0\]\.expires is .* too far ahead/,
        );
        assert.deepEqual(subjects(excepted), [rbac]);
        assert.deepEqual(excepted[0]?.terms, {
            expires: day(10),
            daysLeft: 10,
            owner: "security",
            reason: "It moves to another vault soon.",
        });
        assert.deepEqual(
            unneeded.map((each) => each.exception),
            [{ rule: "kv-recoverable", resource: "azure-native:keyvault:Vault::nowhere" }],
        );
        assert.deepEqual(undecided, []);
        assert.deepEqual(
            weak.map((each) => each.weakened),
            [
                { rule: "kv-key-hsm", to: "off" },
                { rule: "kv-premium-sku", to: "advisory" },
            ],
        );

        const output = join(folder, "report");
        for (const format of ["sarif", "junit"]) {
            const args = ["--policy-pack-config", file, "--format", format, "--output", output];
            assert.deepEqual(await local.run(["gate", weakened(), ...args]), {
                exitCode: 1,
                stdout: "",
                stderr: `The policy pack blocks ${weakened()}: 3 mandatory findings.\n`,
            });
            const text = await readFile(output, "utf8");
            if (format === "junit") {
                assert.match(text, /^<testsuites .* failures="3" errors="0" skipped="1" /m);
                assert.match(text, /<property name="exception" value="azure-native:keyvault:Vault::kms-vault until /);
            } else {
                const [run] = JSON.parse(text).runs;
                assertSarif(JSON.parse(text));
                const results: { ruleId: string; level: string; suppressions?: unknown }[] = run.results;
                assert.deepEqual(
                    results
                        .filter(({ ruleId }) => !always.includes(ruleId))
                        .map(({ level, suppressions }) => (suppressions === undefined ? level : "suppressed")),
                    ["error", "error", "error", "suppressed", "warning", "warning", "warning"],
                );
            }
        }
    });

    it("accepts a level for all policies, and says what that weakens", async () => {
        const file = await policy({ all: "advisory" });
        const { result, findings, weakened: weak, rules } = await report([weakened(), "--policy-pack-config", file], 0);

        assert.equal(result, "succeeded");
        assert.ok(findings.length > 0 && findings.every(({ mandatory }) => !mandatory));
        assert.equal(weak.length, rules.filter(({ level }) => level === "mandatory").length);
    });

    it("passes on what the engine refuses in the configuration", async () => {
        const file = await policy({ "kv-recoverable": { minimumRetentionDays: 0 } });
        const { exitCode, stdout, stderr } = await local.run(["gate", weakened(), "--policy-pack-config", file]);

        assert.deepEqual([exitCode, stdout], [1, ""]);
        assert.match(stderr, /^error {2}.*kv-recoverable: minimumRetentionDays: Must be greater than or equal to 7/);
    });

    it("answers unknown policies with one error, and so does an operation, before it does anything", async () => {
        const sentence = (file: string) =>
            `error  ${file}: kv-recoverabel is no policy of the pack; the nearest is kv-recoverable.\n`;
        const file = join(local.project, "stacks", "policy.dev.json");
        await writeFile(file, '{ "kv-recoverabel": {} }');

        for (const args of [
            ["gate", "--stack", "dev"],
            ["up", ...fast],
        ]) {
            assert.deepEqual(await local.run(args), { exitCode: 1, stdout: "", stderr: sentence(file) });
        }
        await local.writeProject();
    });

    it("sees an exception in a preview as the preview itself does", async () => {
        await local.writeProject({ main: "test/engine/programs/public-vault.ts" });
        await writeFile(
            join(local.project, "stacks", "policy.dev.json"),
            JSON.stringify({
                pack: dev,
                ...places,
                "kv-recoverable": { minimumRetentionDays: 7 },
                "kv-key-hsm": "disabled",
                "kv-private-only": {
                    exceptions: ["vault", "kms", "encryption"].map((name) => exception(`${name}-vault`, day(90))),
                },
            }),
        );
        const { exitCode, stdout } = await local.run(["preview", ...fast]);

        assert.equal(exitCode, 0);
        assert.match(
            stdout,
            new RegExp(
                `^excepted {2}kv-private-only {2}\\(critical\\) {2}until ${day(90)} by security: It moves to `,
                "m",
            ),
        );
        assert.match(stdout, /^weakened {2}pack {2}\(critical\)\n {2}kv-key-hsm is switched off by /m);
        assert.match(stdout, /^Policy {5}0 mandatory, 13 advisory findings; 3 excepted, 1 weakened$/m);
    });
});

interface State {
    deployment: { resources: { urn: string; inputs: { properties: Record<string, unknown> } }[] };
}

function propertiesOf({ deployment }: State, name: string): Record<string, unknown> {
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    return found?.inputs.properties ?? assert.fail(`no ${name}`);
}

/** Every file below a folder, with size and time of change. */
async function filesIn(root: string): Promise<Record<string, [number, number]>> {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
    const facts = await Promise.all(
        files.map(async (file): Promise<[string, [number, number]]> => {
            const { size, mtimeMs } = await stat(file);
            return [file, [size, mtimeMs]];
        }),
    );
    return Object.fromEntries(facts);
}
