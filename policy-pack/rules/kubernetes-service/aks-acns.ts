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
 * Azure takes policies of layer 7 only without the Istio add-on, and they include those on host names.
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
    optional: [reads.mesh],
    why: "The addresses of a host change and are shared with others, so that a policy on addresses lets a stolen tool send to strangers.",
    fix: 'Set networkProfile.advancedNetworking.enabled and networkProfile.advancedNetworking.security.enabled to true, and security.advancedNetworkPolicies to "FQDN", or to "L7" where serviceMeshProfile.mode is not "Istio".',
    check: ({ networkProfile, serviceMeshProfile }) => {
        const { enabled, security } = networkProfile?.advancedNetworking ?? {};
        const policies = serviceMeshProfile?.mode === "Istio" ? ["FQDN"] : ["FQDN", "L7"];
        return [
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
            { inputs: { networkProfile: { advancedNetworking: { ...networking({}), enabled: false } } } },
            { inputs: cluster({ enabled: false }) },
            { inputs: cluster({ advancedNetworkPolicies: "None" }) },
            { inputs: { ...cluster({ advancedNetworkPolicies: "L7" }), serviceMeshProfile: { mode: "Istio" } } },
        ],
    },
});

function cluster(changes: object) {
    return { networkProfile: { advancedNetworking: networking(changes) }, serviceMeshProfile: { mode: "Istio" } };
}

function networking(changes: object) {
    return { enabled: true, security: { enabled: true, advancedNetworkPolicies: "FQDN", ...changes } };
}
