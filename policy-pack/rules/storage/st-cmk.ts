import { defineRule, unless } from "../../engine";

const reads = {
    source: "encryption.keySource",
    vault: "encryption.keyVaultProperties.keyVaultUri",
    key: "encryption.keyVaultProperties.keyName",
    twice: "encryption.requireInfrastructureEncryption",
};

/**
 * A storage account is encrypted twice, once of it with a key that the organisation can take away.
 *
 * That the key is in an HSM cannot be told from its address: `kv-key-hsm` demands it of every key.
 */
export default defineRule({
    id: "st-cmk",
    title: "Storage accounts are encrypted with a key of one's own",
    severity: "medium",
    level: "mandatory",
    practices: ["3.2", "6.4"],
    references: {
        mcsb: ["DP-5"],
        cis: ["4.2", "4.11"],
        azurePolicy: ["6fac406b", "4733ea7b"],
        checkov: ["CKV2_AZURE_1"],
    },
    component: "AuditArchive",
    url: "https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview",
    types: ["storage:StorageAccount"],
    reads: Object.values(reads),
    why: "What only the provider's keys protect is open to whoever can make the provider open it, and stays readable in copies that nobody can delete.",
    fix: 'Set encryption.keySource to "Microsoft.Keyvault", encryption.keyVaultProperties to the vault and name of an HSM key, and encryption.requireInfrastructureEncryption to true when the account is created; Azure never changes the last one.',
    check: ({ encryption }) => [
        ...unless(
            encryption?.keySource === "Microsoft.Keyvault",
            reads.source,
            "keys of the provider encrypt this account",
        ),
        ...unless(Boolean(encryption?.keyVaultProperties?.keyVaultUri), reads.vault, "no vault is named for the key"),
        ...unless(Boolean(encryption?.keyVaultProperties?.keyName), reads.key, "no key is named"),
        ...unless(encryption?.requireInfrastructureEncryption === true, reads.twice, "data is encrypted only once"),
    ],
    examples: {
        compliant: [{ inputs: { encryption: encryption({}) } }],
        violating: [
            { inputs: { encryption: encryption({ keySource: "Microsoft.Storage" }) } },
            {
                inputs: {
                    encryption: encryption({ keyVaultProperties: { keyVaultUri: "", keyName: "storage" } }),
                },
            },
            {
                inputs: {
                    encryption: encryption({
                        keyVaultProperties: { keyVaultUri: "https://kv-contoso.vault.azure.net", keyName: "" },
                    }),
                },
            },
            { inputs: { encryption: encryption({ requireInfrastructureEncryption: false }) } },
        ],
    },
});

function encryption(changes: object) {
    return {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: { keyVaultUri: "https://kv-contoso.vault.azure.net", keyName: "storage" },
        requireInfrastructureEncryption: true,
        ...changes,
    };
}
