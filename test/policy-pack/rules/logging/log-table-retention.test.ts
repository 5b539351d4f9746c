// Does not prove that a table exists or holds what its name says: Azure's documentation does.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/logging/log-table-retention";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const one = { auditTables: ["AzureActivity"], contentTables: [] };
const outcome = (resources: Record<string, SampleResource>, parameters: object = one) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };

const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const table = (inputs: Record<string, Value>, dependencies = {}): SampleResource => ({
    type: "operationalinsights:Table",
    inputs: {
        workspaceName: "log",
        tableName: "AzureActivity",
        totalRetentionInDays: 365,
        plan: "Analytics",
        ...inputs,
    },
    dependencies,
});

describe("log-table-retention", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("names what nothing sets, for each workspace", () => {
        const findings = ["nothing sets how long these are kept: AzureActivity"];
        assert.deepEqual(outcome({ log }), { findings, undecided: [] });
        const other = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log-two" } };
        assert.deepEqual(outcome({ log, other, table: table({}) }), { findings, undecided: [] });
        assert.deepEqual(outcome({ log, table: table({ tableName: "AZUREACTIVITY", workspaceName: "LOG" }) }), clean);
    });

    it("wants the days that are configured", () => {
        const parameters = { ...one, contentTables: ["ContainerLogV2"], minimumAuditDays: 400, maximumContentDays: 60 };
        const daysOf = (tableName: string, totalRetentionInDays: number) =>
            outcome({ table: table({ tableName, totalRetentionInDays }) }, parameters).findings;
        assert.deepEqual(daysOf("AzureActivity", 400), []);
        assert.deepEqual(daysOf("AzureActivity", 399), ["totalRetentionInDays"]);
        assert.deepEqual(daysOf("ContainerLogV2", 60), []);
        assert.deepEqual(daysOf("ContainerLogV2", 61), ["totalRetentionInDays"]);
        // what the workspace keeps by default
        assert.deepEqual(daysOf("ContainerLogV2", -1), ["totalRetentionInDays"]);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the workspace is unknown", () => {
            const later = table({ workspaceName: unknown }, { workspaceName: ["log"] });
            assert.deepEqual(outcome({ log, later }), clean);
        });

        it("takes no other table of that workspace for it", () => {
            const later = table({ workspaceName: unknown, tableName: "KubeEvents" }, { workspaceName: ["log"] });
            assert.deepEqual(outcome({ log, later }).findings, ["nothing sets how long these are kept: AzureActivity"]);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ log, later: table({ workspaceName: unknown }) }), {
                findings: [],
                undecided: ['workspaceName of operationalinsights:Table "later"'],
            });
        });
    });
});
