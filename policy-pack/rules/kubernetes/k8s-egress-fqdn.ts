import { areAll, defineRelation, get, type Resource, someAlike, unless } from "../../engine";
import { namespaceName, namespaceType, tierLabel, toolsTier } from "./namespace";
import {
    ciliumPolicies,
    type Flow,
    flowsOf,
    type HostSelector,
    networkPolicy,
    type Peer,
    type Ports,
} from "./network-flow";
import { isOfAnotherTier, labelsPath } from "./tier";

const [cilium = "", ciliumOfCluster = ""] = ciliumPolicies;
const places = ["spec.egress", "specs"] as const;
const reads = ["metadata.namespace", ...places];

/** Labels of the pods of the cluster's DNS, as Cilium knows them: https://learn.microsoft.com/azure/aks/how-to-apply-fqdn-filtering-policies */
const dnsPods: Readonly<Record<string, string>> = {
    "io.kubernetes.pod.namespace": "kube-system",
    "k8s-app": "kube-dns",
};

// for the examples
const hosts = { toFQDNs: [{ matchName: "api.contoso.com" }], toPorts: [{ ports: [{ port: "443", protocol: "TCP" }] }] };
const names = {
    toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns" } }],
    toPorts: [{ ports: [{ port: "53", protocol: "UDP" }], rules: { dns: [{ matchName: "api.contoso.com" }] } }],
};
const tools = { type: namespaceType, inputs: { metadata: { name: "mcp-orders", labels: { [tierLabel]: toolsTier } } } };

/**
 * A tool reaches hosts that are named one by one, on port 443, and may ask for the names that are listed.
 *
 * Cilium learns the addresses of a name from answers that it sees, so without the rule for DNS no host is reached. That a
 * policy of Kubernetes cannot name hosts is why it opens nothing here.
 */
export default defineRelation({
    id: "k8s-egress-fqdn",
    title: "Tools reach hosts by name, on port 443 only",
    severity: "high",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-3"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/how-to-apply-fqdn-filtering-policies",
    types: [networkPolicy, cilium, ciliumOfCluster],
    reads,
    // of one of the types each, and what does not say its namespace may be for tools
    optional: reads,
    related: {
        [namespaceType]: { required: ["metadata.name"], optional: [labelsPath] },
        [cilium]: { optional: reads },
    },
    why: "A tool that was talked into it sends what it has read to any host that it can reach, also as a question for a name.",
    fix: "In a CiliumNetworkPolicy, list the hosts in toFQDNs by matchName, with toPorts 443 over TCP, and the names that may be asked in rules.dns of a rule for port 53 of kube-dns. Remove every other egress rule, and those of policies of Kubernetes.",
    check: (policy, stack) => {
        if (isOfAnotherTier(policy, stack)) return [];
        const needsNames = places.some((path) => flowsAt(policy, path).some(leadsToHosts));
        return [
            ...places.flatMap((path) =>
                unless(
                    flowsAt(policy, path).every((flow) => leadsToHosts(flow) || asksNames(flow)),
                    path,
                    "this leads to something other than named hosts on port 443, or names of the cluster's DNS",
                ),
            ),
            ...unless(
                !needsNames || hasNames(policy) || someAlike(inSameNamespace, policy, stack, hasNames),
                "",
                "no rule lets the pods ask for the names of these hosts",
            ),
        ];
    },
    examples: {
        compliant: [
            { tools, policy: policy({ spec: { endpointSelector: {}, egress: [hosts, names] } }) },
            {
                tools,
                hosts: policy({ spec: { endpointSelector: {}, egress: [hosts] } }),
                names: policy({ specs: [{ endpointSelector: {}, egress: [names] }] }),
            },
            { tools, deny: policy({ spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }, networkPolicy) },
            {
                other: {
                    type: namespaceType,
                    inputs: { metadata: { name: "mcp-orders", labels: { [tierLabel]: "platform" } } },
                },
                policy: policy({ spec: { endpointSelector: {}, egress: [{ toEntities: ["kube-apiserver"] }] } }),
            },
        ],
        violating: [
            { tools, policy: policy({ spec: { endpointSelector: {}, egress: [hosts] } }) },
            ...[
                {},
                { ...hosts, toFQDNs: [{ matchPattern: "*.contoso.com" }] },
                { ...hosts, toFQDNs: [{ matchName: "*" }] },
                { ...hosts, toPorts: [{ ports: [{ port: "80", protocol: "TCP" }] }] },
                { ...hosts, toPorts: [{ ports: [{ port: "443", protocol: "UDP" }] }] },
                { ...hosts, toPorts: [] },
                { ...hosts, toCIDR: ["203.0.113.0/24"] },
                { ...names, toEndpoints: [{ matchLabels: { "k8s:k8s-app": "kube-dns" } }] },
                { ...names, toPorts: [{ ports: [{ port: "53" }] }] },
                { ...names, toPorts: [{ ports: [{ port: "53" }], rules: { dns: [{ matchPattern: "*" }] } }] },
                { toEntities: ["world"] },
            ].map((rule) => ({
                tools,
                policy: policy({ spec: { endpointSelector: {}, egress: [hosts, names, rule] } }),
            })),
            { tools, policy: policy({ specs: [{ egress: [hosts, names] }, { egress: [{ toEntities: ["world"] }] }] }) },
            {
                tools,
                policy: policy(
                    {
                        spec: {
                            podSelector: {},
                            egress: [{ to: [{ ipBlock: { cidr: "203.0.113.0/24" } }], ports: [{ port: 443 }] }],
                        },
                    },
                    networkPolicy,
                ),
            },
        ],
    },
});

const inSameNamespace = { type: cilium, names: namespaceName };

/** The rules at a place for traffic out of the pods; `specs` holds several specifications. */
function flowsAt(policy: Resource, path: (typeof places)[number]): Flow[] {
    const value = get(policy, path) ?? [];
    const specifications = path === "specs" ? [value].flat() : [{ egress: value }];
    return specifications.flatMap((spec) => flowsOf(spec, "egress", policy.type));
}

function hasNames(policy: Resource): boolean {
    return places.some((path) => flowsAt(policy, path).some(asksNames));
}

/** What names nothing stands for everything. */
function leadsToHosts({ peers, ports }: Flow): boolean {
    return areAll(peers, ({ host = {} }) => isExact(host)) && areAll(ports, isHttps);
}

function isHttps({ ports = [] }: Ports): boolean {
    return areAll(
        ports,
        ({ port, protocol, endPort }) => port === "443" && protocol === "TCP" && endPort === undefined,
    );
}

function asksNames({ peers, ports }: Flow): boolean {
    return areAll(peers, isDns) && areAll(ports, isQuestion);
}

function isQuestion({ ports = [], rules }: Ports): boolean {
    return (
        areAll(ports, ({ port, endPort }) => port === "53" && endPort === undefined) &&
        areAll(rules?.dns ?? [], isExact)
    );
}

/** Cilium knows a label with or without where it is from. */
function isDns({ selector }: Peer): boolean {
    const { matchLabels = {} } = selector ?? {};
    return Object.entries(dnsPods).every(([name, value]) =>
        [matchLabels[name], matchLabels[`k8s:${name}`]].includes(value),
    );
}

function isExact({ matchName = "", matchPattern }: HostSelector): boolean {
    return matchPattern === undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)+\.?$/i.test(matchName);
}

function policy(inputs: object, type = cilium) {
    return { type, inputs: { metadata: { name: "egress", namespace: "mcp-orders" }, ...inputs } };
}
