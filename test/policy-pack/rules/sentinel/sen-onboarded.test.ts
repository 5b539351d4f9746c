// Does not prove that Sentinel reads every table of the workspace.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/sentinel/sen-onboarded";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["Microsoft Sentinel does not watch this log"], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers";
const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const setting = (workspaceId: Value, dependencies = {}): SampleResource => ({
    type: "monitor:DiagnosticSetting",
    inputs: { resourceUri: `${group}/Microsoft.KeyVault/vaults/kv`, workspaceId },
    dependencies,
});
const vault = setting(`${group}/Microsoft.OperationalInsights/workspaces/LOG`);
const onboarding = (workspaceName: Value, dependencies = {}): SampleResource => ({
    type: "securityinsights:SentinelOnboardingState",
    inputs: { workspaceName, sentinelOnboardingStateName: "default" },
    dependencies,
});

describe("sen-onboarded", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("asks for it where something is logged, and nowhere else", () => {
        assert.deepEqual(outcome({ log }), clean);
        assert.deepEqual(outcome({ log, vault }), missing);
        assert.deepEqual(outcome({ log, vault, sentinel: onboarding("Log") }), clean);
        assert.deepEqual(outcome({ log, vault, sentinel: onboarding("log2") }), missing);
    });

    describe("in a preview", () => {
        it("goes by dependencies where names are unknown", () => {
            const sentinel = onboarding(unknown, { workspaceName: ["log"] });
            assert.deepEqual(outcome({ log, vault, sentinel }), clean);
            assert.deepEqual(outcome({ log, later: setting(unknown, { workspaceId: ["log"] }) }), missing);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ log, vault, later: onboarding(unknown) }), {
                findings: [],
                undecided: ['workspaceName of securityinsights:SentinelOnboardingState "later"'],
            });
        });
    });
});
