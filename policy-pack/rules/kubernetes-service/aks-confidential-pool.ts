import { defineRelation, get, some, text, unless } from "../../engine";
import { withParts } from "../network/parts";
import { labelOf, labelPaths, managedNamespaceType, namespaceTypes } from "./namespace-label";
import { clusterType, isConfidential, poolType } from "./node-pool";

const classification = "data-classification";
const restricted = "restricted";
const reads = { size: "vmSize", label: `nodeLabels.${classification}` };

/**
 * Data of the highest class can be processed in machines whose memory the host cannot read. Whether pods ask for these is
 * a matter of their nodeSelector.
 *
 * Advisory, because a pod cannot have both: Azure sandboxes no pods on confidential machines, so whoever has a tool with
 * such data must choose between protection from the tool and protection from the host.
 */
export default defineRelation({
    id: "aks-confidential-pool",
    title: "Restricted data has confidential machines",
    severity: "medium",
    level: "advisory",
    practices: ["3.2", "6.4", "PP-3"],
    references: {},
    url: "https://learn.microsoft.com/azure/aks/use-cvm",
    types: namespaceTypes,
    reads: labelPaths(classification),
    // of one of the types each
    optional: labelPaths(classification),
    related: {
        [poolType]: { optional: Object.values(reads) },
        [clusterType]: { optional: Object.values(reads).map((path) => `agentPoolProfiles[].${path}`) },
    },
    presence: true,
    why: "Encryption ends where data is used: in the memory of a plain machine, whoever has the host reads it.",
    fix: `Create a containerservice.AgentPool with a confidential vmSize such as Standard_DC4as_v5 and ${classification}: ${restricted} in nodeLabels, and select that label in nodeSelector of the pods.`,
    check: (namespace, stack) =>
        unless(
            labelOf(namespace, classification) !== restricted ||
                some(
                    withParts(stack).ofType(poolType),
                    (pool) => isConfidential(text(pool, reads.size)) && get(pool, reads.label) === restricted,
                ),
            "",
            "this namespace has restricted data, and no confidential node pool is labelled for it",
        ),
    examples: {
        compliant: [
            { namespace: namespace(restricted), pool: pool({}) },
            { namespace: namespace("internal") },
            { managed: managed(), cluster: { type: clusterType, inputs: { agentPoolProfiles: [pool({}).inputs] } } },
        ],
        violating: [
            { namespace: namespace(restricted), pool: pool({ vmSize: "Standard_D8s_v5" }) },
            { namespace: namespace(restricted), pool: pool({ nodeLabels: { [classification]: "internal" } }) },
            { managed: managed() },
        ],
    },
});

function namespace(value: string) {
    const metadata = { name: "mcp-crm", labels: { [classification]: value } };
    return { type: "kubernetes:core/v1:Namespace", inputs: { metadata } };
}

function managed() {
    return { type: managedNamespaceType, inputs: { properties: { labels: { [classification]: restricted } } } };
}

function pool(changes: object) {
    const nodeLabels = { [classification]: restricted };
    return { type: poolType, inputs: { vmSize: "Standard_DC4as_v5", nodeLabels, ...changes } };
}
