import { defineRule, unless } from "../../engine";
import { isDisabled } from "../key-vault/public-network-access";

/** A storage account takes Entra tokens over TLS from the private network, and nothing else. */
export default defineRule({
    id: "st-baseline",
    title: "Storage accounts are private and take no keys",
    severity: "high",
    level: "mandatory",
    practices: ["2.1", "3.1", "IR-4"],
    references: {
        mcsb: ["IM-1", "NS-2", "DP-3"],
        cis: ["4.1", "4.6", "4.7", "4.15", "4.16", "4.17"],
        azurePolicy: ["404c3081", "fe83a0eb", "4fa4b6c0", "8c6a50c6", "b2982f36", "92a89a79"],
        checkov: [
            "CKV_AZURE_3",
            "CKV_AZURE_35",
            "CKV_AZURE_44",
            "CKV_AZURE_59",
            "CKV2_AZURE_40",
            "CKV2_AZURE_41",
            "CKV2_AZURE_47",
        ],
        psrule: [
            "Storage.BlobPublicAccess",
            "Storage.Firewall",
            "Storage.LocalAuth",
            "Storage.MinTLS",
            "Storage.SecureTransfer",
        ],
    },
    component: "AuditArchive",
    url: "https://learn.microsoft.com/azure/storage/blobs/security-recommendations",
    types: ["storage:StorageAccount"],
    reads: [
        "enableHttpsTrafficOnly",
        "minimumTlsVersion",
        "allowBlobPublicAccess",
        "allowSharedKeyAccess",
        "isLocalUserEnabled",
        "isSftpEnabled",
        "publicNetworkAccess",
        "networkRuleSet.defaultAction",
        "networkRuleSet.bypass",
        "networkRuleSet.ipRules",
        "allowCrossTenantReplication",
        "allowedCopyScope",
    ],
    optional: ["networkRuleSet.ipRules"],
    why: "Whoever has a key of an account has all of its data, with no name in any log; and data that can be copied to another tenant leaves without a trace in this one.",
    fix: 'Set enableHttpsTrafficOnly to true, minimumTlsVersion to "TLS1_2", publicNetworkAccess to "Disabled", networkRuleSet.defaultAction to "Deny" without ipRules, networkRuleSet.bypass to "None" or, where Azure writes logs, "AzureServices", allowedCopyScope to "PrivateLink" or "AAD", and allowBlobPublicAccess, allowSharedKeyAccess, isLocalUserEnabled, isSftpEnabled and allowCrossTenantReplication to false.',
    check: (account) => [
        ...unless(
            account.enableHttpsTrafficOnly === true,
            "enableHttpsTrafficOnly",
            "data may travel without encryption",
        ),
        ...unless(
            ["TLS1_2", "TLS1_3"].includes(account.minimumTlsVersion),
            "minimumTlsVersion",
            "clients may use an old version of TLS",
        ),
        ...unless(account.allowBlobPublicAccess === false, "allowBlobPublicAccess", "a container can be made public"),
        ...unless(account.allowSharedKeyAccess === false, "allowSharedKeyAccess", "the keys of this account open it"),
        ...unless(account.isLocalUserEnabled === false, "isLocalUserEnabled", "users outside of Entra ID can exist"),
        ...unless(account.isSftpEnabled === false, "isSftpEnabled", "SFTP takes passwords instead of tokens"),
        ...unless(
            isDisabled(account.publicNetworkAccess),
            "publicNetworkAccess",
            "the internet reaches this storage account",
        ),
        ...unless(
            account.networkRuleSet?.defaultAction === "Deny",
            "networkRuleSet.defaultAction",
            "the firewall lets in whoever is not listed",
        ),
        ...unless(
            ["AzureServices", "None"].includes(account.networkRuleSet?.bypass),
            "networkRuleSet.bypass",
            "whom the firewall lets pass must be nobody or the services of Azure",
        ),
        ...unless(
            !account.networkRuleSet?.ipRules?.length,
            "networkRuleSet.ipRules",
            "the firewall lets in public addresses",
        ),
        ...unless(
            account.allowCrossTenantReplication === false,
            "allowCrossTenantReplication",
            "data can be replicated to another tenant",
        ),
        ...unless(
            ["AAD", "PrivateLink"].includes(account.allowedCopyScope),
            "allowedCopyScope",
            "data can be copied from accounts of other tenants",
        ),
    ],
    examples: {
        compliant: [
            { inputs: account({}) },
            {
                inputs: account({
                    minimumTlsVersion: "TLS1_3",
                    allowedCopyScope: "AAD",
                    networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
                }),
            },
        ],
        violating: [
            { inputs: account({ enableHttpsTrafficOnly: false }) },
            { inputs: account({ minimumTlsVersion: "TLS1_1" }) },
            { inputs: account({ allowBlobPublicAccess: true }) },
            { inputs: account({ allowSharedKeyAccess: true }) },
            { inputs: account({ isLocalUserEnabled: true }) },
            { inputs: account({ isSftpEnabled: true }) },
            { inputs: account({ publicNetworkAccess: "Enabled" }) },
            { inputs: account({ networkRuleSet: { defaultAction: "Allow", bypass: "None", ipRules: [] } }) },
            { inputs: account({ networkRuleSet: { defaultAction: "Deny", bypass: "Logging", ipRules: [] } }) },
            {
                inputs: account({
                    networkRuleSet: {
                        defaultAction: "Deny",
                        bypass: "None",
                        ipRules: [{ iPAddressOrRange: "192.0.2.0/24" }],
                    },
                }),
            },
            { inputs: account({ allowCrossTenantReplication: true }) },
            { inputs: account({ allowedCopyScope: "" }) },
        ],
    },
});

function account(changes: object) {
    return {
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        isLocalUserEnabled: false,
        isSftpEnabled: false,
        publicNetworkAccess: "Disabled",
        networkRuleSet: { defaultAction: "Deny", bypass: "None", ipRules: [] },
        allowCrossTenantReplication: false,
        allowedCopyScope: "PrivateLink",
        ...changes,
    };
}
