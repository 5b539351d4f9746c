// Does not prove that Azure writes exactly these rows: it writes another one when an operation begins.
import assert from "node:assert/strict";
import { activityRow } from "../../../local/logs/activity";
import { administrator, deployer } from "../../../local/logs/callers";
import { tableSchemas } from "../../../local/logs/table-schemas";
import { seed } from "../azure/fixture";

const id =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-one";
const time = new Date("2026-01-01T12:00:00Z");
const correlationId = "77777777-7777-4777-8777-777777777777";

describe("a row of the activity log", () => {
    const row = (status: number, caller = deployer(seed)) =>
        activityRow({ id, operation: "Microsoft.KeyVault/vaults/write", status, correlationId }, caller, time);

    it("says who did what to what, from where, when and how it ended", () => {
        const { Properties: text, Properties_d: properties, ...others } = row(201);
        assert.deepEqual(others, {
            TimeGenerated: "2026-01-01T12:00:00.000Z",
            ActivityStatusValue: "Success",
            ActivitySubstatusValue: "Created",
            Authorization: `{"action":"Microsoft.KeyVault/vaults/write","scope":"${id}"}`,
            Authorization_d: { action: "Microsoft.KeyVault/vaults/write", scope: id },
            Caller: "44444444-4444-4444-8444-444444444444",
            CallerIpAddress: "198.51.100.10",
            CategoryValue: "Administrative",
            Claims: '{"http://schemas.microsoft.com/identity/claims/objectidentifier":"44444444-4444-4444-8444-444444444444","ipaddr":"198.51.100.10"}',
            Claims_d: {
                "http://schemas.microsoft.com/identity/claims/objectidentifier": "44444444-4444-4444-8444-444444444444",
                ipaddr: "198.51.100.10",
            },
            CorrelationId: correlationId,
            EventSubmissionTimestamp: "2026-01-01T12:00:00.000Z",
            Level: "Information",
            OperationId: correlationId,
            OperationNameValue: "MICROSOFT.KEYVAULT/VAULTS/WRITE",
            ResourceGroup: "rg",
            ResourceId: id,
            ResourceProviderValue: "MICROSOFT.KEYVAULT",
            SourceSystem: "Azure",
            SubscriptionId: "22222222-2222-4222-8222-222222222222",
        });
        assert.deepEqual(JSON.parse(String(text)), properties);
        assert.deepEqual(properties, {
            activityStatusValue: "Success",
            activitySubstatusValue: "Created",
            caller: "44444444-4444-4444-8444-444444444444",
            entity: id,
            eventCategory: "Administrative",
            message: "Microsoft.KeyVault/vaults/write",
            resource: "kv-one",
            resourceGroup: "rg",
            resourceProviderValue: "MICROSOFT.KEYVAULT",
            statusCode: "Created",
            subscriptionId: "22222222-2222-4222-8222-222222222222",
        });
    });

    it("of what was refused is an error with the status of the answer", () => {
        const { ActivityStatusValue, ActivitySubstatusValue, Level } = row(409);
        assert.deepEqual([ActivityStatusValue, ActivitySubstatusValue, Level], ["Failure", "Conflict", "Error"]);
    });

    it("has the columns of Microsoft's table and no others", () => {
        const columns = Object.keys(tableSchemas().AzureActivity ?? {});
        assert.deepEqual(
            Object.keys(row(200)).filter((column) => !columns.includes(column)),
            [],
        );
    });

    it("by hand is of a user of the seed, and of nobody when there is none", () => {
        const { Caller } = row(200, administrator(seed));
        assert.equal(seed.principals.find((principal) => principal.id === Caller)?.type, "User");
        assert.throws(() => administrator({ principals: [] }), {
            message: 'The seed has no principal "administrator of the subscription", who changes the cloud by hand.',
        });
    });
});
