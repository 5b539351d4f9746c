// Does not prove that an attack is withstood: it judges what has Azure defend the address.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-ddos";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };

const address = (protectionMode?: Value): SampleResource => ({
    type: "network:PublicIPAddress",
    inputs: protectionMode === undefined ? {} : { ddosSettings: { protectionMode } },
});
const network = (enableDdosProtection: Value, id: Value = "plan"): SampleResource => ({
    type: "network:VirtualNetwork",
    inputs: { enableDdosProtection, ddosProtectionPlan: { id } },
});

describe("net-ddos", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("wants an address to say that it is protected, whatever the network has", () => {
        for (const mode of [undefined, "", "Disabled", "enabled"])
            assert.deepEqual(outcome({ address: address(mode), network: network(true) }), {
                findings: ["ddosSettings.protectionMode"],
                undecided: [],
            });
    });

    it("wants nothing of a network without public addresses", () => {
        assert.deepEqual(outcome({ network: { type: "network:VirtualNetwork", inputs: {} } }), clean);
    });

    it("is undecided in a preview that does not know the plan, or the switch", () => {
        assert.deepEqual(outcome({ address: address("Enabled"), network: network(true, unknown) }), {
            findings: [],
            undecided: ['ddosProtectionPlan.id of network:VirtualNetwork "network"'],
        });
        assert.deepEqual(outcome({ address: address("VirtualNetworkInherited"), network: network(unknown) }), {
            findings: [],
            undecided: Array.from({ length: 2 }, () => 'enableDdosProtection of network:VirtualNetwork "network"'),
        });
    });
});
