// Does not prove what Cilium lets through: test/engine/reachability.test.ts does.
import assert from "node:assert/strict";
import { networkPolicies } from "../../../components/server-namespace/network-policies";
import { labels } from "./sample-objects";

const policies = (egress = ["orders-api.contoso.example", "stock.contoso.example"]) =>
    networkPolicies("orders", { egress });
const https = [{ ports: [{ port: "443", protocol: "TCP" }] }];

describe("networkPolicies", () => {
    it("lie in the namespace of the server, each named after its role", () => {
        assert.deepEqual(
            Object.entries(policies()).map(([role, { apiVersion, kind, metadata }]) => [
                role,
                `${apiVersion} ${kind}`,
                metadata,
            ]),
            [
                ["default-deny", "networking.k8s.io/v1 NetworkPolicy"],
                ["ingress", "cilium.io/v2 CiliumNetworkPolicy"],
                ["dns", "cilium.io/v2 CiliumNetworkPolicy"],
                ["platform", "cilium.io/v2 CiliumNetworkPolicy"],
                ["egress", "cilium.io/v2 CiliumNetworkPolicy"],
            ].map(([role, kind]) => [role, kind, { name: role, namespace: "mcp-orders", labels }]),
        );
    });

    it("deny everything to every pod that no other policy lets through", () => {
        assert.deepEqual(policies()["default-deny"]?.spec, {
            podSelector: {},
            policyTypes: ["Ingress", "Egress"],
        });
    });

    it("let in calls from the ingress gateway's pods", () => {
        assert.deepEqual(policies().ingress?.spec, {
            endpointSelector: {},
            ingress: [
                {
                    fromEndpoints: [
                        {
                            matchLabels: {
                                "k8s:io.kubernetes.pod.namespace": "aks-istio-ingress",
                                "k8s:istio": "aks-istio-ingressgateway-internal",
                            },
                        },
                    ],
                    toPorts: [{ ports: [{ port: "8443", protocol: "TCP" }] }],
                },
            ],
        });
    });

    it("let in probes of the node, let out calls of Entra, and deny the addresses that the node answers", () => {
        assert.deepEqual(policies().platform?.spec, {
            endpointSelector: {},
            ingress: [{ fromEntities: ["host"], toPorts: [{ ports: [{ port: "8090", protocol: "TCP" }] }] }],
            egress: [{ toFQDNs: [{ matchName: "login.microsoftonline.com" }], toPorts: https }],
            egressDeny: [{ toCIDR: ["169.254.169.254/32", "168.63.129.16/32"] }],
        });
    });

    it("let out calls of the declared hosts", () => {
        assert.deepEqual(policies().egress?.spec, {
            endpointSelector: {},
            egress: [
                {
                    toFQDNs: [{ matchName: "orders-api.contoso.example" }, { matchName: "stock.contoso.example" }],
                    toPorts: https,
                },
            ],
        });
    });

    it("let the cluster's DNS be asked for these hosts only, and in no domain that a pod may search", () => {
        assert.deepEqual(policies(["orders-api.contoso.example"]).dns?.spec, {
            endpointSelector: {},
            egress: [
                {
                    toEndpoints: [
                        {
                            matchLabels: {
                                "k8s:io.kubernetes.pod.namespace": "kube-system",
                                "k8s:k8s-app": "kube-dns",
                            },
                        },
                    ],
                    toPorts: [
                        {
                            ports: [
                                { port: "53", protocol: "UDP" },
                                { port: "53", protocol: "TCP" },
                            ],
                            rules: {
                                dns: [
                                    { matchName: "login.microsoftonline.com" },
                                    { matchName: "orders-api.contoso.example" },
                                ],
                            },
                        },
                    ],
                },
            ],
        });
    });

    it("of a server that calls no host have no rule for hosts, which would let through all of them", () => {
        assert.equal(policies([]).egress, undefined);
    });
});
