import {
    defineRelation,
    every,
    get,
    type Link,
    nameAt,
    type Resource,
    type Stack,
    some,
    someReferred,
    text,
    unless,
} from "../../engine";
import { namespaceName, namespaceType, toNamespace } from "../kubernetes/namespace";
import { inPods, podPrefix, workloadTypes } from "../kubernetes/workload";
import { withParts } from "../network/parts";
import { labelOf, labelPaths, managedNamespaceType, namespaceTypes } from "./namespace-label";
import { clusterType, isConfidential, poolType } from "./node-pool";

const classification = "data-classification";
const restricted = "restricted";
const name = "managedNamespaceName";
const selector = "spec.nodeSelector";
const poolReads = ["nodeLabels", "vmSize"];
const reads = [...labelPaths(classification), "metadata.namespace", ...inPods([selector])];

/**
 * Data of the highest class is processed in machines whose memory the host cannot read.
 *
 * Advisory, because a pod cannot have both: Azure sandboxes no pods on confidential machines, so a tool that needs a
 * sandbox has to take its data there.
 */
export default defineRelation({
    id: "aks-confidential-pool",
    title: "Restricted data is processed in confidential machines",
    severity: "medium",
    level: "advisory",
    practices: ["3.2", "6.4", "PP-3"],
    references: {},
    url: "https://learn.microsoft.com/azure/aks/use-cvm",
    types: [...namespaceTypes, ...workloadTypes],
    reads,
    // each of some of the types
    optional: reads,
    related: {
        [namespaceType]: { required: ["metadata.name"] },
        [managedNamespaceType]: { required: [name] },
        [poolType]: { optional: poolReads },
        [clusterType]: { optional: poolReads.map((path) => `agentPoolProfiles[].${path}`) },
    },
    presence: true,
    why: "Encryption ends where data is used: in the memory of a plain machine, whoever has the host reads it.",
    fix: `Create a containerservice.AgentPool with a confidential vmSize such as Standard_DC4as_v5 and a label of its own in nodeLabels, and select that label in nodeSelector of every pod in a namespace with ${classification}: ${restricted}.`,
    check: (resource, plain) => {
        const stack = withParts(plain);
        const pools = stack.ofType(poolType);
        if (namespaceTypes.includes(resource.type))
            return unless(
                !isRestricted(resource) || some(pools, isConfidentialPool),
                "",
                "no node pool is confidential, and this namespace has restricted data",
            );
        const path = `${podPrefix(resource.type)}${selector}`;
        return unless(
            !isInRestricted(resource, stack) || selects(get(resource, path) ?? {}, pools),
            path,
            "these pods must select the nodes of confidential pools and no others",
        );
    },
    examples: {
        compliant: [
            { namespace: namespace(restricted), pod: pod({ memory: "confidential" }), ...pools() },
            { namespace: namespace("internal"), pod: pod({}) },
            {
                managed: {
                    type: managedNamespaceType,
                    inputs: { [name]: "mcp-crm", properties: { labels: { [classification]: restricted } } },
                },
                cluster: { type: clusterType, inputs: { agentPoolProfiles: [pools().confidential.inputs] } },
            },
        ],
        violating: [
            { namespace: namespace(restricted), tools: pools().tools },
            { namespace: namespace(restricted), pod: pod({}), ...pools() },
            { namespace: namespace(restricted), pod: pod({ memory: "plain" }), ...pools() },
            {
                managed: {
                    type: managedNamespaceType,
                    inputs: { [name]: "mcp-crm", properties: { labels: { [classification]: restricted } } },
                },
                pod: pod({ memory: "plain" }),
                ...pools(),
            },
        ],
    },
});

const toNamespaces = new Map(
    workloadTypes.map((type): [string, Link[]] => [type, [toNamespace(type), toManagedNamespace(type)]]),
);

function toManagedNamespace(type: string): Link {
    return { type, input: "metadata", names: namespaceName, to: managedNamespaceType, nameOf: nameAt(name) };
}

function isRestricted(namespace: Resource): boolean {
    return labelOf(namespace, classification) === restricted;
}

function isInRestricted(workload: Resource, stack: Stack): boolean {
    return some(toNamespaces.get(workload.type) ?? [], (link) => someReferred(link, workload, stack, isRestricted));
}

function isConfidentialPool(pool: Resource): boolean {
    return isConfidential(text(pool, "vmSize"));
}

/** Whether pods that ask for nodes with some labels get confidential ones only, and get any. */
function selects(labels: object, pools: readonly Resource[]): boolean {
    const isAskedFor = (pool: Resource) => {
        const own = Object.entries(get(pool, "nodeLabels") ?? {}).map(([label, value]) => `${label}=${value}`);
        return Object.entries(labels).every(([label, value]) => own.includes(`${label}=${value}`));
    };
    return (
        some(pools, isAskedFor) &&
        every(pools, (pool) => some([isConfidentialPool, () => !isAskedFor(pool)], (holds) => holds(pool)))
    );
}

function namespace(value: string) {
    return { type: namespaceType, inputs: { metadata: { name: "mcp-crm", labels: { [classification]: value } } } };
}

function pod(nodeSelector: object) {
    const template = { spec: { nodeSelector } };
    return {
        type: "kubernetes:apps/v1:Deployment",
        inputs: { metadata: { name: "crm", namespace: "mcp-crm" }, spec: { template } },
    };
}

function pools() {
    return {
        confidential: {
            type: poolType,
            inputs: { vmSize: "Standard_DC4as_v5", nodeLabels: { memory: "confidential" } },
        },
        tools: { type: poolType, inputs: { vmSize: "Standard_D8s_v5", nodeLabels: { memory: "plain" } } },
    };
}
