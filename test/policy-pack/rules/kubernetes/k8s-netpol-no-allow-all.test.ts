// Does not prove what a policy lets through in a cluster: Cilium's own engine is asked that elsewhere.
import assert from "node:assert/strict";
import type { Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-netpol-no-allow-all";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const findings = (type: string, inputs: object) =>
    judge(rule, stackOf({ policy: { type, inputs: inputs as Value } })).findings.map(
        ({ path, message }) => `${path}: ${message}`,
    );
const ofKubernetes = (spec: object) => findings("kubernetes:networking.k8s.io/v1:NetworkPolicy", { spec });
const ofCilium = (spec: object) => findings("kubernetes:cilium.io/v2:CiliumNetworkPolicy", { spec });

const ports = "a rule must name its ports one by one";
const peers = "a rule must name its peers, and none that stands for everybody";
const platform = "a rule leads to the services that answer for the node";
const https = [{ ports: [{ port: "443", protocol: "TCP" }] }];
const to = (ipBlock: object) => ofKubernetes({ egress: [{ to: [{ ipBlock }], ports: [{ port: 443 }] }] });
const toFqdn = (host: object) => ofCilium({ egress: [{ toFQDNs: [host], toPorts: https }] });

describe("k8s-netpol-no-allow-all", () => {
    it("lets ranges pass that somebody may own", () => {
        for (const cidr of ["10.0.0.0/8", "10.20.5.4/32", "2600::/8"]) assert.deepEqual(to({ cidr }), [], cidr);
        for (const cidr of ["10.0.0.0/7", "2000::/3"]) assert.deepEqual(to({ cidr }), [`spec.egress: ${peers}`], cidr);
    });

    it("keeps out the platform, but in what a range leaves out", () => {
        const found = [`spec.egress: ${platform}`];
        for (const except of [[], ["169.254.0.0/24"]])
            assert.deepEqual(to({ cidr: "169.254.0.0/16", except }), found, except.join());
        for (const except of [["169.254.169.254/32"], ["169.254.0.0/24", "169.254.169.0/24"]])
            assert.deepEqual(to({ cidr: "169.254.0.0/16", except }), [], except.join());
        const both = { to: [{ ipBlock: { cidr: "10.20.5.0/24" } }, { ipBlock: { cidr: "168.63.129.0/24" } }] };
        assert.deepEqual(ofKubernetes({ egress: [{ ...both, ports: [{ port: 443 }] }] }), found);
        assert.deepEqual(ofCilium({ egress: [{ toCIDR: ["10.20.5.0/24", "168.63.0.0/16"], toPorts: https }] }), found);
    });

    it("lets the load balancer ask how a pod is", () => {
        assert.deepEqual(ofCilium({ ingress: [{ fromCIDR: ["168.63.129.16/32"], toPorts: https }] }), []);
    });

    it("wants every port of every rule named", () => {
        const [named] = https;
        for (const toPorts of [
            [named, {}],
            [named, { ports: [] }],
            [{ ports: [{ port: "443" }, { port: "0" }] }],
            [{ ports: [{ port: "443" }, { port: "8000", endPort: 8010 }] }],
        ])
            assert.deepEqual(ofCilium({ egress: [{ toCIDR: ["10.20.5.0/24"], toPorts }] }), [`spec.egress: ${ports}`]);
        const rules = [{ toCIDR: ["10.20.5.0/24"], toPorts: https }, { toCIDR: ["10.20.5.0/24"] }];
        assert.deepEqual(ofCilium({ egress: rules }), [`spec.egress: ${ports}`]);
    });

    it("wants every peer of every rule named", () => {
        const selector = { matchLabels: { app: "one" } };
        for (const toEndpoints of [[selector, {}], [selector, { matchLabels: {} }], []])
            assert.deepEqual(ofCilium({ egress: [{ toEndpoints, toPorts: https }] }), [`spec.egress: ${peers}`]);
        const rules = [{ toEndpoints: [selector], toPorts: https }, { toPorts: https }];
        assert.deepEqual(ofCilium({ egress: rules }), [`spec.egress: ${peers}`]);
    });

    it("wants a selector to say what it chooses", () => {
        const chosen = (podSelector: object) =>
            ofKubernetes({ ingress: [{ from: [{ podSelector }], ports: [{ port: 443 }] }] });
        const expression = (operator: string, key = "app") => ({
            matchExpressions: [{ key, operator, values: ["one"] }],
        });
        assert.deepEqual(chosen(expression("In")), []);
        for (const operator of ["NotIn", "Exists", "DoesNotExist"])
            assert.deepEqual(chosen(expression(operator)), [`spec.ingress: ${peers}`], operator);
        assert.deepEqual(chosen(expression("In", "reserved:world")), [`spec.ingress: ${peers}`]);
        assert.deepEqual(chosen({ matchLabels: { app: "one", "reserved:world": "" } }), []);
    });

    it("wants a name, or a pattern in somebody's domain", () => {
        for (const host of [{ matchName: "contoso.com" }, { matchPattern: "*.contoso.com." }])
            assert.deepEqual(toFqdn(host), [], JSON.stringify(host));
        for (const host of [{}, { matchPattern: "*" }, { matchPattern: "*.*" }, { matchPattern: "*com" }])
            assert.deepEqual(toFqdn(host), [`spec.egress: ${peers}`], JSON.stringify(host));
        assert.deepEqual(toFqdn({ matchName: "contoso.com", matchPattern: "*" }), [`spec.egress: ${peers}`]);
    });

    it("does not know groups of other clouds", () => {
        assert.deepEqual(ofCilium({ egress: [{ toGroups: [{ aws: {} }], toPorts: https }] }), [
            `spec.egress: ${peers}`,
        ]);
    });

    it("finds nothing safe in what is no range", () => {
        assert.deepEqual(to({ cidr: "somewhere/24" }).length, 1);
    });

    it("judges each of several specifications", () => {
        const [named] = https;
        const specs = [
            { egress: [{ toCIDR: ["10.20.5.0/24"], toPorts: [named] }] },
            { ingress: [{ toPorts: [named] }] },
        ];
        assert.deepEqual(findings("kubernetes:cilium.io/v2:CiliumClusterwideNetworkPolicy", { specs }), [
            `specs: ${peers}`,
        ]);
    });
});
