// Does not prove that Azure knows the categories, nor that a type has no others.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { logSources, sendLogs } from "../../../components/shared/diagnostics";
import { capture } from "../../support/capture";
import { groupId, sampleWorkspaceId } from "../../support/sample-placement";

/** Types that write to the one table AzureDiagnostics only, where Azure would not keep `Dedicated`. */
const withoutTables = [
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.Logic/workflows",
    "Microsoft.Network/networkSecurityGroups",
    "Microsoft.Network/publicIPAddresses",
];

class Parent extends pulumi.ComponentResource {
    constructor() {
        super("test:index:Parent", "parent");
    }
}

describe("sendLogs", () => {
    const resourceId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv`;
    for (const type of Object.keys(logSources) as (keyof typeof logSources)[]) {
        it(`sends exactly the categories of ${type}, each named`, async () => {
            const { categories } = logSources[type];
            const resources = await capture(() =>
                sendLogs("source", { type, resourceId, workspaceId: sampleWorkspaceId }, new Parent()),
            );
            const { name, inputs, parent } = resources.only("azure-native:monitor:DiagnosticSetting");
            assert.equal(name, "source-logs");
            assert.equal(parent, resources.only("test:index:Parent").urn);
            assert.ok(categories.length > 0);
            assert.deepEqual(inputs, {
                name: "audit",
                resourceUri: resourceId,
                workspaceId: sampleWorkspaceId,
                ...(!withoutTables.includes(type) && { logAnalyticsDestinationType: "Dedicated" }),
                logs: categories.map((category) => ({ category, enabled: true })),
            });
        });
    }

    it("refuses an id that turns out to be no workspace's", async () => {
        const workspaceId = pulumi.output("elsewhere");
        await assert.rejects(
            capture(() =>
                sendLogs("source", { type: "Microsoft.KeyVault/vaults", resourceId, workspaceId }, new Parent()),
            ),
            {
                message:
                    /workspaceId is "elsewhere"; it must be the ARM id of a Microsoft.OperationalInsights\/workspaces\.$/,
            },
        );
    });
});
