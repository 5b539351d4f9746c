import { defineRule, unless } from "../../engine";
import { isDisabled } from "./public-network-access";

/** Key Vault is reached through private endpoints only. */
export default defineRule({
    id: "kv-private-only",
    title: "Key Vault has no public endpoint",
    severity: "critical",
    level: "mandatory",
    practices: ["6.3"],
    references: {
        mcsb: ["NS-2", "DP-8"],
        azurePolicy: ["405c5871", "55615ac9"],
        checkov: ["CKV_AZURE_109", "CKV_AZURE_189"],
        psrule: ["KeyVault.Firewall"],
    },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/network-security",
    types: ["keyvault:Vault"],
    reads: ["properties.publicNetworkAccess", "properties.networkAcls.defaultAction", "properties.networkAcls.ipRules"],
    optional: ["properties.networkAcls.ipRules"],
    why: "A vault that the internet reaches is one stolen token away from losing every secret; the firewall keeps it closed should public access be switched on.",
    fix: 'Set properties.publicNetworkAccess to "Disabled" and properties.networkAcls.defaultAction to "Deny", remove properties.networkAcls.ipRules, and use a private endpoint.',
    check: ({ properties }) => [
        ...unless(
            isDisabled(properties?.publicNetworkAccess),
            "properties.publicNetworkAccess",
            "the internet reaches this vault",
        ),
        ...unless(
            properties?.networkAcls?.defaultAction === "Deny",
            "properties.networkAcls.defaultAction",
            "the firewall lets in whoever is not listed",
        ),
        ...unless(
            !properties?.networkAcls?.ipRules?.length,
            "properties.networkAcls.ipRules",
            "the firewall lets in public addresses",
        ),
    ],
    examples: {
        compliant: [
            {
                inputs: {
                    properties: {
                        publicNetworkAccess: "Disabled",
                        networkAcls: { defaultAction: "Deny", ipRules: [] },
                    },
                },
            },
            { inputs: { properties: { publicNetworkAccess: "disabled", networkAcls: { defaultAction: "Deny" } } } },
        ],
        violating: [
            {
                inputs: {
                    properties: { publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Deny", ipRules: [] } },
                },
            },
            {
                inputs: {
                    properties: {
                        publicNetworkAccess: "Disabled",
                        networkAcls: { defaultAction: "Allow", ipRules: [] },
                    },
                },
            },
            {
                inputs: {
                    properties: {
                        publicNetworkAccess: "Disabled",
                        networkAcls: { defaultAction: "Deny", ipRules: [{ value: "192.0.2.0/24" }] },
                    },
                },
            },
        ],
    },
});
