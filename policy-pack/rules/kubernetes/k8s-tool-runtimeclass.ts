import { defineRelation, elements, get, type Resource, text, unless } from "../../engine";
import { workload } from "./example-workload";
import { namespaceType, tierLabel, toolsTier } from "./namespace";
import { amountOf } from "./quantity";
import { isOfAnotherTier, labelsPath } from "./tier";
import { inPods, podPrefix, type Toleration, workloadTypes } from "./workload";

const runtime = "spec.runtimeClassName";
const tolerations = "spec.tolerations";
const containers = "spec.containers";
const limit = "resources.limits.memory";
const reads = ["metadata.namespace", ...inPods([runtime, tolerations, `${containers}[].${limit}`])];
const fewestMebibytes = 128;

// for the examples
const deployment = "kubernetes:apps/v1:Deployment";

/**
 * MCP servers, and what they execute, run in a virtual machine for each pod, on nodes that are for nothing else.
 *
 * The tier of a workload is that of its namespace. Where the stack does not have the namespace, and it is none of Azure's,
 * nobody can say that it has another tier. The machine gets as much memory as the containers may use together, and does not
 * start with less than 128 Mi: https://learn.microsoft.com/azure/aks/considerations-pod-sandboxing
 */
export default defineRelation({
    id: "k8s-tool-runtimeclass",
    title: "Tools run in a virtual machine of their own",
    severity: "critical",
    level: "mandatory",
    practices: ["10.1"],
    references: {},
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/use-pod-sandboxing",
    types: workloadTypes,
    reads,
    // of some of the types, and of workloads that are no tools
    optional: reads,
    related: { [namespaceType]: { required: ["metadata.name"], optional: [labelsPath] } },
    parameters: {
        runtimeClass: {
            type: "string",
            default: "kata-vm-isolation",
            description: "Name of the runtime class whose pods are virtual machines.",
        },
    },
    why: "A tool executes what a model asks for. In an ordinary container, one mistake in the kernel of the node is all that stands between that and every other pod.",
    fix: "Set runtimeClassName of the pod to kata-vm-isolation, add a toleration for the taint mcp-tier=tools:NoSchedule, and give its containers a memory limit of 128Mi together at least. What is no tool belongs into a namespace with another mcp-tier.",
    check: (resource, stack, { parameters: { runtimeClass } }) => {
        const at = podPrefix(resource.type);
        const findings = [
            ...unless(
                text(resource, `${at}${runtime}`) === runtimeClass,
                `${at}${runtime}`,
                `the pods share the kernel of their node: the runtime class must be ${runtimeClass}`,
            ),
            ...unless(
                toleratesTools(resource, `${at}${tolerations}`),
                `${at}${tolerations}`,
                `the pods do not tolerate the taint ${tierLabel}=${toolsTier}:NoSchedule, so they cannot run where tools do`,
            ),
            ...unless(
                memoryOf(resource, `${at}${containers}`) >= fewestMebibytes * 2 ** 20,
                `${at}${containers}[].${limit}`,
                `the virtual machine of a pod needs ${fewestMebibytes}Mi at least`,
            ),
        ];
        return findings.length === 0 || isOfAnotherTier(resource, stack) ? [] : findings;
    },
    examples: {
        compliant: [
            { tools: namespace("tools"), server: workload(deployment, sandboxed({})) },
            {
                tools: namespace("tools"),
                check: workload(
                    "kubernetes:batch/v1:CronJob",
                    sandboxed({ tolerations: [{ key: tierLabel, operator: "Exists" }] }),
                ),
            },
            { tools: namespace("tools"), pod: workload("kubernetes:core/v1:Pod", sandboxed({})) },
            { platform: namespace("platform"), server: workload(deployment, {}) },
            { mount: inNamespace("aks-istio-ingress") },
        ],
        violating: [
            { tools: namespace("tools"), server: workload(deployment, {}) },
            { tools: namespace("tools"), server: workload(deployment, sandboxed({ runtimeClassName: "runc" })) },
            { tools: namespace("tools"), server: workload(deployment, sandboxed({ tolerations: [] })) },
            {
                tools: namespace("tools"),
                server: workload(
                    deployment,
                    sandboxed({ containers: [{ name: "server", resources: { limits: { memory: "64Mi" } } }] }),
                ),
            },
            // of a tier that nobody knows
            { server: workload(deployment, {}) },
            {
                unnamed: { type: namespaceType, inputs: { metadata: { name: "mcp-orders" } } },
                server: workload(deployment, {}),
            },
        ],
    },
});

function toleratesTools(resource: Resource, path: string): boolean {
    return elements(resource, path).some((each) => {
        const { key, operator = "Equal", value, effect = "NoSchedule" } = Object(get(resource, each)) as Toleration;
        return key === tierLabel && (operator === "Exists" || value === toolsTier) && effect === "NoSchedule";
    });
}

/** Bytes that the containers may use together. */
function memoryOf(resource: Resource, path: string): number {
    return elements(resource, path)
        .map((each) => amountOf(get(resource, `${each}.${limit}`)))
        .reduce((sum, bytes) => sum + bytes, 0);
}

function namespace(tier: string) {
    return { type: namespaceType, inputs: { metadata: { name: "mcp-orders", labels: { [tierLabel]: tier } } } };
}

function sandboxed(changes: object) {
    return {
        runtimeClassName: "kata-vm-isolation",
        tolerations: [{ key: tierLabel, operator: "Equal", value: toolsTier, effect: "NoSchedule" }],
        containers: [
            { name: "server", resources: { limits: { memory: "96Mi" } } },
            { name: "proxy", resources: { limits: { memory: "32Mi" } } },
        ],
        ...changes,
    };
}

function inNamespace(name: string) {
    return { type: deployment, inputs: { metadata: { name: "certificates", namespace: name } } };
}
