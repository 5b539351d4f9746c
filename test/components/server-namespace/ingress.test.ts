// Does not prove what the ingress gateway does with the objects, nor that the secrets which they name are there.
import assert from "node:assert/strict";
import { onBehalfOf } from "./sample-args";
import { inNamespace, labels, objectsOf } from "./sample-objects";

const inIngress = { name: "orders", namespace: "aks-istio-ingress", labels };
const selector = { matchLabels: { istio: "aks-istio-ingressgateway-internal" } };
const issuer = "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0";
const audience = "44444444-4444-4444-8444-000000000001";
const claim = (name: string, value: string) => ({ key: `request.auth.claims[${name}]`, values: [value] });

describe("ServerNamespace: the ingress", () => {
    it("takes tokens of the tenant for this server from one header, and leaves them for the proxy", () => {
        assert.deepEqual(objectsOf()["request-authentication"], {
            apiVersion: "security.istio.io/v1",
            kind: "RequestAuthentication",
            metadata: inIngress,
            spec: {
                selector,
                jwtRules: [
                    {
                        issuer,
                        audiences: [audience],
                        jwksUri:
                            "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/discovery/v2.0/keys",
                        fromHeaders: [{ name: "Authorization", prefix: "Bearer " }],
                        forwardOriginalToken: true,
                    },
                ],
            },
        });
    });

    const kinds = {
        "itself, by its identity and role": {
            changes: {},
            claims: [claim("oid", "44444444-4444-4444-8444-000000000002"), claim("roles", "Gateway.Invoke")],
        },
        "a user, by its application and scope": {
            changes: { caller: onBehalfOf },
            claims: [claim("azp", "44444444-4444-4444-8444-000000000003"), claim("scp", "mcp.execute")],
        },
    };
    for (const [whom, { changes, claims }] of Object.entries(kinds)) {
        it(`lets the gateway through to the host of the server when it calls for ${whom}`, () => {
            assert.deepEqual(objectsOf(changes)["authorization-policy"], {
                apiVersion: "security.istio.io/v1",
                kind: "AuthorizationPolicy",
                metadata: inIngress,
                spec: {
                    selector,
                    action: "ALLOW",
                    rules: [
                        {
                            from: [{ source: { requestPrincipals: [`${issuer}/*`] } }],
                            to: [
                                {
                                    operation: {
                                        hosts: ["orders.dev.internal.contoso.com"],
                                        methods: ["POST", "GET", "DELETE"],
                                        paths: ["/"],
                                    },
                                },
                            ],
                            when: [claim("aud", audience), ...claims],
                        },
                    ],
                },
            });
        });
    }

    it("offers TLS 1.3 for the host of the server only", () => {
        assert.deepEqual(objectsOf().gateway, {
            apiVersion: "networking.istio.io/v1",
            kind: "Gateway",
            metadata: inNamespace,
            spec: {
                selector: { istio: "aks-istio-ingressgateway-internal" },
                servers: [
                    {
                        port: { name: "https-orders", number: 443, protocol: "HTTPS" },
                        hosts: ["./orders.dev.internal.contoso.com"],
                        tls: {
                            mode: "SIMPLE",
                            credentialName: "mcp-ingress",
                            minProtocolVersion: "TLSV1_3",
                            maxProtocolVersion: "TLSV1_3",
                        },
                    },
                ],
            },
        });
    });

    it("sends what comes to the root of the host to the endpoint, once, for as long as a call may last", () => {
        const route = (changes = {}) => objectsOf(changes)["virtual-service"];
        assert.deepEqual(route(), {
            apiVersion: "networking.istio.io/v1",
            kind: "VirtualService",
            metadata: inNamespace,
            spec: {
                hosts: ["orders.dev.internal.contoso.com"],
                gateways: ["mcp-orders/orders"],
                exportTo: ["aks-istio-ingress"],
                http: [
                    {
                        name: "mcp",
                        match: [{ uri: { exact: "/" } }],
                        rewrite: { uri: "/mcp" },
                        route: [
                            { destination: { host: "orders.mcp-orders.svc.cluster.local", port: { number: 443 } } },
                        ],
                        timeout: "3600s",
                        retries: { attempts: 0 },
                    },
                ],
            },
        });
        assert.deepEqual(route({ path: "/v1" }).spec.http[0].rewrite, { uri: "/v1" });
    });

    it("sends the calls of a user to one pod, and takes no certificate but that of the server from it", () => {
        assert.deepEqual(objectsOf()["destination-rule"], {
            apiVersion: "networking.istio.io/v1",
            kind: "DestinationRule",
            metadata: inNamespace,
            spec: {
                host: "orders.mcp-orders.svc.cluster.local",
                exportTo: ["aks-istio-ingress"],
                trafficPolicy: {
                    loadBalancer: { consistentHash: { httpHeaderName: "X-MCP-User" } },
                    connectionPool: { tcp: { connectTimeout: "5s" } },
                    tls: {
                        mode: "MUTUAL",
                        credentialName: "mcp-ingress-client",
                        sni: "orders.dev.internal.contoso.com",
                        subjectAltNames: ["orders.dev.internal.contoso.com"],
                        insecureSkipVerify: false,
                    },
                },
            },
        });
    });
});
