import { defineRule, unless } from "../../engine";
import { inFull, istioGateways, namespaceOfService, virtualServices } from "./istio";
import { partialTypes } from "./partial-types";

/** What cannot say which version of TLS is the oldest. */
const others = [
    ...["v1", "v1beta1", "v1alpha2"].map((version) => `kubernetes:gateway.networking.k8s.io/${version}:Gateway`),
    "kubernetes:networking.k8s.io/v1:Ingress",
];
const partial = partialTypes([...istioGateways, ...virtualServices, ...others]);
const place = "metadata.namespace";
const protocols = ["http", "tls", "tcp"] as const;
const ofRoutes = ["hosts", "gateways", ...protocols].map((input) => `spec.${input}`);

/** What the namespace of a server begins with. */
const prefix = "mcp-";

/** Certificate of the internal domain, in the namespace of the gateway. */
const credential = "mcp-ingress";

/** What sends a request, or a copy of it, to where the routes of a virtual service do not say. */
const detours = ["delegate", "redirect", "mirror", "mirrors"] as const;

// for the examples
const [routeType = ""] = virtualServices;

/**
 * A gateway ends TLS itself, with version 1.3 at least, for the host of the server in whose namespace it is, and what comes
 * in for that host goes to the services of that namespace.
 *
 * All servers share one certificate and one address: a namespace that serves the host of another takes its requests, with
 * the tokens in them. `./` before a host leaves out the routes of other namespaces.
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
    types: [...istioGateways, ...virtualServices, ...others, ...partial],
    reads: [place, "spec.servers", ...ofRoutes],
    // of one of the types each
    optional: ["spec.servers", ...ofRoutes],
    why: "Tokens pass the gateway: an older TLS has ciphers that can be broken, and a gateway for any host takes requests that were meant for another.",
    fix: `In the namespace ${prefix}<server>, use a Gateway of networking.istio.io. Give each server protocol HTTPS, no bind, the one host ./<server>.<domain>, tls.mode SIMPLE or MUTUAL, tls.credentialName ${credential} and tls.minProtocolVersion TLSV1_3. Give the VirtualService the same host, gateways of its own namespace, and routes to services of its own namespace, without ${detours.join(", ")}.`,
    check: ({ metadata, spec }, { resource: { type } }) => {
        const namespace: string = metadata?.namespace ?? "";
        if (virtualServices.includes(type)) return routesOf(spec ?? {}, namespace);
        if (!istioGateways.includes(type))
            return unless(false, "", "only a whole Gateway of Istio can demand a version of TLS");
        const servers: Server[] = spec?.servers ?? [];
        return [
            ...unless(servers.length > 0, "spec.servers", "the gateway must say what it serves"),
            ...unless(
                servers.every(
                    ({ hosts = [], bind }) =>
                        bind === undefined &&
                        hosts.length > 0 &&
                        hosts.every((host) => host.startsWith("./") && isOwnHost(host.slice(2), namespace)),
                ),
                "spec.servers",
                "a server must serve the host of its own namespace, and no address by itself",
                [place],
            ),
            ...unless(
                servers.every(({ port, tls = {} }) => port?.protocol === "HTTPS" && endsTls(tls)),
                "spec.servers",
                "a server must end TLS itself with the certificate of the ingress, and take no version before TLSV1_3",
            ),
        ];
    },
    examples: {
        compliant: [
            ...istioGateways.map((type) => gateway([server({})], type)),
            gateway([server({ mode: "MUTUAL" })]),
            ...virtualServices.map((type) => route({}, type)),
            route({ http: [routeTo("orders")] }),
            route({ http: [{ directResponse: { status: 404 } }] }),
        ],
        violating: [
            gateway([]),
            gateway([server({}), server({}, [])]),
            ...[
                "*",
                "*.cluster.contoso.internal",
                "./*",
                "./orders*",
                "./orders.*",
                "//orders.cluster.contoso.internal",
                "mcp-orders/*",
                "mcp-orders/orders.cluster.contoso.internal",
                "orders.cluster.contoso.internal",
                "./payments.cluster.contoso.internal",
            ].map((host) => gateway([server({}, ["./orders.cluster.contoso.internal", host])])),
            gateway([server({})], istioGateways[0], "ops-orders"),
            gateway([server({}, ["./.contoso.internal"])], istioGateways[0], prefix),
            gateway([server({}), { ...server({}), bind: "10.20.0.17" }]),
            ...["PASSTHROUGH", "AUTO_PASSTHROUGH", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL"].map((mode) =>
                gateway([server({}), server({ mode })]),
            ),
            gateway([server({ minProtocolVersion: "TLSV1_2" })]),
            gateway([server({ minProtocolVersion: undefined })]),
            gateway([server({ credentialName: "mcp-ingress-client" })]),
            ...["HTTP", "TLS", "TCP"].map((protocol) =>
                gateway([
                    server({}),
                    { ...server({ httpsRedirect: true }), port: { number: 80, name: "one", protocol } },
                ]),
            ),
            gateway([{ hosts: ["./orders.cluster.contoso.internal"] }]),
            ...[
                { hosts: undefined },
                { hosts: ["orders.cluster.contoso.internal", "payments.cluster.contoso.internal"] },
                { gateways: undefined },
                { gateways: ["mcp-orders/orders", "mcp-payments/payments"] },
                { gateways: ["mesh"] },
                { http: [routeTo("orders"), routeTo("payments.mcp-payments.svc.cluster.local")] },
                { http: [routeTo("orders.mcp-orders.attacker.example")] },
                { http: [{ route: [{}] }] },
                ...protocols.map((protocol) => ({ [protocol]: [routeTo("attacker.example")] })),
                ...detours.map((detour) => ({ http: [routeTo("orders"), { ...routeTo("orders"), [detour]: {} }] })),
            ].map((changes) => route(changes)),
            { type: routeType, inputs: { metadata: { name: "orders", namespace: "mcp-orders" } } },
            ...others.map((type) => ({ type, inputs: { metadata: { name: "orders", namespace: "mcp-orders" } } })),
            gateway([server({})], `${istioGateways[0]}Patch`),
            route({}, `${routeType}Patch`),
        ],
    },
});

interface Server {
    bind?: string;
    hosts?: string[];
    port?: { protocol?: string };
    tls?: Tls;
}

interface Tls {
    credentialName?: string;
    mode?: string;
    minProtocolVersion?: string;
}

interface Route extends Partial<Record<(typeof detours)[number], object>> {
    route?: { destination?: { host?: string } }[];
}

interface RoutesSpec extends Partial<Record<(typeof protocols)[number], Route[]>> {
    hosts?: string[];
    gateways?: string[];
}

function endsTls({ mode = "", minProtocolVersion, credentialName }: Tls): boolean {
    return ["SIMPLE", "MUTUAL"].includes(mode) && minProtocolVersion === "TLSV1_3" && credentialName === credential;
}

/** Whether a host is that of the server of a namespace, whatever the domain is. */
function isOwnHost(host: string, namespace: string): boolean {
    const server = namespace.slice(prefix.length);
    return namespace.startsWith(prefix) && server !== "" && host.startsWith(`${server}.`) && !host.includes("*");
}

function routesOf({ hosts = [], gateways = [], ...routes }: RoutesSpec, namespace: string) {
    return [
        ...unless(
            hosts.length > 0 && hosts.every((host) => isOwnHost(host, namespace)),
            "spec.hosts",
            "a route must be for the host of its own namespace",
            [place],
        ),
        ...unless(
            gateways.length > 0 && gateways.every((gateway) => gateway.startsWith(`${namespace}/`)),
            "spec.gateways",
            "a route must be of a gateway of its own namespace",
            [place],
        ),
        ...protocols.flatMap((protocol) =>
            unless(
                (routes[protocol] ?? []).every((route) => staysIn(namespace, route)),
                `spec.${protocol}`,
                "requests, or copies of them, go elsewhere than to services of the same namespace",
                [place],
            ),
        ),
    ];
}

function staysIn(namespace: string, { route = [], ...rest }: Route): boolean {
    return (
        detours.every((detour) => rest[detour] === undefined) &&
        route.every(({ destination }) => namespaceOfService(inFull(destination?.host ?? ".", namespace)) === namespace)
    );
}

function gateway(servers: object[], type = istioGateways[0] ?? "", namespace = "mcp-orders") {
    return {
        type,
        inputs: {
            metadata: { name: "orders", namespace },
            spec: { selector: { istio: "aks-istio-ingressgateway-internal" }, servers },
        },
    };
}

function server(tls: object, hosts = ["./orders.cluster.contoso.internal"]) {
    return {
        port: { number: 443, name: "https", protocol: "HTTPS" },
        hosts,
        tls: { mode: "SIMPLE", credentialName: credential, minProtocolVersion: "TLSV1_3", ...tls },
    };
}

function route(changes: object, type = routeType) {
    return {
        type,
        inputs: {
            metadata: { name: "orders", namespace: "mcp-orders" },
            spec: {
                hosts: ["orders.cluster.contoso.internal"],
                gateways: ["mcp-orders/orders"],
                http: [routeTo("orders.mcp-orders.svc.cluster.local")],
                ...changes,
            },
        },
    };
}

function routeTo(host: string) {
    return { route: [{ destination: { host, port: { number: 443 } } }] };
}
