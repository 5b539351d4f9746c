// Does not prove that Azure accepts the example: it proves that a reader can run what docs/adopt/README.md shows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as components from "../../components";
import { capture } from "../support/capture";
import { groupId } from "../support/sample-placement";

const page = readFileSync(join(__dirname, "..", "..", "docs", "adopt", "README.md"), "utf8");

/** What the example takes from the reader's own program. */
const given = {
    subnetId: `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/endpoints`,
    zoneId: `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
    workspaceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log`,
    securityGroupId: "00000000-0000-4000-8000-000000000001",
};

describe("docs/adopt/README.md", () => {
    it("shows a program that makes a vault with a key", async () => {
        const example = /```ts\n(.*?)```/s.exec(page)?.[1];
        assert.ok(example);
        const { outputText } = ts.transpileModule(example, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
        const program = new Function("require", "exports", ...Object.keys(given), outputText);
        const load = (name: string) => {
            assert.equal(name, "zero-trust-mcp/components");
            return components;
        };
        const resources = await capture(() => program(load, {}, ...Object.values(given)));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:RoleAssignment payments-officer-security-keys",
            "azure-native:keyvault:Key payments-key-storage",
            "azure-native:keyvault:Vault payments-vault",
            "azure-native:monitor:DiagnosticSetting payments-logs",
            "azure-native:network:PrivateDnsZoneGroup payments-endpoint-zones",
            "azure-native:network:PrivateEndpoint payments-endpoint",
        ]);
    });
});
