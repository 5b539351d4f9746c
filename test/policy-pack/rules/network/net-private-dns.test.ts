// Does not prove that the list of zones is whole: it is Microsoft's, and grows.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-private-dns";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const endpoint = (...groupIds: Value[]): SampleResource => ({
    type: "network:PrivateEndpoint",
    inputs: {
        privateEndpointName: "pe",
        privateLinkServiceConnections: groupIds.map((groupId) => ({ groupIds: [groupId] })),
    },
});
const zoneGroup = (zones: Value[], dependencies = {}): SampleResource => ({
    type: "network:PrivateDnsZoneGroup",
    inputs: {
        privateEndpointName: "pe",
        privateDnsZoneConfigs: zones.map((zone) => ({
            privateDnsZoneId:
                typeof zone === "string" ? `${group}/providers/Microsoft.Network/privateDnsZones/${zone}` : zone,
        })),
    },
    dependencies,
});

const zones: [groupId: string, ...zones: string[]][] = [
    ["account", "privatelink.cognitiveservices.azure.com"],
    [
        "azuremonitor",
        "privatelink.monitor.azure.com",
        "privatelink.oms.opinsights.azure.com",
        "privatelink.ods.opinsights.azure.com",
        "privatelink.agentsvc.azure-automation.net",
        "privatelink.blob.core.windows.net",
    ],
    ["blob", "privatelink.blob.core.windows.net"],
    ["dfs", "privatelink.dfs.core.windows.net"],
    ["file", "privatelink.file.core.windows.net"],
    ["Gateway", "privatelink.azure-api.net"],
    ["managedhsm", "privatelink.managedhsm.azure.net"],
    ["queue", "privatelink.queue.core.windows.net"],
    ["registry", "privatelink.azurecr.io"],
    ["table", "privatelink.table.core.windows.net"],
    ["vault", "privatelink.vaultcore.azure.net"],
    ["web", "privatelink.web.core.windows.net"],
];

describe("net-private-dns", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    for (const [groupId, ...needed] of zones)
        it(`wants every zone of ${groupId}`, () => {
            assert.deepEqual(outcome({ endpoint: endpoint(groupId), zones: zoneGroup(needed) }), clean);
            for (const missing of needed) {
                const others = needed.map((zone) => (zone === missing ? "privatelink.example.com" : zone));
                assert.deepEqual(outcome({ endpoint: endpoint(groupId), zones: zoneGroup(others) }), {
                    findings: [`1 of ${needed.length} DNS zones of ${groupId} are missing`],
                    undecided: [],
                });
            }
        });

    it("wants the zones of each connection, and some zone of those that it does not know", () => {
        const both = endpoint("vault", "registry");
        assert.deepEqual(outcome({ both, zones: zoneGroup(["privatelink.vaultcore.azure.net"]) }).findings, [
            "1 of 1 DNS zones of registry are missing",
        ]);
        assert.deepEqual(outcome({ other: endpoint("sqlServer") }).findings, ["no zone group leads to this endpoint"]);
        const known = zoneGroup(["privatelink.database.windows.net"]);
        assert.deepEqual(outcome({ other: endpoint("sqlServer"), known }), clean);
    });

    it("wants a link without registration, and no zone that hides others", () => {
        const zone = (privateZoneName: string) => ({ type: "privatedns:PrivateZone", inputs: { privateZoneName } });
        const link = (privateZoneName: string, registrationEnabled?: boolean) => ({
            type: "privatedns:VirtualNetworkLink",
            inputs: { privateZoneName, ...(registrationEnabled !== undefined && { registrationEnabled }) },
        });
        assert.deepEqual(outcome({ zone: zone("a.example"), link: link("A.example", false) }), clean);
        assert.deepEqual(outcome({ zone: zone("a.example"), link: link("a.example") }).findings, [
            "machines must not register names in this zone",
        ]);
        assert.deepEqual(outcome({ zone: zone("Azure-API.net"), link: link("azure-api.net", false) }).findings, [
            "this zone hides every other API Management service",
        ]);
    });

    describe("in a preview", () => {
        it("goes by dependencies where ids are unknown", () => {
            const zone: SampleResource = {
                type: "privatedns:PrivateZone",
                inputs: { privateZoneName: "privatelink.vaultcore.azure.net" },
            };
            const link: SampleResource = {
                type: "privatedns:VirtualNetworkLink",
                inputs: { privateZoneName: unknown, registrationEnabled: false },
                dependencies: { privateZoneName: ["zone"] },
            };
            const group = zoneGroup([unknown], { privateDnsZoneConfigs: ["zone"] });
            assert.deepEqual(outcome({ endpoint: endpoint("vault"), zone, link, group }), clean);
        });

        it("is undecided where nothing tells", () => {
            const unknownZone = outcome({ endpoint: endpoint("vault"), group: zoneGroup([unknown]) });
            assert.deepEqual(unknownZone, {
                findings: [],
                undecided: ['privateDnsZoneConfigs[0].privateDnsZoneId of network:PrivateDnsZoneGroup "group"'],
            });
            const unknownGroup = outcome({ endpoint: endpoint(unknown), group: zoneGroup(["privatelink.azurecr.io"]) });
            assert.deepEqual(unknownGroup, {
                findings: [],
                undecided: ['privateLinkServiceConnections[0].groupIds of network:PrivateEndpoint "endpoint"'],
            });
        });
    });
});
