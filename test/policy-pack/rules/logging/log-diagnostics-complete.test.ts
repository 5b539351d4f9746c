// Does not prove that Azure sends what a setting says.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/logging/log-diagnostics-complete";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.length, undecided };
};
const clean = { findings: 0, undecided: [] };
const missing = { findings: 1, undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log`;
const vault: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv" } };
const setting = (inputs: Record<string, Value>, dependencies = {}): SampleResource => ({
    type: "monitor:DiagnosticSetting",
    inputs: { resourceUri: vaultId, workspaceId, ...inputs },
    dependencies,
});

describe("log-diagnostics-complete", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants a setting of each resource itself", () => {
        const other: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv-two" } };
        assert.deepEqual(outcome({ vault, setting: setting({ resourceUri: vaultId.toUpperCase() }) }), clean);
        assert.deepEqual(outcome({ vault, other, setting: setting({}) }), missing);
        for (const resourceUri of [`${vaultId}/keys/one`, vaultId.replace("vaults", "managedHSMs"), "kv"])
            assert.deepEqual(outcome({ vault, setting: setting({ resourceUri }) }), missing, resourceUri);
    });

    it("counts the setting that goes to a workspace, among several", () => {
        const archive = setting({ workspaceId: "" });
        assert.deepEqual(outcome({ vault, archive }), missing);
        assert.deepEqual(outcome({ vault, archive, setting: setting({}) }), clean);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the id is unknown", () => {
            const later = setting({ resourceUri: unknown }, { resourceUri: ["vault"] });
            assert.deepEqual(outcome({ vault, later }), clean);
        });

        it("is undecided where nothing tells", () => {
            for (const input of ["resourceUri", "workspaceId"])
                assert.deepEqual(outcome({ vault, later: setting({ [input]: unknown }) }), {
                    findings: 0,
                    undecided: [`${input} of monitor:DiagnosticSetting "later"`],
                });
        });
    });
});
