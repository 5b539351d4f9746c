import { defineRule, unless } from "../../engine";

/** A deleted vault, key or secret can be brought back, and nobody can shorten that time. */
export default defineRule({
    id: "kv-recoverable",
    title: "Key Vault survives deletion",
    severity: "critical",
    level: "mandatory",
    practices: ["6.3", "IR-4"],
    references: {
        mcsb: ["DP-8"],
        cis: ["3.3.5"],
        azurePolicy: ["0b60c0b2", "1e66c121"],
        checkov: ["CKV_AZURE_42", "CKV_AZURE_110", "CKV_AZURE_111"],
        psrule: ["KeyVault.SoftDelete", "KeyVault.PurgeProtect"],
    },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",
    types: ["keyvault:Vault"],
    reads: ["properties.enablePurgeProtection", "properties.enableSoftDelete", "properties.softDeleteRetentionInDays"],
    optional: ["properties.enableSoftDelete"],
    parameters: {
        minimumRetentionDays: {
            type: "integer",
            default: 90,
            minimum: 7,
            maximum: 90,
            description: "Fewest days that a deleted vault can be brought back.",
        },
    },
    why: "Whoever deletes and purges a key destroys everything that it encrypts.",
    fix: "Set properties.enablePurgeProtection to true and properties.softDeleteRetentionInDays to 90, or to the minimum of the environment; leave soft delete on.",
    check: ({ properties }, { parameters: { minimumRetentionDays } }) => [
        ...unless(
            properties?.enablePurgeProtection === true,
            "properties.enablePurgeProtection",
            "a deleted vault can be purged at once",
        ),
        ...unless(properties?.enableSoftDelete !== false, "properties.enableSoftDelete", "deletion is final"),
        ...unless(
            properties?.softDeleteRetentionInDays >= minimumRetentionDays,
            "properties.softDeleteRetentionInDays",
            `a deleted vault must be kept for ${minimumRetentionDays} days or more`,
        ),
    ],
    examples: {
        compliant: [
            {
                inputs: {
                    properties: { enablePurgeProtection: true, enableSoftDelete: true, softDeleteRetentionInDays: 90 },
                },
            },
        ],
        violating: [
            {
                inputs: {
                    properties: { enablePurgeProtection: false, enableSoftDelete: true, softDeleteRetentionInDays: 90 },
                },
            },
            {
                inputs: {
                    properties: { enablePurgeProtection: true, enableSoftDelete: false, softDeleteRetentionInDays: 90 },
                },
            },
            {
                inputs: {
                    properties: { enablePurgeProtection: true, enableSoftDelete: true, softDeleteRetentionInDays: 89 },
                },
            },
        ],
    },
});
