// Does not prove that a server survives: it judges what Kubernetes needs to know for that.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-probes-pdb";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const finds = (resources: Record<string, SampleResource>) =>
    judge(rule, stackOf(resources)).findings.map(({ message }) => message);

const probed = { livenessProbe: { exec: {} }, readinessProbe: { exec: {} } };
const server = (containers: Values[] = [probed], initContainers: Values[] = []): SampleResource => ({
    type: "kubernetes:apps/v1:Deployment",
    inputs: {
        metadata: { namespace: "mcp-one" },
        spec: {
            template: {
                metadata: { labels: { app: "one", tier: "tools" } },
                spec: { containers, initContainers, topologySpreadConstraints: [{ maxSkew: 1 }] },
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
    it("wants to know of each container whether it hangs, and whether it is ready", () => {
        const { livenessProbe, readinessProbe } = probed;
        const [notReady, hangs] = ["the pods are called before they are ready", "a container goes on when it hangs"];
        const findsIn = (...lists: Values[][]) => finds({ own, server: server(...lists) });
        assert.deepEqual(findsIn([probed, probed]), []);
        assert.deepEqual(findsIn([probed, { livenessProbe }]), [notReady]);
        assert.deepEqual(findsIn([{ livenessProbe }, probed]), [notReady]);
        assert.deepEqual(findsIn([{ readinessProbe }, probed]), [hangs]);
        assert.deepEqual(findsIn([probed, {}]), [hangs, notReady]);
        const sidecar = { restartPolicy: "Always" };
        assert.deepEqual(findsIn([probed], [{}, { ...sidecar, ...probed }]), []);
        assert.deepEqual(findsIn([probed], [{ ...sidecar, livenessProbe }]), [notReady]);
        assert.deepEqual(findsIn([probed], [{ ...sidecar, readinessProbe }]), [hangs]);
        assert.deepEqual(findsIn([probed], [{}, sidecar]), [hangs, notReady]);
    });

    it("wants nothing of what is in a namespace of Azure", () => {
        const inputs = {
            metadata: { namespace: "aks-istio-ingress" },
            spec: { template: { metadata: { labels: { app: "keeper" } } } },
        };
        assert.deepEqual(finds({ keeper: { type: "kubernetes:apps/v1:Deployment", inputs } }), []);
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
