// Does not prove that a cluster has an engine for network policies: aks-cilium looks at that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-ns-default-deny";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const missing = { findings: [""], undecided: [] };
const namespace = (name: Value): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name } },
});
const policy = (
    changes: object = {},
    metadata: Value = { namespace: "mcp-one" },
    dependencies = {},
): SampleResource => ({
    type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    inputs: { metadata, spec: { podSelector: {}, policyTypes: ["Egress", "Ingress"], ...changes } },
    dependencies,
});

describe("k8s-ns-default-deny", () => {
    it("wants one for each namespace", () => {
        const namespaces = { one: namespace("mcp-one"), two: namespace("mcp-two") };
        assert.deepEqual(outcome({ ...namespaces, a: policy() }), missing);
        assert.deepEqual(outcome({ ...namespaces, a: policy(), b: policy({}, { namespace: "mcp-two" }) }), clean);
    });

    it("wants it to be for every pod", () => {
        for (const podSelector of [
            { matchLabels: { app: "one" } },
            { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] },
        ])
            assert.deepEqual(outcome({ one: namespace("mcp-one"), a: policy({ podSelector }) }), missing);
        assert.deepEqual(
            outcome({ one: namespace("mcp-one"), a: policy({ podSelector: { matchExpressions: [] } }) }),
            clean,
        );
    });

    it("finds it among others", () => {
        const open = policy({ ingress: [{}] });
        assert.deepEqual(outcome({ one: namespace("mcp-one"), open, deny: policy() }), clean);
    });

    it("goes by the dependency where a name is unknown", () => {
        const a = policy({}, { namespace: unknown }, { metadata: ["one"] });
        assert.deepEqual(outcome({ one: namespace(unknown), a }), clean);
        assert.deepEqual(outcome({ one: namespace(unknown), a: policy({}, { namespace: unknown }) }).findings, []);
    });
});
