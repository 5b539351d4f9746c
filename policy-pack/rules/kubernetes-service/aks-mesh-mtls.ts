import { defineRelation, every, get, proves, type Resource, type Stack, some, text, unless } from "../../engine";
import {
    destinationRules,
    inFull,
    isMeshed,
    namespaceOfService,
    ofTypes,
    peerAuthentications,
    virtualServices,
} from "../kubernetes/istio";
import { meshNamespace, namespaceType } from "../kubernetes/namespace";

const cluster = "containerservice:ManagedCluster";
const mesh = "serviceMeshProfile.mode";
const labels = "metadata.labels";
const mode = "spec.mtls.mode";
const perPort = "spec.portLevelMtls";
const policy = "spec.trafficPolicy";
const ofPeers = ["metadata.namespace", "spec.selector", mode, perPort];
const ofDestinations = ["metadata.namespace", "spec.host", policy, "spec.subsets"];
const protocols = ["http", "tcp", "tls"].map((protocol) => `spec.${protocol}`);
const reads = [...new Set([mesh, ...ofPeers, ...ofDestinations, ...protocols])];

// for the examples
const [peerType = ""] = peerAuthentications;
const [destinationType = ""] = destinationRules;
const [routeType = ""] = virtualServices;
const host = "orders.mcp-orders.svc.cluster.local";
const meshed = { type: cluster, inputs: { serviceMeshProfile: { mode: "Istio" } } };
const mutual = { mode: "MUTUAL", credentialName: "mcp-ingress-client", subjectAltNames: ["orders.contoso.internal"] };

/**
 * Nothing in the mesh takes plain traffic, and the gateway sends none to what is outside of it.
 *
 * MCP servers are outside: the proxy of the mesh needs rights that a restricted pod does not have. So the gateway shows its
 * certificate to the proxy in their pod, and checks whose certificate that has. A service in the mesh needs no destination
 * rule. A stack without namespaces is one that leaves what is in the cluster to others.
 */
export default defineRelation({
    id: "aks-mesh-mtls",
    title: "Traffic in the cluster is mutual TLS, in the mesh and from the gateway",
    severity: "high",
    level: "mandatory",
    practices: ["3.2", "ZT-1"],
    references: { mcsb: ["DP-3"] },
    component: "ClusterIngress",
    url: "https://learn.microsoft.com/azure/aks/istio-about",
    types: [cluster, ...peerAuthentications, ...destinationRules, ...virtualServices],
    reads,
    // of one of the types each
    optional: reads,
    related: {
        [namespaceType]: { required: ["metadata.name"], optional: [labels] },
        ...Object.fromEntries(peerAuthentications.map((type) => [type, { optional: ofPeers }])),
        ...Object.fromEntries(destinationRules.map((type) => [type, { optional: ofDestinations }])),
    },
    why: "Between gateway and server go the token and what the server answers: on a plain connection, whoever is on the same node or network reads and changes both.",
    fix: `Create a PeerAuthentication in ${meshNamespace} with spec.mtls.mode STRICT and no selector, and let no other say less. For each host that a VirtualService routes to, create a DestinationRule whose spec.trafficPolicy.tls has mode MUTUAL, credentialName and subjectAltNames. Say tls in every DestinationRule and for every port of portLevelSettings, and tunnel in none.`,
    check: (resource, stack) => {
        if (resource.type === cluster)
            return unless(
                stack.ofType(namespaceType).length === 0 ||
                    get(resource, mesh) !== "Istio" ||
                    some(ofTypes(peerAuthentications, stack), isMeshWide),
                mesh,
                "the mesh takes plain traffic, too",
            );
        if (peerAuthentications.includes(resource.type))
            return unless(isStrict(resource), mode, "this takes plain traffic, on one port at least");
        if (destinationRules.includes(resource.type))
            return [
                ...unless(
                    tlsIn(resource).every(isMutual),
                    policy,
                    "traffic must be mutual TLS, with a certificate whose name is checked",
                ),
                ...unless(
                    policiesIn(resource).every(({ tunnel }) => tunnel === undefined),
                    policy,
                    "traffic must go to the service itself, and not through a tunnel",
                ),
            ];
        return unless(
            every(
                destinationsOf(resource),
                (to) => isInMesh(to, stack) || some(ofTypes(destinationRules, stack), isMutualTo(to)),
            ),
            "",
            "no destination rule makes the traffic to this service mutual TLS",
        );
    },
    examples: {
        compliant: [
            { cluster: meshed, strict: peers({}), namespace: namespace({ "istio-injection": "disabled" }) },
            { cluster: meshed },
            { route: routeTo(host), rule: destination({ tls: mutual }), namespace: namespace({}) },
            { route: routeTo("orders"), rule: destination({ tls: mutual }) },
            { route: routeTo(host), namespace: namespace({ "istio.io/rev": "asm-1-27" }) },
            { rule: destination({ tls: { mode: "ISTIO_MUTUAL" } }) },
        ],
        violating: [
            { cluster: meshed, namespace: namespace({}) },
            { cluster: meshed, namespace: namespace({}), strict: peers({}, "mcp-orders") },
            { cluster: meshed, namespace: namespace({}), strict: peers({ selector: { matchLabels: { app: "one" } } }) },
            ...["PERMISSIVE", "DISABLE", "UNSET"].map((mode) => ({ peers: peers({ mtls: { mode } }, "mcp-orders") })),
            { peers: peers({ portLevelMtls: { 8080: { mode: "PERMISSIVE" } } }, "mcp-orders") },
            { route: routeTo(host) },
            { route: routeTo(host), rule: destination({}) },
            { rule: destination({}) },
            { rule: { type: destinationType, inputs: { spec: { host } } } },
            // neither of these is the service, whatever else it may be
            ...["orders.mcp-orders.attacker.example", "orders.mcp-orders"].map((name) => ({
                route: routeTo(name),
                rule: destination({ tls: mutual }),
                namespace: namespace({ "istio-injection": "enabled" }),
            })),
            { route: routeTo(host), rule: destination({ tls: { mode: "ISTIO_MUTUAL" } }) },
            { route: routeTo("payments.mcp-payments.svc.cluster.local"), rule: destination({ tls: mutual }) },
            ...[
                { mode: "DISABLE" },
                { mode: "SIMPLE" },
                { ...mutual, subjectAltNames: [] },
                { ...mutual, credentialName: undefined },
                { ...mutual, insecureSkipVerify: true },
            ].map((tls) => ({ rule: destination({ tls }) })),
            ...[{ tls: { mode: "DISABLE" } }, { port: { number: 443 } }].map((port) => ({
                rule: destination({ tls: mutual, portLevelSettings: [port] }),
            })),
            { rule: destination({ tls: mutual, tunnel: { targetHost: "orders.attacker.example", targetPort: 443 } }) },
            {
                rule: {
                    type: destinationType,
                    inputs: {
                        spec: {
                            host,
                            trafficPolicy: { tls: mutual },
                            subsets: [{ trafficPolicy: { tls: { mode: "DISABLE" } } }],
                        },
                    },
                },
            },
        ],
    },
});

function isMeshWide(peers: Resource): boolean {
    return every(
        [
            () => text(peers, "metadata.namespace") === meshNamespace,
            () => get(peers, "spec.selector") === undefined,
            () => isStrict(peers),
        ],
        proves,
    );
}

function isStrict(peers: Resource): boolean {
    const ports: { mode?: string }[] = Object.values(Object(get(peers, perPort)));
    return text(peers, mode) === "STRICT" && ports.every((port) => port.mode === "STRICT");
}

interface Tls {
    mode?: string;
    credentialName?: string;
    subjectAltNames?: string[];
    insecureSkipVerify?: boolean;
}

interface TrafficPolicy {
    tls?: Tls;
    portLevelSettings?: { tls?: Tls }[];
    tunnel?: object;
}

/** The traffic policy of a destination rule, which must be there, and those of its subsets. */
function policiesIn(rule: Resource): TrafficPolicy[] {
    const subsets = [get(rule, "spec.subsets") ?? []].flat() as { trafficPolicy?: TrafficPolicy }[];
    return [Object(get(rule, policy)), ...subsets.flatMap(({ trafficPolicy }) => trafficPolicy ?? [])];
}

/**
 * What a destination rule says of TLS, wherever it can. A subset has that of the rule unless it says something else; a port
 * that says nothing of TLS has none: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
function tlsIn(rule: Resource): Tls[] {
    const [whole = {}, ...subsets] = policiesIn(rule);
    const ports = [whole, ...subsets].flatMap(({ portLevelSettings = [] }) => portLevelSettings);
    return [whole.tls ?? {}, ...subsets.flatMap(({ tls }) => tls ?? []), ...ports.map(({ tls = {} }) => tls)];
}

/** In the mesh, Istio brings the certificates itself; elsewhere a name must be checked, or any certificate will do. */
function isMutual({ mode, credentialName = "", subjectAltNames = [], insecureSkipVerify = false }: Tls): boolean {
    if (mode === "ISTIO_MUTUAL") return true;
    return mode === "MUTUAL" && credentialName !== "" && subjectAltNames.length > 0 && !insecureSkipVerify;
}

function isMutualTo(to: string): (rule: Resource) => boolean {
    return (rule) =>
        every(
            [
                () => inFull(text(rule, "spec.host"), text(rule, "metadata.namespace")) === to,
                () => (get(rule, policy) as TrafficPolicy | undefined)?.tls?.mode === "MUTUAL",
            ],
            proves,
        );
}

interface Route {
    route?: { destination?: { host?: string } }[];
    mirror?: { host?: string };
    mirrors?: { destination?: { host?: string } }[];
}

/** Where a virtual service sends traffic, each in full. */
function destinationsOf(service: Resource): string[] {
    const routes = protocols.flatMap((path) => [get(service, path) ?? []].flat() as Route[]);
    return routes
        .flatMap(({ route = [], mirror, mirrors = [] }) => [
            ...route,
            ...(mirror ? [{ destination: mirror }] : []),
            ...mirrors,
        ])
        .map(({ destination }) => inFull(destination?.host ?? "", text(service, "metadata.namespace")));
}

function isInMesh(to: string, stack: Stack): boolean {
    const name = namespaceOfService(to);
    return some(stack.ofType(namespaceType), (namespace) =>
        every([() => text(namespace, "metadata.name") === name, () => isMeshed(get(namespace, labels))], proves),
    );
}

function namespace(labels: Record<string, string>) {
    return { type: namespaceType, inputs: { metadata: { name: "mcp-orders", labels } } };
}

function peers(spec: object, name = meshNamespace) {
    return {
        type: peerType,
        inputs: { metadata: { name: "default", namespace: name }, spec: { mtls: { mode: "STRICT" }, ...spec } },
    };
}

function destination(trafficPolicy: object, name = host) {
    return {
        type: destinationType,
        inputs: { metadata: { name: "orders", namespace: "mcp-orders" }, spec: { host: name, trafficPolicy } },
    };
}

function routeTo(name: string) {
    return {
        type: routeType,
        inputs: {
            metadata: { name: "orders", namespace: "mcp-orders" },
            spec: { http: [{ route: [{ destination: { host: name } }] }] },
        },
    };
}
