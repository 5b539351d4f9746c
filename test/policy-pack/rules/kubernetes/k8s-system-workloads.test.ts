// Does not prove who may make pods in the cluster by hand: it judges what the program declares.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-system-workloads";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const type = "kubernetes:apps/v1:Deployment";
const finds = (namespace: string, metadata: Values, spec: Values) =>
    judge(rule, [
        resourceOf("one", { type, inputs: { metadata: { namespace }, spec: { template: { metadata, spec } } } }),
    ]).findings.map(({ path }) => path);
const beside = (metadata: Values, spec: Values) => finds("aks-istio-ingress", metadata, spec);

describe("k8s-system-workloads", () => {
    it("lets a pod keep certificates beside the gateway", () => {
        assert.deepEqual(beside({}, {}), []);
        assert.deepEqual(beside({ labels: { "app.kubernetes.io/name": "keeper" } }, { volumes: [{ csi: {} }] }), []);
    });

    it("lets none have a label of the gateway, whatever it says", () => {
        for (const label of ["app", "istio"])
            assert.deepEqual(beside({ labels: { [label]: "another" } }, {}), [
                `spec.template.metadata.labels.${label}`,
            ]);
    });

    it("lets none mount anything else, even beside certificates", () => {
        for (const volume of [{ secret: {} }, { projected: {} }, { emptyDir: {} }, { hostPath: {} }] as Values[])
            assert.deepEqual(
                beside({}, { volumes: [{ csi: {} }, volume] }),
                ["spec.template.spec.volumes"],
                JSON.stringify(volume),
            );
    });

    it("lets nothing else than a Deployment be there", () => {
        for (const kind of ["apps/v1:StatefulSet", "batch/v1:Job", "core/v1:Pod", "core/v1:ReplicationController"]) {
            const inputs = { metadata: { namespace: "aks-istio-ingress" } };
            const { findings } = judge(rule, [resourceOf("one", { type: `kubernetes:${kind}`, inputs })]);
            assert.deepEqual(
                findings.map(({ path }) => path),
                [""],
                kind,
            );
        }
    });

    it("lets no pod be in another namespace of Azure", () => {
        for (const namespace of ["aks-istio-system", "flux-system", "gatekeeper-system", "kube-system", "kube-mine"])
            assert.deepEqual(finds(namespace, {}, {}), ["metadata.namespace"], namespace);
        for (const namespace of ["mcp-orders", "aks-mine", "default"])
            assert.deepEqual(finds(namespace, {}, {}), [], namespace);
    });
});
