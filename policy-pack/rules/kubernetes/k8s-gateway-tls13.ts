import { defineRule, unless } from "../../engine";
import { istioGateways } from "./istio";
import { partialTypes } from "./workload";

/** What cannot say which version of TLS is the oldest. */
const others = [
    ...["v1", "v1beta1", "v1alpha2"].map((version) => `kubernetes:gateway.networking.k8s.io/${version}:Gateway`),
    "kubernetes:networking.k8s.io/v1:Ingress",
];
const partial = partialTypes([...istioGateways, ...others]);

/**
 * A gateway ends TLS itself, with version 1.3 at least, for hosts that it names.
 *
 * Neither an Ingress nor a Gateway of the Gateway API can demand a version of TLS, so only Gateways of Istio pass. A patch
 * of one is refused: what it changes is not in the program.
 */
export default defineRule({
    id: "k8s-gateway-tls13",
    title: "Gateways serve named hosts over TLS 1.3",
    severity: "high",
    level: "mandatory",
    practices: ["3.1"],
    references: { mcsb: ["DP-3"], azurePolicy: ["1a5b4dca", "d8c942c6"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/istio-secure-gateway",
    types: [...istioGateways, ...others, ...partial],
    reads: ["spec.servers"],
    why: "Tokens pass the gateway: an older TLS has ciphers that can be broken, and a gateway for any host takes requests that were meant for another.",
    fix: "Use a Gateway of networking.istio.io. Give each server tls.mode SIMPLE or MUTUAL, tls.minProtocolVersion TLSV1_3, and hosts without wildcard; a server of protocol HTTP may only redirect, with tls.httpsRedirect true.",
    check: ({ spec }, { resource: { type } }) => {
        if (!istioGateways.includes(type))
            return unless(false, "", "only a whole Gateway of Istio can demand a version of TLS");
        const servers: Server[] = spec?.servers ?? [];
        return [
            ...unless(servers.length > 0, "spec.servers", "the gateway must say what it serves"),
            ...unless(
                servers.every(({ hosts = [] }) => hosts.length > 0 && hosts.every(isOne)),
                "spec.servers",
                "a server must name its hosts in full",
            ),
            ...unless(
                servers.every(({ port, tls = {} }) =>
                    port?.protocol === "HTTP" ? tls.httpsRedirect === true : endsTls(tls),
                ),
                "spec.servers",
                "a server must end TLS itself, and take no version before TLSV1_3",
            ),
        ];
    },
    examples: {
        compliant: [
            ...istioGateways.map((type) => gateway([server({})], type)),
            gateway([server({ mode: "MUTUAL" }), redirect({ httpsRedirect: true })]),
        ],
        violating: [
            gateway([]),
            gateway([server({}), server({}, [])]),
            ...["*", "*.cluster.contoso.internal", "mcp-orders/*"].map((host) =>
                gateway([server({}, ["orders.cluster.contoso.internal", host])]),
            ),
            ...["PASSTHROUGH", "AUTO_PASSTHROUGH", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL"].map((mode) =>
                gateway([server({}), server({ mode })]),
            ),
            gateway([server({ minProtocolVersion: "TLSV1_2" })]),
            gateway([server({ minProtocolVersion: undefined })]),
            gateway([redirect({})]),
            gateway([redirect({ httpsRedirect: false })]),
            gateway([{ hosts: ["orders.cluster.contoso.internal"] }]),
            ...others.map((type) => ({ type, inputs: { metadata: { name: "orders", namespace: "mcp-orders" } } })),
            gateway([server({})], `${istioGateways[0]}Patch`),
        ],
    },
});

interface Server {
    hosts?: string[];
    port?: { protocol?: string };
    tls?: Tls;
}

interface Tls {
    httpsRedirect?: boolean;
    mode?: string;
    minProtocolVersion?: string;
}

function isOne(host: string): boolean {
    return !host.includes("*");
}

function endsTls({ mode = "", minProtocolVersion }: Tls): boolean {
    return ["SIMPLE", "MUTUAL"].includes(mode) && minProtocolVersion === "TLSV1_3";
}

function gateway(servers: object[], type = istioGateways[0] ?? "") {
    return {
        type,
        inputs: {
            metadata: { name: "orders", namespace: "mcp-orders" },
            spec: { selector: { istio: "aks-istio-ingressgateway-internal" }, servers },
        },
    };
}

function server(tls: object, hosts = ["orders.cluster.contoso.internal"]) {
    return {
        port: { number: 443, name: "https", protocol: "HTTPS" },
        hosts,
        tls: { mode: "SIMPLE", credentialName: "mcp-ingress", minProtocolVersion: "TLSV1_3", ...tls },
    };
}

function redirect(tls: object) {
    return {
        port: { number: 80, name: "http", protocol: "HTTP" },
        hosts: ["orders.cluster.contoso.internal"],
        tls,
    };
}
