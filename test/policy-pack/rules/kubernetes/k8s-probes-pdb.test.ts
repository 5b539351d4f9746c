// Does not prove that a server survives: it judges what Kubernetes needs to know for that.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-probes-pdb";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const finds = (resources: Record<string, SampleResource>) =>
    judge(rule, stackOf(resources)).findings.map(({ message }) => message);

const probed = { livenessProbe: { exec: {} }, readinessProbe: { exec: {} } };
const server = (containers: Values[] = [probed]): SampleResource => ({
    type: "kubernetes:apps/v1:Deployment",
    inputs: {
        metadata: { namespace: "mcp-one" },
        spec: {
            template: {
                metadata: { labels: { app: "one", tier: "tools" } },
                spec: { containers, topologySpreadConstraints: [{ maxSkew: 1 }] },
            },
        },
    },
});
const budget = (selector: Values, namespace = "mcp-one"): SampleResource => ({
    type: "kubernetes:policy/v1:PodDisruptionBudget",
    inputs: { metadata: { namespace }, spec: { selector } },
});
const own = budget({ matchLabels: { app: "one" } });

describe("k8s-probes-pdb", () => {
    it("wants each probe of each container", () => {
        assert.deepEqual(finds({ own, server: server() }), []);
        const { livenessProbe, readinessProbe } = probed;
        assert.deepEqual(finds({ own, server: server([probed, { livenessProbe }]) }), [
            "a container has no readinessProbe",
        ]);
        assert.deepEqual(finds({ own, server: server([{ readinessProbe }, probed]) }), [
            "a container has no livenessProbe",
        ]);
    });

    it("wants a budget that selects the pods", () => {
        const none = ["an update may evict all pods at once"];
        const withBudgets = (...budgets: SampleResource[]) =>
            finds({ server: server(), ...Object.fromEntries(budgets.map((each, index) => [`budget${index}`, each])) });
        assert.deepEqual(withBudgets(budget({ matchLabels: { app: "one", tier: "tools" } })), []);
        assert.deepEqual(withBudgets(budget({ matchLabels: { app: "two" } }), own), []);
        assert.deepEqual(withBudgets(budget({})), []);
        assert.deepEqual(withBudgets(), none);
        assert.deepEqual(withBudgets(budget({ matchLabels: { app: "one", tier: "platform" } })), none);
        assert.deepEqual(withBudgets(budget({ matchLabels: { app: "one" } }, "mcp-two")), none);
        assert.deepEqual(withBudgets(budget({ matchExpressions: [{ key: "app", operator: "Exists" }] })), none);
    });
});
