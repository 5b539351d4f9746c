// Does not prove that Azure has these categories and tables, or no others that matter: its documentation lists them.
import assert from "node:assert/strict";
import { logSources as sentByComponents } from "../../../../components/shared/diagnostics";
import { logTables } from "../../../../components/shared/log-tables";
import { logSources } from "../../../../policy-pack/rules/logging/log-source";
import { auditTables, contentTables } from "../../../../policy-pack/rules/logging/log-table";
import { targetOf } from "../../../../policy-pack/rules/logging/target";
import { sdkShape } from "../../../local/azure/sdk-shape";

describe("what the rules on logs know", () => {
    it("is what the components send, for every type of theirs", () => {
        for (const [type, sent] of Object.entries(sentByComponents)) {
            const known = Object.values(logSources).find(({ armType }) => armType === type);
            assert.deepEqual([...sent.categories].sort(), Object.keys(known?.tables ?? {}).sort(), type);
            assert.equal("destination" in sent, known?.sharedTable !== true, type);
        }
    });

    it("is the tables of the components, by what they hold", () => {
        const ofClass = (wanted: string) => Object.keys(logTables).filter((table) => logTables[table] === wanted);
        assert.deepEqual([...auditTables].sort(), ofClass("audit").sort());
        assert.deepEqual([...contentTables].sort(), ofClass("content").sort());
    });

    it("names types and inputs as their declarations do", () => {
        for (const [type, { armType, name }] of Object.entries(logSources)) {
            assert.ok(Object.hasOwn(sdkShape(`azure-native:${type}`).inputs.properties ?? {}, name), `${type} ${name}`);
            assert.match(armType, /^Microsoft\.\w+(\/\w+){1,2}$/);
        }
    });

    it("tells what an ARM id is of", () => {
        const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
        const cases: [string, string, string][] = [
            [`${group}/providers/Microsoft.KeyVault/vaults/kv`, "Microsoft.KeyVault/vaults", "kv"],
            [
                `${group}/PROVIDERS/Microsoft.Storage/storageAccounts/st/blobServices/default`,
                "Microsoft.Storage/storageAccounts/blobServices",
                "st/default",
            ],
            [
                `${group}/providers/Microsoft.KeyVault/vaults/kv/providers/Microsoft.Insights/diagnosticSettings/audit`,
                "Microsoft.Insights/diagnosticSettings",
                "audit",
            ],
            ["", "", ""],
        ];
        for (const [id, armType, name] of cases) assert.deepEqual(targetOf(id), { armType, name });
    });
});
