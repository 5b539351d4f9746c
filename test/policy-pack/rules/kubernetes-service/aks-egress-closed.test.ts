// Does not prove that the appliance is the firewall: net-forced-egress judges every route.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-egress-closed";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const open = { findings: ["agentPoolProfiles[].vnetSubnetID"], undecided: [] };

const provider = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.Network";
const subnetId = `${provider}/virtualNetworks/vnet/subnets/nodes`;
const cluster = (agentPoolProfiles: Value = [{ name: "system", vnetSubnetID: subnetId }]): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: {
        resourceName: "aks",
        networkProfile: { outboundType: "userDefinedRouting" },
        agentPoolProfiles,
    },
});
const pool = (inputs: Record<string, Value>, dependencies = {}): SampleResource => ({
    type: "containerservice:AgentPool",
    inputs: { resourceName: "aks", ...inputs },
    dependencies,
});
const subnet = (
    subnetName = "nodes",
    table: Value = `${provider}/routeTables/rt`,
    dependencies = {},
): SampleResource => ({
    type: "network:Subnet",
    inputs: { virtualNetworkName: "vnet", subnetName, routeTable: { id: table } },
    dependencies,
});
const table: SampleResource = {
    type: "network:RouteTable",
    inputs: {
        routeTableName: "rt",
        routes: [{ name: "default", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance" }],
    },
};

describe("aks-egress-closed", () => {
    it("judges the pools inside the cluster and outside", () => {
        const nodes = subnet();
        assert.deepEqual(outcome({ cluster: cluster(), pool: pool({ vnetSubnetID: subnetId }), nodes, table }), clean);
        const tools = `${provider}/virtualNetworks/vnet/subnets/tools`;
        assert.deepEqual(outcome({ cluster: cluster(), pool: pool({ vnetSubnetID: tools }), nodes, table }), open);
        const both = cluster([{ vnetSubnetID: subnetId }, { vnetSubnetID: tools }]);
        assert.deepEqual(outcome({ cluster: both, nodes, table }), open);
        assert.deepEqual(outcome({ cluster: both, nodes, tools: subnet("tools"), table }), clean);
    });

    it("leaves the pools of other clusters to those", () => {
        const other = pool({ resourceName: "aks2", vnetSubnetID: `${provider}/virtualNetworks/vnet/subnets/other` });
        assert.deepEqual(outcome({ cluster: cluster(), other, nodes: subnet(), table }), clean);
    });

    it("stops a pool that leaves its subnet to Azure", () => {
        const nameless: SampleResource = { type: "network:Subnet", inputs: { routeTable: { id: "/routeTables/rt" } } };
        const { findings } = outcome({ cluster: cluster(), pool: pool({}), nodes: subnet(), nameless, table });
        assert.deepEqual(
            findings.filter((path) => path === open.findings[0]),
            open.findings,
        );
    });

    it("tells subnets apart by their network, too", () => {
        const elsewhere = cluster([{ vnetSubnetID: subnetId.replace("vnet", "vnet2") }]);
        assert.deepEqual(outcome({ cluster: elsewhere, nodes: subnet(), table }), open);
    });

    it("takes subnets outside the stack that are on its list", () => {
        const parameters = { routedSubnets: ["vnet/nodes"] };
        assert.deepEqual(outcome({ cluster: cluster() }, parameters), clean);
        assert.deepEqual(outcome({ cluster: cluster() }, { routedSubnets: ["vnet/tools"] }), open);
        assert.deepEqual(outcome({ cluster: cluster() }), open);
    });

    it("does not ask a cluster without a way out for routes", () => {
        const closed = (artifactSource: string): SampleResource => ({
            type: "containerservice:ManagedCluster",
            inputs: {
                resourceName: "aks",
                networkProfile: { outboundType: "none" },
                bootstrapProfile: { artifactSource },
                agentPoolProfiles: [{ vnetSubnetID: subnetId }],
            },
        });
        assert.deepEqual(outcome({ cluster: closed("Cache") }), clean);
        assert.deepEqual(outcome({ cluster: closed("Direct") }), {
            findings: ["bootstrapProfile.artifactSource"],
            undecided: [],
        });
    });

    describe("in a preview", () => {
        const later = cluster([{ name: "system", vnetSubnetID: unknown }]);

        it("goes by dependencies where ids are unknown", () => {
            const inside = { ...later, dependencies: { agentPoolProfiles: ["nodes"] } };
            const outside = pool({ vnetSubnetID: unknown }, { vnetSubnetID: ["nodes"] });
            const nodes = subnet("nodes", unknown, { routeTable: ["table"] });
            assert.deepEqual(outcome({ cluster: inside, outside, nodes, table }), clean);
            const leaving = { ...table, inputs: { routeTableName: "rt", routes: [] } };
            assert.deepEqual(outcome({ cluster: inside, outside, nodes, table: leaving }), open);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ cluster: later, nodes: subnet(), table }), {
                findings: [],
                undecided: ['vnetSubnetID of containerservice:AgentPool "cluster"'],
            });
        });
    });
});
