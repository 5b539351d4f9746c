// Does not prove that Azure would accept the resources: the provider here accepts everything.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { JudgedStack, levels, pack, type Verdict } from "./judged-stack";

const program = readFileSync(path.join(__dirname, "programs", "samples.ts"), "utf8");

/** What the pack finds in each sample, by resource. */
const samples: Record<string, Record<string, string[]>> = {
    plain: { weak: ["kv-rbac-explicit"] },
    versioned: { versioned: ["kv-rbac-explicit"] },
    package: { package: ["kv-rbac-explicit"] },
    generic: { generic: ["kv-rbac-explicit"] },
    template: { template: ["kv-rbac-explicit"] },
    absent: {
        absent: [
            "kv-bypass-justified",
            "kv-premium-sku",
            "kv-private-only",
            "kv-private-only",
            "kv-rbac-explicit",
            "kv-recoverable",
            "kv-recoverable",
        ],
    },
    whole: {},
    deep: {},
    hidden: {},
    unlabelled: { unlabelled: ["kv-secret-hygiene"] },
    thrown: { thrown: ["kv-key-ops-minimal"] },
};
const every = Object.keys(samples).join(",");
const table = Object.assign({}, ...Object.values(samples));

/** Rules on vaults that have found something, or are undecided, by resource. */
function rulesByResource({ findings }: Verdict, { undecided = false } = {}): Record<string, string[]> {
    const byResource: Record<string, string[]> = {};
    for (const { rule, resource, message } of findings)
        if (rule.startsWith("kv-") && message.startsWith("Undecided") === undecided)
            byResource[resource] = [...(byResource[resource] ?? []), rule];
    return byResource;
}

describe("the policy pack on the real engine", function () {
    this.timeout(120_000);

    let stack: JudgedStack;

    before(async () => {
        stack = await JudgedStack.open(program);
    });

    after(() => stack?.close());

    it("stops what is undecided where nothing may stay unknown", async () => {
        const verdict = await stack.preview("deep", { pack: { strictUnknown: true } });
        assert.equal(verdict.failed, true);
        assert.deepEqual(levels(verdict), [
            "mandatory gov-no-plaintext-secrets deep",
            "mandatory kv-secret-hygiene deep",
        ]);
    });

    it("lets a safe stack pass", async () => {
        const { findings, failed } = await stack.preview("none");
        assert.deepEqual({ findings, failed }, { findings: [], failed: false });
    });

    it("blocks the preview of a weak vault, with rule, reason and remediation", async () => {
        const verdict = await stack.preview("plain,unlabelled");
        assert.equal(verdict.failed, true);
        assert.deepEqual(levels(verdict), [
            "mandatory kv-rbac-explicit weak",
            "mandatory kv-secret-hygiene unlabelled",
        ]);
        assert.equal(
            verdict.findings[0]?.message,
            [
                "Key Vault uses Azure RBAC.",
                "properties.enableRbacAuthorization: access policies decide who may use this vault.",
                "Why: Access policies cannot be scoped to one key or made conditional, and API versions before 2026-02-01 fall back to them when the property is left out.",
                "Fix: Set properties.enableRbacAuthorization to true and grant access with role assignments.",
            ].join("\n"),
        );
        assert.match(
            verdict.output,
            /\[mandatory\] \[severity: high\] {2}kv-rbac-explicit {2}\(azure-native:keyvault:Vault: weak\)/,
        );
    });

    it("stops an update before the weak vault is created", async () => {
        const verdict = await stack.up("plain");
        assert.equal(verdict.failed, true);
        assert.deepEqual(levels(verdict), ["mandatory kv-rbac-explicit weak"]);
        assert.equal((await stack.resources()).includes("weak"), false);
    });

    describe("judges each sample", () => {
        // everything is reported and nothing stops, so that all three have the same to judge
        const reporting = { all: "advisory" };
        const verdicts = {} as Record<"preview" | "up" | "analyze" | "offline", Verdict>;

        before(async () => {
            verdicts.preview = await stack.preview(every, reporting);
            verdicts.up = await stack.up(every, reporting);
            verdicts.analyze = await stack.analyze(reporting);
            verdicts.offline = await stack.analyze(reporting, { offline: true });
        });

        it("in an update, whatever the package and version, in a generic resource and in a template", () => {
            assert.deepEqual(rulesByResource(verdicts.up), table);
            assert.deepEqual(rulesByResource(verdicts.up, { undecided: true }), {});
        });

        it("in a preview the same, except what it cannot know yet", () => {
            assert.deepEqual(rulesByResource(verdicts.preview), table);
            assert.deepEqual(rulesByResource(verdicts.preview, { undecided: true }), {
                whole: [
                    "kv-bypass-justified",
                    "kv-no-access-policies",
                    "kv-no-platform-flags",
                    "kv-premium-sku",
                    "kv-private-only",
                    "kv-rbac-explicit",
                    "kv-recoverable",
                ],
                deep: ["kv-secret-hygiene"],
            });
            const deep = verdicts.preview.findings.find(({ resource }) => resource === "deep");
            assert.equal(deep?.message, "Undecided, because not known yet: properties.attributes.expires.");
        });

        it("in an exported state the same, word for word", () => {
            assert.deepEqual(verdicts.analyze.findings, verdicts.up.findings);
        });

        it("in a state without its passphrase the same, except what that hides", () => {
            assert.deepEqual(rulesByResource(verdicts.offline), table);
            assert.deepEqual(rulesByResource(verdicts.offline, { undecided: true }), { hidden: ["kv-secret-hygiene"] });
        });

        it("and takes the failure of a rule for a finding, without what the rule was given", () => {
            const thrown = verdicts.up.findings.find(({ resource }) => resource === "thrown");
            assert.match(thrown?.message ?? "", /^the rule cannot read these inputs \(TypeError\)\.$/m);
        });
    });

    it("finds relations by id, and by dependency while the id is unknown", async () => {
        const environment = { all: "advisory", pack: { stackRole: "environment" } };
        const preview = await stack.preview("byId,byDependency", environment);
        assert.deepEqual(rulesByResource(preview), {});
        assert.deepEqual(rulesByResource(preview, { undecided: true }), { first: ["kv-private-endpoint"] });
        const up = await stack.up("byId,byDependency", environment);
        assert.deepEqual(rulesByResource(up), { first: ["kv-private-endpoint"] });
        assert.deepEqual((await stack.analyze(environment)).findings, up.findings);
    });

    it("demands presence when the configuration says that the stack is an environment", async () => {
        const verdict = await stack.preview("none", { pack: { environment: "dev", stackRole: "environment" } });
        assert.equal(verdict.failed, true);
        assert.deepEqual(levels(verdict), [
            "mandatory kv-private-endpoint first",
            "mandatory log-diagnostics-complete first",
            "mandatory net-private-endpoints-complete first",
        ]);
    });

    it("takes thresholds from the configuration, and the engine refuses those out of range", async () => {
        const verdict = await stack.preview("unlabelled", { "kv-secret-hygiene": { maximumLifetimeDays: 1 } });
        assert.deepEqual(levels(verdict), ["mandatory kv-secret-hygiene unlabelled"]);
        const refused = await stack.preview("none", { "kv-secret-hygiene": { maximumLifetimeDays: 0 } });
        assert.equal(refused.failed, true);
        assert.match(refused.output, /kv-secret-hygiene: maximumLifetimeDays: Must be greater than or equal to 1/);
    });

    it("reports each rule that the configuration switches off or lowers", async () => {
        const configuration = { "kv-rbac-explicit": "disabled", "kv-recoverable": { enforcementLevel: "advisory" } };
        const { findings, failed } = await stack.preview("plain", configuration);
        assert.equal(failed, false);
        assert.deepEqual(
            findings.map(({ rule, level, message }) => [rule, level, message]),
            [
                [
                    "pack",
                    "advisory",
                    "kv-rbac-explicit is switched off by the policy configuration: it judges nothing.",
                ],
                [
                    "pack",
                    "advisory",
                    "kv-recoverable is lowered to advisory by the policy configuration: its findings stop nothing.",
                ],
            ],
        );
    });

    it("lets an excepted resource pass, in all three, and reports an exception that nothing needs", async () => {
        const reason = "The vendor mends it in March.";
        const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
        const exception = { reason, owner: "platform-security", expires: until(300) };
        const configuration = {
            "kv-rbac-explicit": {
                exceptions: [
                    { ...exception, resource: "azure-native:keyvault:Vault::weak" },
                    { ...exception, resource: "azure-native:keyvault:Vault::first" },
                ],
            },
        };
        const expected = [
            [
                "exceptions",
                "advisory",
                'The exception from kv-rbac-explicit for "azure-native:keyvault:Vault::first" is not needed: remove it from the policy configuration.',
            ],
            [
                "kv-rbac-explicit",
                "advisory",
                `Excepted until ${until(300)} by platform-security: ${reason}\nproperties.enableRbacAuthorization: access policies decide who may use this vault.`,
            ],
        ];
        const verdicts = [
            await stack.preview("plain", configuration),
            await stack.up("plain", configuration),
            await stack.analyze(configuration),
        ];
        for (const { findings, failed } of verdicts) {
            assert.equal(failed, false);
            assert.deepEqual(
                findings.map(({ rule, level, message }) => [rule, level, message]),
                expected,
            );
        }
    });

    it("stops everything that is wrong with exceptions, in one run", async () => {
        const wrong = { resource: "weak", reason: "short", expires: "2025-02-30" };
        const { findings, failed } = await stack.preview("none", { "kv-rbac-explicit": { exceptions: [wrong] } });
        assert.equal(failed, true);
        assert.deepEqual(
            findings.map(({ rule, level, message }) => [rule, level, message.split(":")[1]?.trim().split(" ")[0]]),
            [
                ["pack", "mandatory", "exceptions[0].expires"],
                ["pack", "mandatory", "exceptions[0].owner"],
                ["pack", "mandatory", "exceptions[0].reason"],
                ["pack", "mandatory", "exceptions[0].resource"],
            ],
        );
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
