import { defineRule, unless } from "../../engine";
import { partsIn } from "../network/parts";
import { clusterType, inPools, type NodePool, poolType } from "./node-pool";

const localDns = "localDNSProfile.mode";
const reads = {
    enabled: "networkProfile.advancedNetworking.enabled",
    security: "networkProfile.advancedNetworking.security.enabled",
    policies: "networkProfile.advancedNetworking.security.advancedNetworkPolicies",
    mesh: "serviceMeshProfile.mode",
};

/**
 * Network policies can name the hosts that a tool may call.
 *
 * Those of layer 7 include them, but do not work with the Istio add-on, so a cluster must say whether it has that:
 * https://learn.microsoft.com/azure/aks/container-network-security-l7-policy-concepts. A cache of names on the node keeps
 * them from learning addresses, and Azure chooses one where nothing is said from Kubernetes 1.37 on:
 * https://learn.microsoft.com/azure/aks/how-to-apply-fqdn-filtering-policies and https://learn.microsoft.com/azure/aks/localdns-custom
 */
export default defineRule({
    id: "aks-acns",
    title: "Network policies can name hosts",
    severity: "high",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-1"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/container-network-security-fqdn-filtering-concepts",
    types: [clusterType, poolType],
    reads: [...Object.values(reads), ...inPools([localDns])],
    // a cluster need not have pools of its own
    optional: [`agentPoolProfiles[].${localDns}`],
    why: "The addresses of a host change and are shared with others, so that a policy on addresses lets a stolen tool send to strangers.",
    fix: 'Set networkProfile.advancedNetworking.enabled and networkProfile.advancedNetworking.security.enabled to true, networkProfile.advancedNetworking.security.advancedNetworkPolicies to "FQDN", or to "L7" where there is no mesh, serviceMeshProfile.mode to "Istio" or "Disabled", and localDNSProfile.mode of every pool to "Disabled".',
    check: (inputs, { resource: { type } }) => [
        ...(type === clusterType ? clusterFlaws(inputs) : []),
        ...partsIn(inputs, type).flatMap(({ part, at }: { part: NodePool; at: string }) =>
            unless(
                part.localDNSProfile?.mode === "Disabled",
                `${at}${localDns}`,
                "names are looked up on the node, past what lets policies name hosts",
            ),
        ),
    ],
    examples: {
        compliant: [
            { inputs: cluster({}) },
            { inputs: { ...cluster({ advancedNetworkPolicies: "L7" }), serviceMeshProfile: { mode: "Disabled" } } },
            { inputs: { ...cluster({}), agentPoolProfiles: [pool("Disabled")] } },
            { type: poolType, inputs: pool("Disabled") },
        ],
        violating: [
            {
                inputs: {
                    ...cluster({}),
                    networkProfile: { advancedNetworking: { ...networking({}), enabled: false } },
                },
            },
            { inputs: cluster({ enabled: false }) },
            { inputs: cluster({ advancedNetworkPolicies: "None" }) },
            { inputs: cluster({ advancedNetworkPolicies: "L7" }) },
            { inputs: { ...cluster({}), serviceMeshProfile: { mode: "" } } },
            { inputs: { ...cluster({}), agentPoolProfiles: [pool("Disabled"), {}] } },
            { type: poolType, inputs: pool("Required") },
            { type: poolType, inputs: pool("Preferred") },
        ],
    },
});

// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
function clusterFlaws({ networkProfile, serviceMeshProfile }: any) {
    const { enabled, security } = networkProfile?.advancedNetworking ?? {};
    const { mode } = serviceMeshProfile ?? {};
    const policies = mode === "Disabled" ? ["FQDN", "L7"] : ["FQDN"];
    return [
        ...unless(["Disabled", "Istio"].includes(mode), reads.mesh, "whether there is a mesh must be said"),
        ...unless(enabled === true, reads.enabled, "advanced networking is off"),
        ...unless(security?.enabled === true, reads.security, "advanced network policies are off"),
        ...unless(
            policies.includes(security?.advancedNetworkPolicies),
            reads.policies,
            `this must be ${policies.join(" or ")}, as the mesh allows it`,
            [reads.mesh],
        ),
    ];
}

function cluster(changes: object) {
    return { networkProfile: { advancedNetworking: networking(changes) }, serviceMeshProfile: { mode: "Istio" } };
}

function networking(changes: object) {
    return { enabled: true, security: { enabled: true, advancedNetworkPolicies: "FQDN", ...changes } };
}

function pool(mode: string) {
    return { localDNSProfile: { mode } };
}
