// Does not prove that a category has what an investigation needs: log-source.test.ts says whence the lists are.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/logging/log-diagnostic-categories";
import { logSources } from "../../../../policy-pack/rules/logging/log-source";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
const sent = (...categories: string[]): Value => categories.map((category) => ({ category, enabled: true }));
const setting = (resourceUri: Value, logs: Value, dependencies = {}): SampleResource => ({
    type: "monitor:DiagnosticSetting",
    inputs: { resourceUri, logs },
    dependencies,
});

describe("log-diagnostic-categories", () => {
    for (const [type, { armType, child, tables }] of Object.entries(logSources))
        it(`wants each category of ${type}`, () => {
            const categories = Object.keys(tables);
            const [provider, owner, inside] = armType.split("/");
            const id = `${group}/providers/${provider}/${owner}/one${inside ? `/${inside}${child}` : ""}`;
            assert.deepEqual(outcome({ setting: setting(id, sent(...categories)) }), clean);
            for (const category of categories) {
                const others = categories.filter((other) => other !== category);
                const findings = [`these categories are not sent: ${category}`];
                assert.deepEqual(outcome({ setting: setting(id, sent(...others)) }), { findings, undecided: [] });
            }
        });

    it("wants none of the group of a storage account, and of types that it does not know", () => {
        const account = `${group}/providers/Microsoft.Storage/storageAccounts/st`;
        assert.deepEqual(outcome({ setting: setting(account, []) }), clean);
        assert.deepEqual(outcome({ setting: setting("elsewhere", []) }), clean);
    });

    it("counts what another setting of the same resource sends", () => {
        const one = setting(vaultId, sent("AuditEvent"));
        const other = setting(vaultId.toUpperCase(), sent("AzurePolicyEvaluationDetails"));
        assert.deepEqual(outcome({ one, other }), clean);
    });

    describe("in a preview", () => {
        const vault: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv" } };
        const later = (logs: Value, source: string) => setting(unknown, logs, { resourceUri: [source] });

        it("goes by dependencies where the id is unknown", () => {
            const all = sent("AuditEvent", "AzurePolicyEvaluationDetails");
            assert.deepEqual(outcome({ vault, setting: later(all, "vault") }), clean);
            assert.deepEqual(outcome({ vault, setting: later(sent("AuditEvent"), "vault") }), {
                findings: ["these categories are not sent: AzurePolicyEvaluationDetails"],
                undecided: [],
            });
        });

        it("goes by the id where it is known, whatever else it comes from", () => {
            const registry = { type: "containerregistry:Registry", inputs: { registryName: "cr" } };
            const all = sent("AuditEvent", "AzurePolicyEvaluationDetails");
            const known = setting(vaultId, all, { resourceUri: ["registry"] });
            assert.deepEqual(outcome({ registry, known }), clean);
        });

        it("is undecided where nothing tells", () => {
            const id = 'resourceUri of monitor:DiagnosticSetting "setting"';
            assert.deepEqual(outcome({ setting: setting(unknown, []) }), { findings: [], undecided: [id] });
            const group = { type: "resources:ResourceGroup", inputs: {} };
            assert.deepEqual(outcome({ group, setting: later([], "group") }), { findings: [], undecided: [id] });
            const logs = 'logs of monitor:DiagnosticSetting "setting"';
            assert.deepEqual(outcome({ setting: setting(vaultId, unknown) }), { findings: [], undecided: [logs] });
        });
    });
});
