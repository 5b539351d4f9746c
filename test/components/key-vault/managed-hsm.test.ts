// Does not prove that the module is activated: no deployment can do that.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { ManagedHsm, type ManagedHsmArgs } from "../../../components";
import { managedHsmProblems } from "../../../components/key-vault/managed-hsm";
import { capture } from "../../support/capture";
import { groupId, sampleTags } from "../../support/sample-placement";
import { vaultArgs } from "./sample-args";

const administratorIds = ["11", "12", "13"].map((last) => `33333333-3333-4333-8333-0000000000${last}`);
const zoneId = `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.managedhsm.azure.net`;
const args: ManagedHsmArgs = {
    ...vaultArgs,
    network: { ...vaultArgs.network, zoneIds: { "privatelink.managedhsm.azure.net": zoneId } },
    administratorIds,
};
const name = "kvmhsm-contoso-mcp-lfxmb";
const hsmId = `${groupId}/providers/Microsoft.KeyVault/managedHSMs/${name}`;

describe("ManagedHsm", () => {
    it("consists of the module, its private endpoint, its DNS record and its log", async () => {
        const resources = await capture(() => new ManagedHsm("hsm", args));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:keyvault:ManagedHsm hsm-hsm",
            "azure-native:monitor:DiagnosticSetting hsm-logs",
            "azure-native:network:PrivateDnsZoneGroup hsm-endpoint-zones",
            "azure-native:network:PrivateEndpoint hsm-endpoint",
        ]);
    });

    it("is private, recoverable, and has three administrators", async () => {
        const hsm = (await capture(() => new ManagedHsm("hsm", args))).only("azure-native:keyvault:ManagedHsm");
        assert.deepEqual(hsm.inputs, {
            name,
            resourceGroupName: "rg-test",
            location: "westeurope",
            sku: { family: "B", name: "Standard_B1" },
            properties: {
                tenantId: "11111111-1111-4111-8111-111111111111",
                initialAdminObjectIds: administratorIds,
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enablePurgeProtection: true,
                publicNetworkAccess: "Disabled",
                networkAcls: { defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: [] },
            },
            tags: sampleTags("managed-hsm"),
        });
        assert.equal(hsm.protect, true);
        assert.deepEqual(hsm.customTimeouts, { create: "2h", update: "1h", delete: "1h" });
    });

    it("is reached by its own kind of endpoint and sends its audit log", async () => {
        const resources = await capture(() => new ManagedHsm("hsm", args));
        const { inputs: endpoint } = resources.only("azure-native:network:PrivateEndpoint");
        assert.deepEqual(endpoint.privateLinkServiceConnections, [
            { name: "managedhsm", privateLinkServiceId: hsmId, groupIds: ["managedhsm"] },
        ]);
        const { inputs: zones } = resources.only("azure-native:network:PrivateDnsZoneGroup");
        assert.deepEqual(zones.privateDnsZoneConfigs, [
            { name: "privatelink-managedhsm-azure-net", privateDnsZoneId: zoneId },
        ]);
        const { inputs: log } = resources.only("azure-native:monitor:DiagnosticSetting");
        assert.deepEqual([log.resourceUri, log.logs], [hsmId, [{ category: "AuditEvent", enabled: true }]]);
    });

    it("comes into being in the order that Azure needs", async () => {
        const resources = await capture(() => {
            const { managedHsmId, hsmUri } = new ManagedHsm("hsm", args);
            new random.RandomBytes("id", { length: 1, keepers: { managedHsmId } });
            new random.RandomBytes("uri", { length: 1, keepers: { hsmUri } });
        });
        assert.deepEqual(resources.waitsFor(), {
            "hsm-hsm": [],
            "hsm-endpoint": ["hsm-hsm"],
            "hsm-endpoint-zones": ["hsm-endpoint"],
            "hsm-logs": ["hsm-hsm"],
            id: ["hsm-hsm"],
            uri: ["hsm-endpoint-zones", "hsm-hsm"],
        });
    });

    it("gives an id and an address that a preview knows, and knows all inputs", async () => {
        const given: Record<string, string> = {};
        const resources = await capture(
            () => {
                const hsm = new ManagedHsm("hsm", args);
                hsm.managedHsmId.apply((id) => (given.id = id));
                hsm.hsmUri.apply((uri) => (given.uri = uri));
            },
            { preview: true },
        );
        assert.deepEqual(given, { id: hsmId, uri: `https://${name}.managedhsm.azure.net/` });
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
    });
});

describe("managedHsmProblems", () => {
    it("finds none in a good module", () => assert.deepEqual(managedHsmProblems("hsm", args), []));

    it("finds bad ids, too few different administrators and too few days together", () => {
        const [first = ""] = administratorIds;
        const bad = { ...args, administratorIds: [first, first.toUpperCase(), "x"], softDeleteRetentionDays: 91 };
        assert.deepEqual(managedHsmProblems("hsm", bad), [
            'administratorIds[2] is "x"; it must be a GUID.',
            "administratorIds names 2 different administrators; name at least three.",
            "softDeleteRetentionDays is 91; it must be a whole number of days from 7 to 90.",
        ]);
    });
});
