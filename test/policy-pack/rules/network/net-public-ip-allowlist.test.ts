// Does not prove that nothing else has an address: prefixes and addresses outside the stack are not seen.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-public-ip-allowlist";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path, message }) => path + message), undecided };
};
const clean = { findings: [], undecided: [] };
const refused = { findings: ["this address is attached to nothing that may have one"], undecided: [] };

const id =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/pip";
const address: SampleResource = { type: "network:PublicIPAddress", inputs: { publicIpAddressName: "pip" } };
const firewall = (ids: Value[], dependencies = {}): SampleResource => ({
    type: "network:AzureFirewall",
    inputs: { ipConfigurations: ids.map((each) => ({ publicIPAddress: { id: each } })) },
    dependencies,
});

describe("net-public-ip-allowlist", () => {
    it("finds the address among several, in any case", () => {
        assert.deepEqual(outcome({ address, firewall: firewall([`${id}2`, id.toUpperCase()]) }), clean);
        assert.deepEqual(outcome({ address, firewall: firewall([`${id}2`]) }), refused);
    });

    it("lets Bastion have one where that is configured", () => {
        const bastion: SampleResource = {
            type: "network:BastionHost",
            inputs: { ipConfigurations: [{ publicIPAddress: { id } }] },
        };
        assert.deepEqual(outcome({ address, bastion }), refused);
        assert.deepEqual(outcome({ address, bastion }, { holders: ["network:BastionHost"] }), clean);
        assert.deepEqual(outcome({ address, firewall: firewall([id]) }, { holders: [] }), refused);
    });

    it("knows no other types, even when they are configured", () => {
        const machine: SampleResource = {
            type: "network:NetworkInterface",
            inputs: { ipConfigurations: [{ publicIPAddress: { id } }] },
        };
        assert.deepEqual(outcome({ address, machine }, { holders: ["network:NetworkInterface"] }), refused);
    });

    describe("in a preview", () => {
        it("goes by dependencies where ids are unknown", () => {
            const dependent = firewall([unknown], { ipConfigurations: ["address"] });
            assert.deepEqual(outcome({ address, firewall: dependent }), clean);
            const service: SampleResource = {
                type: "apimanagement:ApiManagementService",
                inputs: { publicIpAddressId: unknown },
                dependencies: { publicIpAddressId: ["address"] },
            };
            assert.deepEqual(outcome({ address, service }), clean);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ address, firewall: firewall([unknown]) }), {
                findings: [],
                undecided: ['ipConfigurations[0].publicIPAddress.id of network:AzureFirewall "firewall"'],
            });
        });
    });
});
