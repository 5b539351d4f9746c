// Does not prove what the initiative refuses: its definition is Azure's.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import { systemNamespaces } from "../../../../policy-pack/rules/kubernetes/namespace";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-restricted-initiative";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = {
    findings: ["no assignment of the initiative refuses pods in all namespaces but those of Azure"],
    undecided: [],
};

const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const groupId = `${subscription}/resourceGroups/rg`;
const clusterId = `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks`;
const cluster = (resourceGroupName: Value = "rg", dependencies = {}): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: { resourceName: "aks", resourceGroupName },
    dependencies,
});
const group: SampleResource = { type: "resources:ResourceGroup", inputs: { resourceGroupName: "rg" } };
const assigned = (scope: Value, excluded: Value = [...systemNamespaces], dependencies = {}): SampleResource => ({
    type: "authorization:PolicyAssignment",
    inputs: {
        scope,
        policyDefinitionId:
            "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00",
        enforcementMode: "Default",
        parameters: { effect: { value: "deny" }, excludedNamespaces: { value: excluded } },
    },
    dependencies,
});

describe("aks-restricted-initiative", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("takes an assignment at the cluster, its group or a subscription", () => {
        for (const scope of [clusterId, groupId, subscription, clusterId.toUpperCase()])
            assert.deepEqual(outcome({ cluster: cluster(), initiative: assigned(scope) }), clean, scope);
    });

    it("takes no assignment elsewhere", () => {
        for (const scope of [
            `${groupId}2`,
            `${clusterId}2`,
            `${clusterId}/agentPools/tools`,
            `${groupId}/providers/Microsoft.ContainerRegistry/registries/aks`,
            "/providers/Microsoft.Management/managementGroups/rg",
            "aks",
        ])
            assert.deepEqual(outcome({ cluster: cluster(), initiative: assigned(scope) }), missing, scope);
    });

    it("lets no namespace out that does not exist from the beginning", () => {
        assert.deepEqual(outcome({ cluster: cluster(), initiative: assigned(clusterId, []) }), clean);
        const initiative = assigned(clusterId, ["kube-system", "azure-arc"]);
        assert.deepEqual(outcome({ cluster: cluster(), initiative }), missing);
        assert.deepEqual(
            outcome({ cluster: cluster(), initiative }, { excludable: ["azure-arc", "kube-system"] }),
            clean,
        );
    });

    describe("in a preview", () => {
        it("goes by dependencies where the scope is unknown", () => {
            const atCluster = assigned(unknown, [], { scope: ["cluster"] });
            assert.deepEqual(outcome({ cluster: cluster(), initiative: atCluster }), clean);
            const atGroup = assigned(unknown, [], { scope: ["group"] });
            assert.deepEqual(outcome({ group, cluster: cluster(), initiative: atGroup }), clean);
            const inGroup = cluster(unknown, { resourceGroupName: ["group"] });
            assert.deepEqual(outcome({ group, cluster: inGroup, initiative: atGroup }), clean);
        });

        it("is undecided where nothing tells", () => {
            const scope = { findings: [], undecided: ['scope of authorization:PolicyAssignment "initiative"'] };
            assert.deepEqual(outcome({ cluster: cluster(), initiative: assigned(unknown) }), scope);
            const other: SampleResource = { type: "resources:ResourceGroup", inputs: { resourceGroupName: "rg2" } };
            const atOther = assigned(unknown, [], { scope: ["other"] });
            assert.deepEqual(outcome({ other, cluster: cluster(), initiative: atOther }), scope);
        });
    });
});
