// Does not prove what AKS makes of an annotation: it judges which the program gives.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-service-exposure";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const finds = (type: string, inputs: Values) =>
    judge(rule, [resourceOf("one", { type: `kubernetes:core/v1:${type}`, inputs })]).findings.map(({ path }) => path);
const internal = "service.beta.kubernetes.io/azure-load-balancer-internal";
const address = "service.beta.kubernetes.io/azure-load-balancer-ipv4";
const gateway = { name: "aks-istio-ingressgateway-internal", namespace: "aks-istio-ingress" };
const ofPatch = (metadata: Values, rest: Values = {}) =>
    finds("ServicePatch", { metadata: { annotations: { [internal]: "true" }, ...metadata }, ...rest });

describe("k8s-service-exposure", () => {
    it("lets the load balancer of the gateway have an address, which Flux leaves alone", () => {
        const annotations = {
            [internal]: "true",
            [address]: "10.20.3.254",
            "kustomize.toolkit.fluxcd.io/prune": "disabled",
            "kustomize.toolkit.fluxcd.io/ssa": "Merge",
        };
        assert.deepEqual(ofPatch({ ...gateway, annotations }), []);
        assert.deepEqual(ofPatch({ ...gateway, annotations: { ...annotations, [internal]: "false" } }), [
            "metadata.annotations",
        ]);
        for (const other of ["azure-additional-public-ips", "azure-load-balancer-internal-subnet", "azure-pls-create"])
            assert.deepEqual(
                ofPatch({
                    ...gateway,
                    annotations: { ...annotations, [`service.beta.kubernetes.io/${other}`]: "false" },
                }),
                ["metadata"],
                other,
            );
    });

    it("lets no other service be patched", () => {
        assert.deepEqual(ofPatch({ ...gateway, name: "aks-istio-ingressgateway-external" }), ["metadata"]);
        assert.deepEqual(ofPatch({ ...gateway, namespace: "mcp-orders" }), ["metadata"]);
        assert.deepEqual(finds("ServicePatch", {}), ["metadata", "metadata.annotations"]);
    });

    it("lets a patch say nothing of where traffic goes", () => {
        for (const spec of [{}, { selector: {} }, { ports: [] }, { loadBalancerClass: "mine" }] as Values[])
            assert.deepEqual(ofPatch(gateway, { spec }), ["spec"], JSON.stringify(spec));
        for (const more of [{ labels: {} }, { finalizers: [] }, { ownerReferences: [] }] as Values[])
            assert.deepEqual(ofPatch({ ...gateway, ...more }), ["metadata"], JSON.stringify(more));
    });

    it("lets no service of its own take the place of the gateway's", () => {
        const spec = { type: "LoadBalancer" };
        const metadata = { ...gateway, annotations: { [internal]: "true" } };
        assert.deepEqual(finds("Service", { metadata, spec }), ["metadata.namespace", "spec.type"]);
        assert.deepEqual(finds("Service", { metadata: { namespace: "aks-istio-ingress" } }), ["metadata.namespace"]);
        assert.deepEqual(finds("Service", { metadata: { namespace: "mcp-orders" } }), []);
    });
});
