import { defineRule, unless } from "../../engine";

const reads = {
    rbac: "enableRBAC",
    managed: "aadProfile.managed",
    azure: "aadProfile.enableAzureRBAC",
    groups: "aadProfile.adminGroupObjectIDs",
};

/** Entra ID says who somebody is, and Azure roles say what they may do in the cluster. */
export default defineRule({
    id: "aks-entra-rbac",
    title: "Azure roles decide who may do what in the cluster",
    severity: "critical",
    level: "mandatory",
    practices: ["2.1", "2.4"],
    references: {
        mcsb: ["IM-1", "PA-7"],
        azurePolicy: ["450d2877", "ac4a19c2"],
        checkov: ["CKV_AZURE_5"],
        psrule: ["AKS.AzureRBAC", "AKS.ManagedAAD", "AKS.UseRBAC"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    optional: [reads.groups],
    parameters: {
        adminGroups: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Object ids of the Entra groups whose members may be administrators of clusters at all times.",
        },
    },
    why: "Azure roles can be made eligible, limited in time and bound to a second factor; the members of an administrator group have the whole cluster at all times.",
    fix: "Set enableRBAC, aadProfile.managed and aadProfile.enableAzureRBAC to true, and leave out aadProfile.adminGroupObjectIDs: an eligible role such as Azure Kubernetes Service RBAC Cluster Admin is the way in.",
    check: ({ enableRBAC, aadProfile }, { parameters: { adminGroups } }) => [
        ...unless(enableRBAC === true, reads.rbac, "whoever gets in may do everything"),
        ...unless(aadProfile?.managed === true, reads.managed, "Entra ID does not say who somebody is"),
        ...unless(aadProfile?.enableAzureRBAC === true, reads.azure, "Azure roles do not decide who may do what"),
        ...unless(
            (aadProfile?.adminGroupObjectIDs ?? []).every((id: string) => adminGroups.includes(id)),
            reads.groups,
            "a group that is not on the list has the whole cluster at all times",
        ),
    ],
    examples: {
        parameters: { adminGroups: ["33333333-3333-4333-8333-000000000041"] },
        compliant: [
            { inputs: cluster({}) },
            { inputs: cluster({ adminGroupObjectIDs: ["33333333-3333-4333-8333-000000000041"] }) },
        ],
        violating: [
            { inputs: { ...cluster({}), enableRBAC: false } },
            { inputs: cluster({ managed: false }) },
            { inputs: cluster({ enableAzureRBAC: false }) },
            {
                inputs: cluster({
                    adminGroupObjectIDs: [
                        "33333333-3333-4333-8333-000000000041",
                        "33333333-3333-4333-8333-000000000042",
                    ],
                }),
            },
        ],
    },
});

function cluster(changes: object) {
    return { enableRBAC: true, aadProfile: { managed: true, enableAzureRBAC: true, ...changes } };
}
