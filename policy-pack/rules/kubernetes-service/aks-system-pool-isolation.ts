import { defineRule, unless } from "../../engine";
import { tierLabel } from "../kubernetes/namespace";
import { partsIn } from "../network/parts";
import { clusterType, inPools, type NodePool, poolTypes } from "./node-pool";

const reads = { mode: "mode", taints: "nodeTaints", tier: `nodeLabels.${tierLabel}` };
const reserved = "CriticalAddonsOnly=true:NoSchedule";

/**
 * What keeps the cluster going shares no node with anything of ours.
 *
 * A pool is judged by itself: where all others keep pods out, a pod that no pool takes does not start.
 */
export default defineRule({
    id: "aks-system-pool-isolation",
    title: "System pools run nothing but the system",
    severity: "medium",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { checkov: ["CKV_AZURE_232"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-system-pools",
    types: poolTypes,
    reads: inPools(Object.values(reads)),
    // inside a cluster of the other type, and only system pools need the taint
    optional: inPools(Object.values(reads)).filter((path) => path !== reads.mode),
    why: "Whoever breaks out of a container on a node with CoreDNS, the policy engine or the sensors has those of the whole cluster.",
    fix: `Set mode of every pool: to "System" with ${reserved} in nodeTaints, or to "User"; a pool with the label ${tierLabel} must be one of users.`,
    check: (inputs, { resource: { type } }) =>
        partsIn(inputs, type).flatMap(({ part, at }: { part: NodePool; at: string }) => {
            const { mode = "", nodeTaints = [], nodeLabels } = part;
            return [
                ...unless(
                    ["Gateway", "User"].includes(mode) || (mode === "System" && nodeTaints.includes(reserved)),
                    `${at}${reads.mode}`,
                    "a pool must be one of users, or a system pool that keeps other pods out",
                    [`${at}${reads.taints}`],
                ),
                ...unless(
                    nodeLabels?.[tierLabel] === undefined || mode === "User",
                    `${at}${reads.tier}`,
                    "MCP servers must run in a pool of users",
                    [`${at}${reads.mode}`],
                ),
            ];
        }),
    examples: {
        compliant: [
            { inputs: { mode: "System", nodeTaints: [reserved] } },
            { inputs: { mode: "User", nodeLabels: { [tierLabel]: "tools" } } },
            { inputs: { mode: "Gateway" } },
            { type: clusterType, inputs: { agentPoolProfiles: [{ mode: "System", nodeTaints: [reserved] }] } },
        ],
        violating: [
            { inputs: { mode: "System", nodeTaints: ["mcp-tier=tools:NoSchedule"] } },
            { inputs: { nodeTaints: [reserved] } },
            { inputs: { mode: "System", nodeTaints: [reserved], nodeLabels: { [tierLabel]: "tools" } } },
            { type: clusterType, inputs: { agentPoolProfiles: [{ mode: "User" }, { mode: "System" }] } },
            {
                type: clusterType,
                inputs: { agentPoolProfiles: [{ mode: "Gateway", nodeLabels: { [tierLabel]: "tools" } }] },
            },
        ],
    },
});
