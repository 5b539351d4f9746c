// Does not prove that logs arrive.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { AuditLog } from "../../../components";
import { auditLogProblems } from "../../../components/audit-log/audit-log";
import { capture } from "../../support/capture";
import { groupId, placement, sampleTags } from "../../support/sample-placement";

describe("AuditLog", () => {
    it("is read by Entra identities with rights on the resource, over private links, without a daily cap", async () => {
        const resources = await capture(() => new AuditLog("log", placement));
        assert.deepEqual(resources.typesAndNames(), ["azure-native:operationalinsights:Workspace log-workspace"]);
        const { inputs, protect, parent } = resources.only("azure-native:operationalinsights:Workspace");
        assert.deepEqual(inputs, {
            workspaceName: "log-mcp-dev-log",
            resourceGroupName: "rg-test",
            location: "westeurope",
            sku: { name: "PerGB2018" },
            retentionInDays: 90,
            features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
            publicNetworkAccessForIngestion: "Disabled",
            publicNetworkAccessForQuery: "Disabled",
            workspaceCapping: { dailyQuotaGb: -1 },
            tags: sampleTags("audit-log"),
        });
        assert.equal(protect, true);
        assert.equal(parent, resources.only("zero-trust-mcp:index:AuditLog").urn);
    });

    it("keeps logs as long as it is told to, and is unprotected when told to", async () => {
        const resources = await capture(
            () => new AuditLog("log", { ...placement, retentionDays: 730, protect: false }),
        );
        const { inputs, protect } = resources.only("azure-native:operationalinsights:Workspace");
        assert.equal(inputs.retentionInDays, 730);
        assert.equal(protect, false);
    });

    it("gives an id and a name that a preview knows", async () => {
        const given: Record<string, string> = {};
        await capture(
            () => {
                const log = new AuditLog("log", placement);
                log.workspaceId.apply((id) => (given.id = id));
                log.workspaceName.apply((name) => (given.name = name));
            },
            { preview: true },
        );
        assert.deepEqual(given, {
            id: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-mcp-dev-log`,
            name: "log-mcp-dev-log",
        });
    });

    it("gives an id and a name that wait for the workspace", async () => {
        const resources = await capture(() => {
            const { workspaceId, workspaceName } = new AuditLog("log", placement);
            new random.RandomBytes("id", { length: 1, keepers: { workspaceId } });
            new random.RandomBytes("name", { length: 1, keepers: { workspaceName } });
        });
        assert.deepEqual(resources.waitsFor(), {
            "log-workspace": [],
            id: ["log-workspace"],
            name: ["log-workspace"],
        });
    });

    for (const retentionDays of [89, 731, 100.5, Number.NaN]) {
        it(`refuses ${retentionDays} days`, () => {
            assert.deepEqual(auditLogProblems("log", { ...placement, retentionDays }), [
                `retentionDays is ${retentionDays}; it must be a whole number of days from 90 to 730.`,
            ]);
        });
    }
});
