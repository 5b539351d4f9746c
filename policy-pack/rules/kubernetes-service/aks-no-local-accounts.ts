import { defineRule, unless } from "../../engine";

/** Who uses the cluster is known to Entra ID. */
export default defineRule({
    id: "aks-no-local-accounts",
    title: "Clusters have no local accounts",
    severity: "critical",
    level: "mandatory",
    practices: ["2.1"],
    references: {
        mcsb: ["IM-1", "PA-1"],
        azurePolicy: ["993c2fcd"],
        checkov: ["CKV_AZURE_141"],
        psrule: ["AKS.LocalAccounts"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    types: ["containerservice:ManagedCluster"],
    reads: ["disableLocalAccounts"],
    why: "The local account is an administrator without name, second factor or expiry, and whoever may list its certificate has it for good.",
    fix: "Set disableLocalAccounts to true.",
    check: ({ disableLocalAccounts }) =>
        unless(disableLocalAccounts === true, "disableLocalAccounts", "a shared administrator opens this cluster"),
    examples: {
        compliant: [{ inputs: { disableLocalAccounts: true } }],
        violating: [{ inputs: { disableLocalAccounts: false } }],
    },
});
