// Does not prove that a size exists in a region, or that Azure has no others that would do.
import assert from "node:assert/strict";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-sandbox-pool";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: ["no node pool sandboxes the tools of this namespace"], undecided: [] };

const taint = "mcp-tier=tools:NoSchedule";
const sandboxes = (changes: Record<string, Value> = {}): Record<string, Value> => ({
    workloadRuntime: "KataVmIsolation",
    osSKU: "AzureLinux",
    vmSize: "Standard_D8s_v5",
    nodeTaints: [taint],
    nodeLabels: { "mcp-tier": "tools" },
    ...changes,
});
const pool = (changes: Record<string, Value> = {}): SampleResource => ({
    type: "containerservice:AgentPool",
    inputs: sandboxes(changes),
});
const namespace = (labels: Value): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name: "mcp-crm", labels } },
});
const tools = namespace({ "mcp-tier": "tools" });

describe("aks-sandbox-pool", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("takes machines that can host others", () => {
        for (const vmSize of [
            "Standard_D4s_v3",
            "Standard_D8ds_v4",
            "Standard_D8lds_v5",
            "Standard_D16s_v6",
            "Standard_D8as_v5",
            "Standard_D8alds_v6",
            "Standard_E104ids_v5",
            "Standard_E8bds_v5",
            "Standard_E8-4s_v5",
            "Standard_E96iads_v5",
            "Standard_F8s_v2",
        ])
            assert.deepEqual(outcome({ pool: pool({ vmSize }) }), clean, vmSize);
    });

    it("takes no others", () => {
        for (const vmSize of [
            "Standard_D8s_v2",
            "Standard_D8_v3",
            "Standard_D8as_v4",
            "Standard_D8ps_v5",
            "Standard_D8pds_v6",
            "Standard_DC4as_v5",
            "Standard_B4ms",
            "Standard_F8s",
            "",
        ])
            assert.deepEqual(outcome({ pool: pool({ vmSize }) }), { findings: ["vmSize"], undecided: [] }, vmSize);
    });

    it("keeps what is no tool out, beside other taints", () => {
        const other = "dedicated=tools:NoSchedule";
        assert.deepEqual(outcome({ pool: pool({ osSKU: "AzureLinux3", nodeTaints: [other, taint] }) }), clean);
        for (const nodeTaints of [[other], ["mcp-tier=tools:PreferNoSchedule"]])
            assert.deepEqual(outcome({ pool: pool({ nodeTaints }) }), { findings: ["nodeTaints"], undecided: [] });
    });

    it("finds pools inside a cluster", () => {
        const cluster = (agentPoolProfiles: Value): SampleResource => ({
            type: "containerservice:ManagedCluster",
            inputs: { agentPoolProfiles },
        });
        assert.deepEqual(outcome({ tools, cluster: cluster([{ mode: "System" }, sandboxes()]) }), clean);
        assert.deepEqual(outcome({ tools, cluster: cluster([{ mode: "System" }]) }), missing);
        assert.deepEqual(outcome({ cluster: cluster([sandboxes(), sandboxes({ osSKU: "Ubuntu" })]) }), {
            findings: ["agentPoolProfiles[].osSKU"],
            undecided: [],
        });
    });

    it("leaves namespaces alone that hold no tools", () => {
        for (const labels of [{ team: "crm" }, { "mcp-tier": "platform" }] as Values[])
            assert.deepEqual(outcome({ one: namespace(labels) }), clean);
        assert.deepEqual(outcome({ tools }), missing);
    });

    it("is undecided where a label is unknown", () => {
        assert.deepEqual(outcome({ later: namespace({ "mcp-tier": unknown }) }), {
            findings: [],
            undecided: ['metadata.labels.mcp-tier of kubernetes:core/v1:Namespace "later"'],
        });
    });
});
