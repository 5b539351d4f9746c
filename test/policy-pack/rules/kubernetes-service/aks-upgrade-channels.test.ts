// Does not prove that Azure upgrades within a window: it promises to try.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-upgrade-channels";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };
const without = (name: string) => `no maintenance configuration ${name} says when this cluster may be upgraded`;

const cluster = (resourceName: Value = "aks"): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: {
        resourceName,
        autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
    },
});
const window = (configName: Value, resourceName: Value = "aks", dependencies = {}): SampleResource => ({
    type: "containerservice:MaintenanceConfiguration",
    inputs: {
        resourceName,
        configName,
        maintenanceWindow: { schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } } },
    },
    dependencies,
});
const kubernetes = "aksManagedAutoUpgradeSchedule";
const nodes = "aksManagedNodeOSUpgradeSchedule";

describe("aks-upgrade-channels", () => {
    it("wants a window for Kubernetes and one for the nodes", () => {
        assert.deepEqual(outcome({ cluster: cluster(), one: window(kubernetes), two: window(nodes) }), clean);
        assert.deepEqual(outcome({ cluster: cluster(), one: window(kubernetes) }).findings, [without(nodes)]);
        assert.deepEqual(outcome({ cluster: cluster(), two: window(nodes) }).findings, [without(kubernetes)]);
        assert.deepEqual(outcome({ cluster: cluster(), three: window("default") }).findings, [
            without(kubernetes),
            without(nodes),
        ]);
    });

    describe("in a preview", () => {
        it("goes by dependencies where the name of the cluster is unknown", () => {
            const later = { resourceName: ["cluster"] };
            const windows = { one: window(kubernetes, unknown, later), two: window(nodes, unknown, later) };
            assert.deepEqual(outcome({ cluster: cluster(unknown), ...windows }), clean);
        });

        it("is undecided where nothing tells", () => {
            const windows = { one: window(kubernetes, unknown), two: window(nodes) };
            assert.deepEqual(outcome({ cluster: cluster(), ...windows }), {
                findings: [],
                undecided: ['resourceName of containerservice:MaintenanceConfiguration "one"'],
            });
        });
    });
});
