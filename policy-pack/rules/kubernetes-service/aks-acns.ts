import { defineRule, unless } from "../../engine";

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
 * https://learn.microsoft.com/azure/aks/container-network-security-l7-policy-concepts
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
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "The addresses of a host change and are shared with others, so that a policy on addresses lets a stolen tool send to strangers.",
    fix: 'Set networkProfile.advancedNetworking.enabled and networkProfile.advancedNetworking.security.enabled to true, networkProfile.advancedNetworking.security.advancedNetworkPolicies to "FQDN", or to "L7" where there is no mesh, and serviceMeshProfile.mode to "Istio" or "Disabled".',
    check: ({ networkProfile, serviceMeshProfile }) => {
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
    },
    examples: {
        compliant: [
            { inputs: cluster({}) },
            { inputs: { ...cluster({ advancedNetworkPolicies: "L7" }), serviceMeshProfile: { mode: "Disabled" } } },
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
        ],
    },
});

function cluster(changes: object) {
    return { networkProfile: { advancedNetworking: networking(changes) }, serviceMeshProfile: { mode: "Istio" } };
}

function networking(changes: object) {
    return { enabled: true, security: { enabled: true, advancedNetworkPolicies: "FQDN", ...changes } };
}
