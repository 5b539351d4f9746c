// Does not prove that the name resolves in the network: it judges the resources that make it so.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-private-endpoint";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path + message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["no private endpoint with a DNS zone leads to this vault"], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv-one`;
const zoneId = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`;

const vault: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv-one" } };
const endpointOf = (connections: Value, dependencies = {}): SampleResource => ({
    type: "network:PrivateEndpoint",
    inputs: { privateEndpointName: "pe", privateLinkServiceConnections: connections },
    dependencies,
});
const endpoint = endpointOf([{ groupIds: ["vault"], privateLinkServiceId: vaultId }]);
const zonesOf = (privateDnsZoneId: Value, privateEndpointName: Value = "pe", dependencies = {}): SampleResource => ({
    type: "network:PrivateDnsZoneGroup",
    inputs: { privateEndpointName, privateDnsZoneConfigs: [{ privateDnsZoneId }] },
    dependencies,
});
const zones = zonesOf(zoneId);
const zoneOf = (privateZoneName: string): SampleResource => ({
    type: "privatedns:PrivateZone",
    inputs: { privateZoneName },
});

describe("kv-private-endpoint", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("wants an endpoint and its zone", () => {
        assert.deepEqual(outcome({ vault, endpoint, zones }), clean);
        assert.deepEqual(outcome({ vault, zones }), missing);
        assert.deepEqual(outcome({ vault, endpoint }), missing);
    });

    it("wants them for each vault", () => {
        const other = { type: "keyvault:Vault", inputs: { vaultName: "kv-two" } };
        assert.deepEqual(outcome({ vault, other, endpoint, zones }), missing);
    });

    it("finds them among others", () => {
        const blob = {
            groupIds: ["blob"],
            privateLinkServiceId: `${group}/providers/Microsoft.Storage/storageAccounts/st`,
        };
        const both = endpointOf([blob, { groupIds: ["vault"], privateLinkServiceId: vaultId }]);
        assert.deepEqual(outcome({ vault, endpoint: both, zones }), clean);
        const inputs = {
            privateEndpointName: "pe",
            privateDnsZoneConfigs: [
                { privateDnsZoneId: zoneId.replace("vaultcore.azure", "blob.core.windows") },
                { privateDnsZoneId: zoneId },
            ],
        };
        assert.deepEqual(outcome({ vault, endpoint, zones: { type: "network:PrivateDnsZoneGroup", inputs } }), clean);
    });

    it("knows ids in any case", () => {
        const upper = endpointOf([{ groupIds: ["vault"], privateLinkServiceId: vaultId.toUpperCase() }]);
        assert.deepEqual(outcome({ vault, endpoint: upper, zones: zonesOf(zoneId.toUpperCase(), "PE") }), clean);
    });

    it("does not count another service, another zone or another endpoint's zone", () => {
        const other = endpointOf([{ groupIds: ["vault"], privateLinkServiceId: `${vaultId}-b` }]);
        assert.deepEqual(outcome({ vault, endpoint: other, zones }), missing);
        const groupless = endpointOf([{ privateLinkServiceId: vaultId }]);
        assert.deepEqual(outcome({ vault, endpoint: groupless, zones }), missing);
        assert.deepEqual(outcome({ vault, endpoint, zones: zonesOf(zoneId.replace("vaultcore", "blob")) }), missing);
        assert.deepEqual(outcome({ vault, endpoint, zones: zonesOf(`${zoneId}.example.com`) }), missing);
        assert.deepEqual(outcome({ vault, endpoint, zones: zonesOf(zoneId, "pe-two") }), missing);
    });

    describe("in a preview", () => {
        const connection: Value = { groupIds: ["vault"], privateLinkServiceId: unknown };

        it("goes by dependencies where ids and names are unknown", () => {
            const dependent = endpointOf([connection], { privateLinkServiceConnections: ["vault"] });
            const zone = zoneOf("privatelink.vaultcore.azure.net");
            const dependencies = { privateEndpointName: ["endpoint"], privateDnsZoneConfigs: ["zone"] };
            const dependentZones = zonesOf(unknown, unknown, dependencies);
            assert.deepEqual(outcome({ vault, endpoint: dependent, zone, zones: dependentZones }), clean);
        });

        it("is undecided when the dependency is not the vault, or the zone is another", () => {
            const independent = endpointOf([connection], { privateLinkServiceConnections: ["zones"] });
            assert.deepEqual(outcome({ vault, endpoint: independent, zones }), {
                findings: [],
                undecided: [
                    'privateLinkServiceConnections[0].privateLinkServiceId of network:PrivateEndpoint "endpoint"',
                ],
            });
            const zone = zoneOf("privatelink.blob.core.windows.net");
            const dependentZones = zonesOf(unknown, "pe", { privateDnsZoneConfigs: ["zone"] });
            assert.deepEqual(outcome({ vault, endpoint, zone, zones: dependentZones }), {
                findings: [],
                undecided: ['privateDnsZoneConfigs[0].privateDnsZoneId of network:PrivateDnsZoneGroup "zones"'],
            });
        });

        it("is undecided when the sub-resource is unknown, even with the dependency", () => {
            const dependencies = { privateLinkServiceConnections: ["vault"] };
            assert.deepEqual(outcome({ vault, endpoint: endpointOf(unknown, dependencies), zones }), {
                findings: [],
                undecided: ['privateLinkServiceConnections of network:PrivateEndpoint "endpoint"'],
            });
        });
    });
});
