// Does not prove which hosts a tool needs: its configuration says that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-egress-fqdn";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const wide = { findings: ["spec.egress"], undecided: [] };

const policy = (egress: Value, namespace: Value = "mcp-one"): SampleResource => ({
    type: "kubernetes:cilium.io/v2:CiliumNetworkPolicy",
    inputs: { metadata: { name: "egress", namespace }, spec: { egress } },
});
const namespace = (labels: Value, name: Value = "mcp-one"): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name, labels } },
});
const port = (number: string, protocol = "TCP", more = {}) => ({ ports: [{ port: number, protocol, ...more }] });
const hosts = (changes = {}) => ({ toFQDNs: [{ matchName: "api.contoso.com" }], toPorts: [port("443")], ...changes });
const question = (changes = {}) => ({
    ...port("53", "UDP"),
    rules: { dns: [{ matchName: "api.contoso.com" }] },
    ...changes,
});
const names = (changes = {}) => ({
    toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns" } }],
    toPorts: [question()],
    ...changes,
});

describe("k8s-egress-fqdn", () => {
    it("lets pass what a server of ours has", () => {
        assert.deepEqual(outcome({ names: policy([names()]), hosts: policy([hosts()]) }), clean);
    });

    it("wants hosts in full, each of them", () => {
        for (const host of [
            { matchPattern: "*.contoso.com" },
            { matchName: "api.contoso.com", matchPattern: "*" },
            { matchName: "contoso" },
            { matchName: "*.contoso.com" },
            {},
        ]) {
            const toFQDNs = [{ matchName: "api.contoso.com" }, host];
            assert.deepEqual(outcome({ one: policy([names(), hosts({ toFQDNs })]) }), wide, JSON.stringify(host));
            const dns = [{ matchName: "api.contoso.com" }, host];
            const asking = names({ toPorts: [question({ rules: { dns } })] });
            assert.deepEqual(outcome({ one: policy([asking, names(), hosts()]) }), wide, JSON.stringify(host));
        }
        assert.deepEqual(
            outcome({ one: policy([names(), hosts({ toFQDNs: [{ matchName: "API.contoso.com." }] })]) }),
            clean,
        );
    });

    it("wants port 443 over TCP, and no other", () => {
        for (const toPorts of [
            [port("8443")],
            [port("443", "UDP")],
            [port("443", "ANY")],
            [port("443", "TCP", { endPort: 500 })],
            [port("443"), port("22")],
            [{}],
            [],
        ])
            assert.deepEqual(outcome({ one: policy([names(), hosts({ toPorts })]) }), wide, JSON.stringify(toPorts));
    });

    it("wants questions to go to the DNS of the cluster, on its port, with the names that may be asked", () => {
        const { toEndpoints } = names();
        for (const changes of [
            { toEndpoints: [] },
            { toEndpoints: [...toEndpoints, {}] },
            { toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns" } }] },
            { toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system" } }] },
            { toPorts: [question(port("5353", "UDP"))] },
            { toPorts: [question(port("53", "UDP", { endPort: 60 }))] },
            { toPorts: [question({ ports: [] })] },
            { toPorts: [question({ rules: {} })] },
            { toPorts: [question(), port("53", "UDP")] },
        ])
            assert.deepEqual(outcome({ one: policy([names(), names(changes)]) }), wide, JSON.stringify(changes));
        const bare = [{ matchLabels: { "io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns" } }];
        assert.deepEqual(outcome({ one: policy([names({ toEndpoints: bare })]) }), clean);
    });

    it("wants the rule for DNS in the same namespace", () => {
        const missing = { findings: [""], undecided: [] };
        assert.deepEqual(outcome({ hosts: policy([hosts()]) }), missing);
        assert.deepEqual(outcome({ hosts: policy([hosts()]), names: policy([names()], "mcp-two") }), missing);
    });

    it("takes a namespace for one of tools until it says something else", () => {
        const open = policy([{ toEntities: ["kube-apiserver"] }]);
        for (const labels of [{}, { "mcp-tier": "tools" }] as Value[])
            assert.deepEqual(outcome({ namespace: namespace(labels), open }), wide);
        assert.deepEqual(outcome({ open }), wide);
        assert.deepEqual(outcome({ namespace: namespace({ "mcp-tier": "other" }, "mcp-two"), open }), wide);
        assert.deepEqual(outcome({ namespace: namespace({ "mcp-tier": "other" }), open }), clean);
    });

    it("leaves the namespaces of Azure to Azure", () => {
        const egress = [{ toEntities: ["kube-apiserver"] }];
        assert.deepEqual(outcome({ one: policy(egress, "aks-istio-ingress") }), clean);
        assert.deepEqual(outcome({ one: policy(egress, "mcp-aks-istio-ingress") }), wide);
    });

    it("judges policies of the whole cluster as if they were for tools", () => {
        const spec = { egress: [{ toEntities: ["world"] }] };
        const one = { type: "kubernetes:cilium.io/v2:CiliumClusterwideNetworkPolicy", inputs: { spec } };
        assert.deepEqual(outcome({ one }), wide);
    });

    it("is undecided where the namespace, its tier or a rule is unknown", () => {
        const open = policy([{ toEntities: ["world"] }]);
        assert.deepEqual(outcome({ one: policy([], unknown) }).findings, []);
        assert.deepEqual(outcome({ namespace: namespace(unknown), open }), {
            findings: [],
            undecided: ['metadata.labels of kubernetes:core/v1:Namespace "namespace"'],
        });
        assert.deepEqual(outcome({ one: policy([unknown]) }), {
            findings: [],
            undecided: ['spec.egress of kubernetes:cilium.io/v2:CiliumNetworkPolicy "one"'],
        });
    });
});
