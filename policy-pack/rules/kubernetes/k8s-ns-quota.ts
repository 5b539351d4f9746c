import { defineRelation, get, type Resource, someReferring, unless } from "../../engine";
import { namespaceType, toNamespace } from "./namespace";
import { amountOf, isPositive } from "./quantity";

const quota = "kubernetes:core/v1:ResourceQuota";
const range = "kubernetes:core/v1:LimitRange";
const hard = "spec.hard";
const scopes = ["spec.scopes", "spec.scopeSelector"];
const limits = "spec.limits";

const limited = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods"];
const forbidden = ["services.loadbalancers", "services.nodeports"];
const perContainer = ["cpu", "memory"];

// for the examples
const amounts = {
    "requests.cpu": "2",
    "requests.memory": "4Gi",
    "limits.cpu": "4",
    "limits.memory": "4Gi",
    pods: "10",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
};
const namespace = { type: namespaceType, inputs: { metadata: { name: "mcp-orders" } } };

/**
 * What runs in a namespace, together and each by itself, takes no more than was planned, and none of it can be reached from
 * outside of the cluster: the quota counts no service that would be.
 */
export default defineRelation({
    id: "k8s-ns-quota",
    title: "Namespaces have a quota and limits",
    severity: "high",
    level: "mandatory",
    practices: ["4.3"],
    references: {},
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/operator-best-practices-scheduler",
    types: [namespaceType],
    reads: ["metadata.name"],
    related: {
        [quota]: { required: ["metadata.namespace", hard], optional: scopes },
        [range]: { required: ["metadata.namespace", limits] },
    },
    why: "One server that is called too often, or that was taken over, takes the processors and the memory of all others.",
    fix: 'Create a ResourceQuota in the namespace, without scopes, whose spec.hard limits requests and limits of cpu and memory, and pods, and has services.loadbalancers and services.nodeports at "0"; and a LimitRange with a limit of type Container that has a default or max for cpu and memory.',
    check: (namespace, stack) => [
        ...unless(
            someReferring(toNamespace(quota), namespace, stack, isComplete),
            "",
            "no quota limits what runs here all together",
        ),
        ...unless(
            someReferring(toNamespace(range), namespace, stack, limitsContainers),
            "",
            "no limits are set here for containers that have none",
        ),
    ],
    examples: {
        compliant: [
            { namespace, quota: quotaOf({}), range: rangeOf({ default: { cpu: "500m", memory: "256Mi" } }) },
            { namespace, quota: quotaOf({}), range: rangeOf({ max: { cpu: "1", memory: "1Gi" } }) },
        ],
        violating: [
            { namespace },
            { namespace, quota: quotaOf({}) },
            { namespace, range: rangeOf({ max: { cpu: "1", memory: "1Gi" } }) },
            { namespace, quota: quotaOf({ pods: "" }), range: rangeOf({ max: { cpu: "1", memory: "1Gi" } }) },
            {
                namespace,
                quota: quotaOf({ "services.loadbalancers": "1" }),
                range: rangeOf({ max: { cpu: "1", memory: "1Gi" } }),
            },
            { namespace, quota: quotaOf({}), range: rangeOf({ default: { cpu: "500m" } }) },
        ],
    },
});

/** A quota with scopes counts some of the pods only. */
function isComplete(resource: Resource): boolean {
    const amounts = Object(get(resource, hard));
    return (
        scopes.every((path) => get(resource, path) === undefined) &&
        limited.every((name) => isPositive(amounts[name])) &&
        forbidden.every((name) => amounts[name] !== undefined && amountOf(amounts[name]) === 0)
    );
}

/** Where there is a maximum and no default, the maximum is the default. */
function limitsContainers(resource: Resource): boolean {
    const each = [get(resource, limits) ?? []].flat() as { type?: string; default?: object; max?: object }[];
    return each.some(
        ({ type, max, default: amounts }) =>
            type === "Container" && perContainer.every((name) => isPositive(Object({ ...max, ...amounts })[name])),
    );
}

function quotaOf(changes: object) {
    const metadata = { name: "quota", namespace: "mcp-orders" };
    return { type: quota, inputs: { metadata, spec: { hard: { ...amounts, ...changes } } } };
}

function rangeOf(limit: object) {
    const metadata = { name: "limits", namespace: "mcp-orders" };
    return { type: range, inputs: { metadata, spec: { limits: [{ type: "Container", ...limit }] } } };
}
