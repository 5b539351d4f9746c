// Does not prove that a pod gets a virtual machine: the cluster's runtime class makes it.
import assert from "node:assert/strict";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-tool-runtimeclass";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };

const at = "spec.template.spec";
const toleration = { key: "mcp-tier", operator: "Equal", value: "tools", effect: "NoSchedule" };
const sandboxed = {
    runtimeClassName: "kata-vm-isolation",
    tolerations: [toleration],
    containers: [{ resources: { limits: { memory: "128Mi" } } }],
};
const server = (changes: Values = {}, namespace: Value = "mcp-one"): SampleResource => ({
    type: "kubernetes:apps/v1:Deployment",
    inputs: { metadata: { namespace }, spec: { template: { spec: { ...sandboxed, ...changes } } } },
});
const space = (tier: Value): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name: "mcp-one", labels: { "mcp-tier": tier } } },
});
const tools = space("tools");
const shared = { runtimeClassName: "runc" };
const stopped = { findings: [`${at}.runtimeClassName`], undecided: [] };

describe("k8s-tool-runtimeclass", () => {
    it("wants a virtual machine in the tier of tools only", () => {
        assert.deepEqual(outcome({ tools, server: server() }), clean);
        assert.deepEqual(outcome({ tools, server: server(shared) }), stopped);
        assert.deepEqual(outcome({ platform: space("platform"), server: server(shared) }), clean);
        assert.deepEqual(outcome({ system: server(shared, "aks-istio-ingress") }), clean);
    });

    it("takes the runtime class of the environment", () => {
        assert.deepEqual(outcome({ tools, server: server(shared) }, { runtimeClass: "runc" }), clean);
    });

    it("wants one where nobody knows the tier", () => {
        assert.deepEqual(outcome({ server: server(shared) }), stopped);
        assert.deepEqual(outcome({ other: space("platform"), server: server(shared, "mcp-two") }), stopped);
    });

    it("knows what tolerates the taint of the nodes for tools", () => {
        const tolerates = (...tolerations: Values[]) => outcome({ tools, server: server({ tolerations }) });
        const not = { findings: [`${at}.tolerations`], undecided: [] };
        assert.deepEqual(tolerates({ key: "mcp-tier", value: "tools" }), clean);
        assert.deepEqual(tolerates({ key: "mcp-tier", operator: "Exists" }), clean);
        assert.deepEqual(tolerates({ key: "spot", operator: "Exists" }, toleration), clean);
        assert.deepEqual(tolerates(), not);
        assert.deepEqual(tolerates({ ...toleration, key: "spot" }), not);
        assert.deepEqual(tolerates({ ...toleration, value: "platform" }), not);
        assert.deepEqual(tolerates({ ...toleration, effect: "NoExecute" }), not);
    });

    it("wants memory for the machine from all containers together", () => {
        const withMemory = (...amounts: string[]) =>
            outcome({
                tools,
                server: server({ containers: amounts.map((memory) => ({ resources: { limits: { memory } } })) }),
            });
        const tooLittle = { findings: [`${at}.containers[].resources.limits.memory`], undecided: [] };
        assert.deepEqual(withMemory("64Mi", "64Mi"), clean);
        assert.deepEqual(withMemory("0.125Gi"), clean);
        assert.deepEqual(withMemory("127Mi"), tooLittle);
        assert.deepEqual(withMemory("128M"), tooLittle);
    });

    describe("in a preview", () => {
        it("needs no tier for what is in a virtual machine", () => {
            assert.deepEqual(outcome({ server: server({}, unknown) }), clean);
        });

        it("is undecided about the tier of what is in none", () => {
            assert.deepEqual(outcome({ later: space(unknown), server: server(shared) }), {
                findings: [],
                undecided: ['metadata.labels of kubernetes:core/v1:Namespace "later"'],
            });
        });
    });
});
