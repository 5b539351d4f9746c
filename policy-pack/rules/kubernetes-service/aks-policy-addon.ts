import { defineRule, unless } from "../../engine";

const path = "addonProfiles.azurepolicy.enabled";

/** Azure Policy judges what is created in the cluster, whoever creates it. Azure writes the key in lower case only. */
export default defineRule({
    id: "aks-policy-addon",
    title: "Azure Policy judges what is created in the cluster",
    severity: "high",
    level: "mandatory",
    practices: ["10.1"],
    references: {
        mcsb: ["PV-2"],
        azurePolicy: ["0a15ec92"],
        checkov: ["CKV_AZURE_116"],
        psrule: ["AKS.AzurePolicyAddOn"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes",
    types: ["containerservice:ManagedCluster"],
    reads: [path],
    why: "Without the add-on, the assignments of Azure Policy look as if they hold, and nothing in the cluster heeds them.",
    fix: "Set addonProfiles.azurepolicy.enabled to true, with the key in lower case.",
    check: ({ addonProfiles }) =>
        unless(addonProfiles?.azurepolicy?.enabled === true, path, "no policy of Azure holds in this cluster"),
    examples: {
        compliant: [{ inputs: { addonProfiles: { azurepolicy: { enabled: true } } } }],
        violating: [
            { inputs: { addonProfiles: { azurepolicy: { enabled: false } } } },
            { inputs: { addonProfiles: { azurePolicy: { enabled: true } } } },
        ],
    },
});
