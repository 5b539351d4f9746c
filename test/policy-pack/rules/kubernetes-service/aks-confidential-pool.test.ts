// Does not prove that pods get to confidential nodes: their selectors and the scheduler decide that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-confidential-pool";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = {
    findings: ["this namespace has restricted data, and no confidential node pool is labelled for it"],
    undecided: [],
};

const namespace = (classification: Value): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name: "mcp-crm", labels: { "data-classification": classification } } },
});
const restricted = namespace("restricted");
const pool = (vmSize: Value, classification: Value = "restricted"): SampleResource => ({
    type: "containerservice:AgentPool",
    inputs: { resourceName: "aks", vmSize, nodeLabels: { "data-classification": classification } },
});

describe("aks-confidential-pool", () => {
    it("is about presence, and advises", () => assert.deepEqual([rule.presence, rule.level], [true, "advisory"]));

    it("wants a confidential pool with the label of restricted data", () => {
        assert.deepEqual(outcome({ restricted, pool: pool("Standard_EC8ads_v5") }), clean);
        assert.deepEqual(outcome({ restricted, pool: pool("Standard_E8ads_v5") }), missing);
        assert.deepEqual(outcome({ restricted, pool: pool("Standard_EC8ads_v5", "confidential") }), missing);
        assert.deepEqual(outcome({ restricted }), missing);
    });

    it("asks for nothing where there is other data", () => {
        for (const classification of ["confidential", "internal", "public"])
            assert.deepEqual(outcome({ other: namespace(classification) }), clean, classification);
    });

    it("is undecided while a class is unknown and there is no pool for the highest", () => {
        const undecided = ['metadata.labels.data-classification of kubernetes:core/v1:Namespace "later"'];
        assert.deepEqual(outcome({ later: namespace(unknown) }), { findings: [], undecided });
        assert.deepEqual(outcome({ restricted, later: pool("Standard_EC8ads_v5", unknown) }), {
            findings: [],
            undecided: ['nodeLabels.data-classification of containerservice:AgentPool "later"'],
        });
    });
});
