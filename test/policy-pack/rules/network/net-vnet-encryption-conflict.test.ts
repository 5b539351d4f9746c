// Does not prove which machine sizes work: any integration counts.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-vnet-encryption-conflict";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const conflict = { findings: ["encryption.enabled"], undecided: [] };

const network: SampleResource = {
    type: "network:VirtualNetwork",
    inputs: { virtualNetworkName: "vnet", encryption: { enabled: true } },
};
const subnetOf = (virtualNetworkName: Value): SampleResource => ({
    type: "network:Subnet",
    inputs: { virtualNetworkName, subnetName: "cluster-api" },
});
const cluster: SampleResource = {
    type: "containerservice:ManagedCluster",
    inputs: { apiServerAccessProfile: { enableVnetIntegration: true, subnetId: unknown } },
    dependencies: { apiServerAccessProfile: ["subnet"] },
};

describe("net-vnet-encryption-conflict", () => {
    it("only advises", () => assert.equal(rule.level, "advisory"));

    it("lets a network that says nothing of encryption pass", () => {
        const plain = { type: "network:VirtualNetwork", inputs: { virtualNetworkName: "vnet" } };
        assert.deepEqual(outcome({ network: plain, subnet: subnetOf("vnet"), cluster }), clean);
    });

    describe("in a preview", () => {
        it("goes by the subnet that the cluster depends on", () => {
            assert.deepEqual(outcome({ network, subnet: subnetOf("vnet"), cluster }), conflict);
        });

        it("is undecided where the subnet is in another network, or unknown", () => {
            const undecided = ['apiServerAccessProfile.subnetId of containerservice:ManagedCluster "cluster"'];
            assert.deepEqual(outcome({ network, subnet: subnetOf("vnet2"), cluster }), { findings: [], undecided });
            assert.deepEqual(outcome({ network, cluster }), { findings: [], undecided });
        });
    });
});
