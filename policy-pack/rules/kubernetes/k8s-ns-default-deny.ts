import { defineRelation, elements, get, type Resource, someReferring, unless } from "../../engine";
import { namespaceType, toNamespace } from "./namespace";
import { directions, networkPolicy } from "./network-flow";
import { choosesAll, type Selector } from "./selector";

const selector = "spec.podSelector";
const both = "spec.policyTypes";

// for the examples
const namespace = { type: namespaceType, inputs: { metadata: { name: "mcp-orders" } } };

/**
 * What no policy of a namespace lets through is denied, both ways.
 *
 * The policy is one of Kubernetes, which holds whatever becomes of the kinds of Cilium. What others then let through,
 * `k8s-netpol-no-allow-all` and `k8s-egress-fqdn` judge.
 */
export default defineRelation({
    id: "k8s-ns-default-deny",
    title: "Every namespace denies all traffic that no policy lets through",
    severity: "critical",
    level: "mandatory",
    practices: ["MUST-2", "10.3", "ZT-2"],
    references: { mcsb: ["NS-1"], checkov: ["CKV2_K8S_6"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/network-policy-best-practices",
    types: [namespaceType],
    reads: ["metadata.name"],
    related: {
        [networkPolicy]: {
            required: ["metadata.namespace", selector],
            optional: [both, ...directions.map((direction) => `spec.${direction}`)],
        },
    },
    why: "Pods that no policy chooses reach every other pod of the cluster, and every other pod reaches them.",
    fix: 'Create a networking.v1.NetworkPolicy in the namespace with spec.podSelector {}, spec.policyTypes ["Ingress", "Egress"] and no rules.',
    check: (namespace, stack) =>
        unless(
            someReferring(toNamespace(networkPolicy), namespace, stack, deniesAll),
            "",
            "no policy denies all that the others of this namespace do not let through",
        ),
    examples: {
        compliant: [
            { namespace, policy: policy({}) },
            { namespace, policy: policy({ ingress: [], egress: [] }) },
            { namespace, policy: policy({ podSelector: { matchLabels: {} } }), other: policy({ ingress: [{}] }) },
        ],
        violating: [
            { namespace },
            ...[
                { podSelector: { matchLabels: { app: "orders" } } },
                { policyTypes: undefined },
                { policyTypes: ["Ingress"] },
                { policyTypes: ["Egress"] },
                { ingress: [{}] },
                { egress: [{}] },
            ].map((changes) => ({ namespace, policy: policy(changes) })),
            { namespace, policy: policy({}, "mcp-payments") },
        ],
    },
});

function deniesAll(policy: Resource): boolean {
    const types = [get(policy, both) ?? []].flat();
    return (
        choosesAll(get(policy, selector) as Selector) &&
        ["Ingress", "Egress"].every((type) => types.includes(type)) &&
        directions.every((direction) => elements(policy, `spec.${direction}`).length === 0)
    );
}

function policy(changes: object, name = "mcp-orders") {
    const spec = { podSelector: {}, policyTypes: ["Ingress", "Egress"], ...changes };
    return { type: networkPolicy, inputs: { metadata: { name: "default-deny", namespace: name }, spec } };
}
