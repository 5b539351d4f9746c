import { defineRule, unless } from "../../engine";
import { contains, isOwned } from "./address-range";
import {
    ciliumPolicies,
    type Direction,
    directions,
    type Flow,
    flowsOf,
    networkPolicy,
    type Peer,
} from "./network-flow";
import { partialTypes, refusePartial } from "./partial-types";
import { namesSome } from "./selector";

const types = [networkPolicy, ...ciliumPolicies];
const partial = partialTypes(types);
const reads = ["spec.ingress", "spec.egress", "specs"];

/**
 * Who answers on every node: the service that gives tokens of the node's identities, and the platform's DNS.
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const platformAddresses = ["169.254.169.254", "168.63.129.16"];

/** Of the words of Cilium, those that mean one machine: https://docs.cilium.io/en/stable/security/policy/language/#entities-based */
const entities: Readonly<Record<Direction, readonly string[]>> = {
    ingress: ["health", "host", "kube-apiserver"],
    egress: ["kube-apiserver"],
};

// for the examples
const gateway = { matchLabels: { "k8s:io.kubernetes.pod.namespace": "aks-istio-ingress" } };
const https = [{ ports: [{ port: "8443", protocol: "TCP" }] }];
const [cilium = ""] = ciliumPolicies;

/**
 * What a policy lets through, it names: peers and ports, one by one.
 *
 * Policies add up, so a single wide one opens what all the others close. What denies is not judged. A patch of a policy is
 * refused: what it changes is not in the program.
 */
export default defineRule({
    id: "k8s-netpol-no-allow-all",
    title: "Network policies name whom they let through, and on which port",
    severity: "critical",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-1"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/network-policy-best-practices",
    types: [...types, ...partial],
    reads,
    // a policy without rules lets nothing through
    optional: reads,
    why: "Policies add up: one that lets through everybody undoes all others, and one that reaches the metadata service hands out the identities of the node.",
    fix: "In each rule, list peers by labels that they have, by ranges that are yours or by names, and ports by number, without endPort. Leave out world, all and cluster, empty selectors, and ranges that 169.254.169.254 or 168.63.129.16 is in.",
    check: ({ spec, specs = [] }, { resource: { type } }) => {
        if (partial.includes(type)) return refusePartial();
        const parts = [
            ...directions.map((direction) => ({ path: `spec.${direction}`, of: [spec], within: [direction] })),
            { path: "specs", of: specs, within: directions },
        ];
        return parts.flatMap(({ path, of, within }) =>
            within.flatMap((direction) => {
                const flows = of.flatMap((each: unknown) => flowsOf(each, direction, type));
                return [
                    ...unless(flows.every(namesPorts), path, "a rule must name its ports one by one"),
                    ...unless(
                        flows.every((flow: Flow) => namesPeers(flow, direction)),
                        path,
                        "a rule must name its peers, and none that stands for everybody",
                    ),
                    ...unless(
                        direction === "ingress" || !flows.some(reachesPlatform),
                        path,
                        "a rule leads to the services that answer for the node",
                    ),
                ];
            }),
        );
    },
    examples: {
        compliant: [
            { inputs: { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } } },
            {
                inputs: {
                    spec: {
                        podSelector: { matchLabels: { "app.kubernetes.io/name": "orders" } },
                        ingress: [
                            {
                                from: [
                                    {
                                        namespaceSelector: {
                                            matchLabels: { "kubernetes.io/metadata.name": "aks-istio-ingress" },
                                        },
                                        podSelector: {},
                                    },
                                    { podSelector: { matchLabels: { "app.kubernetes.io/name": "orders" } } },
                                ],
                                ports: [{ port: 8443, protocol: "TCP" }],
                            },
                        ],
                        egress: [
                            {
                                to: [
                                    { ipBlock: { cidr: "10.20.5.0/24" } },
                                    { ipBlock: { cidr: "168.63.0.0/16", except: ["168.63.129.16/32"] } },
                                ],
                                ports: [{ port: 443, protocol: "TCP" }],
                            },
                        ],
                    },
                },
            },
            {
                type: cilium,
                inputs: {
                    spec: {
                        endpointSelector: {},
                        ingress: [
                            { fromEndpoints: [gateway], toPorts: https },
                            { fromEntities: ["host", "health"], toPorts: https },
                        ],
                        egress: [
                            { toFQDNs: [{ matchName: "api.contoso.com" }], toPorts: https },
                            { toFQDNs: [{ matchPattern: "*.api.contoso.com" }], toPorts: https },
                            { toCIDR: ["10.20.5.0/24"], toPorts: https },
                            { toCIDRSet: [{ cidr: "fd00:20::/64" }], toPorts: https },
                            { toEntities: ["kube-apiserver"], toPorts: https },
                            { toNodes: [{ matchExpressions: [{ key: "mcp-tier", operator: "In" }] }], toPorts: https },
                        ],
                        egressDeny: [{ toCIDR: ["169.254.169.254/32"] }],
                        ingressDeny: [{ fromEntities: ["all"] }],
                    },
                    specs: [{ endpointSelector: {}, ingress: [{ fromEndpoints: [gateway], toPorts: https }] }],
                },
            },
        ],
        violating: [
            ...[
                {},
                { from: [], ports: [{ port: 8443 }] },
                { from: [{}], ports: [{ port: 8443 }] },
                { from: [{ namespaceSelector: {} }], ports: [{ port: 8443 }] },
                { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 8443 }] },
                { from: [{ ipBlock: { cidr: "128.0.0.0/1" } }], ports: [{ port: 8443 }] },
                { from: [{ ipBlock: { cidr: "10.20.5.0/24" } }] },
                { from: [{ ipBlock: { cidr: "10.20.5.0/24" } }], ports: [] },
                { from: [{ ipBlock: { cidr: "10.20.5.0/24" } }], ports: [{ protocol: "TCP" }] },
                { from: [{ ipBlock: { cidr: "10.20.5.0/24" } }], ports: [{ port: 1, endPort: 65_535 }] },
            ].map((rule) => ({ inputs: { spec: { podSelector: {}, ingress: [rule] } } })),
            ...["169.254.169.254/32", "169.254.0.0/16", "168.63.129.16/32"].map((cidr) => ({
                inputs: {
                    spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 80 }] }] },
                },
            })),
            ...[
                { fromEndpoints: [gateway] },
                { fromEndpoints: [gateway], toPorts: [{}] },
                { fromEndpoints: [gateway], toPorts: [{ ports: [{ port: "0" }] }] },
                { toPorts: https },
                { fromEndpoints: [{}], toPorts: https },
                { fromEndpoints: [{ matchLabels: { "reserved:world": "" } }], toPorts: https },
                { fromEndpoints: [{ matchExpressions: [{ key: "app", operator: "Exists" }] }], toPorts: https },
                { fromEntities: ["world"], toPorts: https },
                { fromEntities: ["host", "all"], toPorts: https },
                { fromEntities: ["cluster"], toPorts: https },
                { fromCIDR: ["::/0"], toPorts: https },
                { fromCIDRSet: [{ cidr: "10.20.5.0/24" }, { cidr: "0.0.0.0/0" }], toPorts: https },
                { fromCIDRSet: [{ cidrGroupRef: "partners" }], toPorts: https },
            ].map((rule) => ({ type: cilium, inputs: { spec: { endpointSelector: {}, ingress: [rule] } } })),
            ...[
                { toEntities: ["host"], toPorts: https },
                { toFQDNs: [{ matchPattern: "*" }], toPorts: https },
                { toFQDNs: [{ matchPattern: "*.com" }], toPorts: https },
                { toCIDR: ["169.254.169.254/32"], toPorts: https },
            ].map((rule) => ({ type: cilium, inputs: { spec: { endpointSelector: {}, egress: [rule] } } })),
            {
                type: cilium,
                inputs: {
                    specs: [{ endpointSelector: {} }, { endpointSelector: {}, egress: [{ toEntities: ["world"] }] }],
                },
            },
            { type: `${networkPolicy}Patch`, inputs: { metadata: { name: "default-deny", namespace: "mcp-orders" } } },
        ],
    },
});

function namesPorts({ ports }: Flow): boolean {
    return (
        ports.length > 0 &&
        ports.every(
            ({ ports: own = [] }) =>
                own.length > 0 && own.every(({ port = 0, endPort }) => String(port) !== "0" && endPort === undefined),
        )
    );
}

function namesPeers({ peers }: Flow, direction: Direction): boolean {
    return peers.length > 0 && peers.every((peer) => isNamed(peer, direction));
}

function isNamed({ selector, range, entity, host }: Peer, direction: Direction): boolean {
    if (selector !== undefined) return namesSome(selector);
    if (range !== undefined) return isOwned(range);
    if (entity !== undefined) return entities[direction].includes(entity);
    // two labels at the end are somebody's domain
    return /(^|\.)[a-z0-9-]+\.[a-z0-9-]+\.?$/i.test(host?.matchPattern ?? host?.matchName ?? "");
}

function reachesPlatform({ peers }: Flow): boolean {
    return peers.some(({ range }) => range !== undefined && platformAddresses.some((one) => contains(range, one)));
}
