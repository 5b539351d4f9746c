import type { AddressRange } from "./address-range";
import type { Selector } from "./selector";

export const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const ciliumPolicies = [
    "kubernetes:cilium.io/v2:CiliumNetworkPolicy",
    "kubernetes:cilium.io/v2:CiliumClusterwideNetworkPolicy",
];

export type Direction = "ingress" | "egress";
export const directions: readonly Direction[] = ["ingress", "egress"];

/** Whom a rule of a policy lets through. */
export interface Peer {
    selector?: Selector;
    range?: AddressRange;
    /** A word of Cilium's, such as `host`. */
    entity?: string;
    host?: HostSelector;
}

/** Ports that a rule lets through; none stands for all. */
export interface Ports {
    ports?: { port?: number | string; endPort?: number; protocol?: string }[];
    /** What Cilium looks at inside of the traffic. */
    rules?: { dns?: HostSelector[] };
}

/** Names of hosts, as Cilium writes them. */
export interface HostSelector {
    matchName?: string;
    matchPattern?: string;
}

/** One rule of a policy. */
export interface Flow {
    /** Empty when the rule names nobody, which stands for everybody. */
    peers: Peer[];
    ports: Ports[];
}

/** A rule as it stands in a policy. */
// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
type PolicyRule = any;

/** The rules of a policy that let something through in a direction. */
export function flowsOf(spec: PolicyRule, direction: Direction, type: string): Flow[] {
    const flowOf = type === networkPolicy ? flowOfKubernetes : flowOfCilium;
    return (spec?.[direction] ?? []).map((rule: PolicyRule) => flowOf(rule, direction === "ingress" ? "from" : "to"));
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
function flowOfKubernetes(rule: PolicyRule, side: string): Flow {
    const peers = (rule[side] ?? []).map(({ ipBlock, namespaceSelector, podSelector }: PolicyRule) =>
        ipBlock === undefined ? { selector: namespaceSelector ?? podSelector ?? {} } : { range: ipBlock },
    );
    return { peers, ports: [{ ports: rule.ports }] };
}

/** What names its peers in a way that is not here, such as a group of a cloud, names nobody. */
function flowOfCilium(rule: PolicyRule, side: string): Flow {
    const listed = <T>(what: string): T[] => rule[side + what] ?? [];
    const peers: Peer[] = [
        ...[...listed<Selector>("Endpoints"), ...listed<Selector>("Nodes")].map((selector) => ({ selector })),
        ...listed<string>("CIDR").map((cidr) => ({ range: { cidr } })),
        ...listed<AddressRange>("CIDRSet").map((range) => ({ range })),
        ...listed<string>("Entities").map((entity) => ({ entity })),
        ...listed<HostSelector>("FQDNs").map((host) => ({ host })),
    ];
    return { peers, ports: rule.toPorts ?? [] };
}
