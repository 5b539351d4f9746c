import { defineRule, unless } from "../../engine";

const reads = {
    workload: "securityProfile.workloadIdentity.enabled",
    issuer: "oidcIssuerProfile.enabled",
    pod: "podIdentityProfile.enabled",
};

/** What runs in the cluster proves who it is with a token of its service account, and needs no secret for it. */
export default defineRule({
    id: "aks-workload-identity",
    title: "Workloads have identities without secrets",
    severity: "critical",
    level: "mandatory",
    practices: ["10.2"],
    references: { mcsb: ["IM-3"], azurePolicy: ["2cc2e023"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    optional: [reads.pod],
    why: "Otherwise tools share the identity of their node or carry secrets; and pod identity, which is no longer supported, hands tokens to whatever pod asks on the node.",
    fix: "Set securityProfile.workloadIdentity.enabled and oidcIssuerProfile.enabled to true, and leave out podIdentityProfile.",
    check: ({ securityProfile, oidcIssuerProfile, podIdentityProfile }) => [
        ...unless(
            securityProfile?.workloadIdentity?.enabled === true,
            reads.workload,
            "workloads cannot have identities of their own",
        ),
        ...unless(oidcIssuerProfile?.enabled === true, reads.issuer, "Entra ID cannot check who a workload is"),
        ...unless(!podIdentityProfile?.enabled, reads.pod, "pod identity hands out the tokens of others"),
    ],
    examples: {
        compliant: [{ inputs: cluster({}) }, { inputs: cluster({ podIdentityProfile: { enabled: false } }) }],
        violating: [
            { inputs: cluster({ securityProfile: { workloadIdentity: { enabled: false } } }) },
            { inputs: cluster({ oidcIssuerProfile: { enabled: false } }) },
            { inputs: cluster({ podIdentityProfile: { enabled: true } }) },
        ],
    },
});

function cluster(changes: object) {
    return {
        securityProfile: { workloadIdentity: { enabled: true } },
        oidcIssuerProfile: { enabled: true },
        ...changes,
    };
}
