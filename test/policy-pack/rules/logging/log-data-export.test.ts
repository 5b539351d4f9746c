// Does not prove that Azure exports a table, nor all of it.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/logging/log-data-export";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters: object = { tables: ["AKSAuditAdmin"] }) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["no immutable copy is made of these: AKSAuditAdmin"], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/stone`;
const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const account = (enabled: Value): SampleResource => ({
    type: "storage:StorageAccount",
    inputs: { accountName: "stone", immutableStorageWithVersioning: { enabled } },
});
const evidence = account(true);
const copies = (inputs: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
    type: "operationalinsights:DataExport",
    inputs: { workspaceName: "log", resourceId: accountId, tableNames: ["AKSAuditAdmin"], enable: true, ...inputs },
    dependencies,
});

describe("log-data-export", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("names the tables that are configured and not copied", () => {
        assert.deepEqual(outcome({ log, evidence, copies: copies() }), clean);
        assert.deepEqual(outcome({ log, evidence, copies: copies() }, { tables: ["AKSAuditAdmin", "A", "B"] }), {
            findings: ["no immutable copy is made of these: A, B"],
            undecided: [],
        });
        assert.deepEqual(outcome({ log }, { tables: [] }), clean);
    });

    it("wants each workspace copied, to storage and to no event hub", () => {
        const other = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log-two" } };
        assert.deepEqual(outcome({ log, other, evidence, copies: copies() }), missing);
        const hub = `${group}/providers/Microsoft.EventHub/namespaces/stone`;
        assert.deepEqual(outcome({ log, evidence, copies: copies({ resourceId: hub }) }), missing);
    });

    describe("in a preview", () => {
        it("goes by dependencies where id and name are unknown", () => {
            const dependencies = { workspaceName: ["log"], resourceId: ["evidence"] };
            const later = copies({ workspaceName: unknown, resourceId: unknown }, dependencies);
            assert.deepEqual(outcome({ log, evidence, later }), clean);
        });

        it("is undecided where nothing tells", () => {
            const undecided = (path: string, type: string, name: string) => ({
                findings: [],
                undecided: [`${path} of ${type} "${name}"`],
            });
            const type = "operationalinsights:DataExport";
            for (const input of ["workspaceName", "resourceId", "tableNames", "enable"])
                assert.deepEqual(
                    outcome({ log, evidence, later: copies({ [input]: unknown }) }),
                    undecided(input, type, "later"),
                );
            assert.deepEqual(
                outcome({ log, later: account(unknown), copies: copies() }),
                undecided("immutableStorageWithVersioning.enabled", "storage:StorageAccount", "later"),
            );
        });
    });
});
