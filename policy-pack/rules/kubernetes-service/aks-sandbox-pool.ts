import { defineRelation, elements, get, type Resource, some, text, unless } from "../../engine";
import { tierLabel, toolsTier } from "../kubernetes/namespace";
import { partsOf, withParts } from "../network/parts";
import { labelOf, labelPaths, namespaceTypes } from "./namespace-label";
import { clusterType, inPools, poolType, poolTypes, sandboxed } from "./node-pool";

const tier = labelPaths(tierLabel);
const taint = `${tierLabel}=${toolsTier}:NoSchedule`;
const reads = {
    runtime: "workloadRuntime",
    system: "osSKU",
    size: "vmSize",
    taints: "nodeTaints",
    label: `nodeLabels.${tierLabel}`,
};
const poolReads = inPools(Object.values(reads));
const allReads = [...tier, ...poolReads];

/**
 * Where there are tools, there are nodes that give each pod a virtual machine of its own, and only tools run there.
 *
 * Azure sandboxes on Azure Linux alone, on machines of the second generation that can host others:
 * https://learn.microsoft.com/azure/aks/use-pod-sandboxing
 */
export default defineRelation({
    id: "aks-sandbox-pool",
    title: "Tools have nodes that sandbox them",
    severity: "high",
    level: "mandatory",
    practices: ["10.1"],
    references: { mcsb: ["PV-3"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-pod-sandboxing",
    types: [...namespaceTypes, ...poolTypes],
    reads: allReads,
    // of one of the types each
    optional: allReads,
    related: {
        [poolType]: { optional: Object.values(reads) },
        [clusterType]: { optional: Object.values(reads).map((path) => `agentPoolProfiles[].${path}`) },
    },
    presence: true,
    why: "Tools run code and data that nobody has read, and all containers of a node share one kernel: a flaw in it gives one tool the secrets of all others.",
    fix: `Create a containerservice.AgentPool with workloadRuntime "${sandboxed}", osSKU "AzureLinux" or "AzureLinux3", a vmSize such as Standard_D8s_v5 that supports nested virtualization, ${taint} in nodeTaints and ${tierLabel}: ${toolsTier} in nodeLabels.`,
    check: (resource, stack) => {
        if (namespaceTypes.includes(resource.type))
            return unless(
                labelOf(resource, tierLabel) !== toolsTier ||
                    some(withParts(stack).ofType(poolType), (pool) => text(pool, reads.runtime) === sandboxed),
                "",
                "no node pool sandboxes the tools of this namespace",
            );
        return partsOf(resource)
            .filter(({ part }) => text(part, reads.runtime) === sandboxed)
            .flatMap(({ part, at }) => flaws(part, at));
    },
    examples: {
        compliant: [
            { namespace: namespace(toolsTier), pool: pool({}) },
            { namespace: namespace("platform"), pool: pool({ workloadRuntime: "OCIContainer", osSKU: "Ubuntu" }) },
            {
                managed: {
                    type: "containerservice:ManagedNamespace",
                    inputs: { properties: { labels: { [tierLabel]: toolsTier } } },
                },
                cluster: { type: clusterType, inputs: { agentPoolProfiles: [pool({}).inputs] } },
            },
        ],
        violating: [
            { namespace: namespace(toolsTier), pool: pool({ workloadRuntime: "OCIContainer" }) },
            {
                managed: {
                    type: "containerservice:ManagedNamespace",
                    inputs: { properties: { labels: { [tierLabel]: toolsTier } } },
                },
            },
            { pool: pool({ osSKU: "Ubuntu" }) },
            { pool: pool({ vmSize: "Standard_D8ps_v5" }) },
            { pool: pool({ nodeTaints: [] }) },
            { pool: pool({ nodeLabels: { [tierLabel]: "platform" } }) },
            { cluster: { type: clusterType, inputs: { agentPoolProfiles: [pool({ osSKU: "Ubuntu" }).inputs] } } },
        ],
    },
});

function flaws(pool: Resource, at: string) {
    return [
        ...unless(
            ["AzureLinux", "AzureLinux3"].includes(text(pool, reads.system)),
            `${at}${reads.system}`,
            "only Azure Linux sandboxes pods",
        ),
        ...unless(
            hostsMachines(text(pool, reads.size)),
            `${at}${reads.size}`,
            "machines of this size cannot host others, or it is not known that they can",
        ),
        ...unless(
            some(elements(pool, reads.taints), (path) => text(pool, path) === taint),
            `${at}${reads.taints}`,
            "this pool does not keep out what is no tool",
        ),
        ...unless(get(pool, reads.label) === toolsTier, `${at}${reads.label}`, "tools cannot ask for this pool"),
    ];
}

/**
 * Whether machines of a size are of the second generation and support nested virtualization: those for general purpose and
 * for memory with Intel since v3 and with AMD since v5, and for compute with Intel. Those with ARM and confidential ones do
 * not. https://learn.microsoft.com/azure/virtual-machines/sizes/overview
 */
function hostsMachines(vmSize: string): boolean {
    return /^Standard_(?:[DE]\d+(?:-\d+)?(?:[bil]*d?s_v[3-6]|i?al?d?s_v[56])|F\d+s_v2)$/i.test(vmSize);
}

function namespace(value: string) {
    const metadata = { name: "mcp-crm", labels: { [tierLabel]: value } };
    return { type: "kubernetes:core/v1:Namespace", inputs: { metadata } };
}

function pool(changes: object) {
    return {
        type: poolType,
        inputs: {
            workloadRuntime: sandboxed,
            osSKU: "AzureLinux",
            vmSize: "Standard_D8s_v5",
            nodeTaints: [taint],
            nodeLabels: { [tierLabel]: toolsTier },
            ...changes,
        },
    };
}
