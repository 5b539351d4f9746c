import assert from "node:assert/strict";
import type { Relation } from "../../../../policy-pack/engine/rule";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

/** The cases of a rule on logs that several environments share. */
export function describeSharedExport(rule: Relation, type: string, categories: string[]): void {
    const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
        const { findings, undecided } = judge(rule, stackOf(resources), parameters);
        return { findings: findings.length, undecided };
    };
    const clean = { findings: 0, undecided: [] };
    const missing = { findings: 1, undecided: [] };

    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
    const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log`;
    const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
    const setting = (sent: string[], id: Value = workspaceId, dependencies = {}): SampleResource => ({
        type: type,
        inputs: { workspaceId: id, logs: sent.map((category) => ({ category, enabled: true })) },
        dependencies,
    });

    describe(rule.id, () => {
        it("is about whole environments", () => assert.equal(rule.presence, true));

        it("asks only the environment that has these logs, by default each", () => {
            assert.deepEqual(outcome({ log }), missing);
            assert.deepEqual(outcome({ log }, { required: true }), missing);
            assert.deepEqual(outcome({ log }, { required: false }), clean);
        });

        it("wants each category, and takes more", () => {
            assert.deepEqual(outcome({ log, setting: setting([...categories, "Other"]) }), clean);
            for (const category of categories) {
                const others = categories.filter((other) => other !== category);
                assert.deepEqual(outcome({ log, setting: setting(others) }), missing, category);
            }
        });

        it("wants them in this workspace", () => {
            assert.deepEqual(outcome({ log, setting: setting(categories, workspaceId.toUpperCase()) }), clean);
            assert.deepEqual(outcome({ log, setting: setting(categories, `${workspaceId}2`) }), missing);
        });

        describe("in a preview", () => {
            it("goes by dependencies where the id is unknown", () => {
                const later = setting(categories, unknown, { workspaceId: ["log"] });
                assert.deepEqual(outcome({ log, later }), clean);
            });

            it("is undecided where nothing tells", () => {
                assert.deepEqual(outcome({ log, later: setting(categories, unknown) }), {
                    findings: 0,
                    undecided: [`workspaceId of ${type} "later"`],
                });
            });
        });
    });
}
