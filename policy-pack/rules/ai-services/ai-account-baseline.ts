import { defineRule, unless } from "../../engine";
import { isDisabled } from "../key-vault/public-network-access";

/** An account of Azure AI services is reached through private endpoints only, and opened by Entra roles only. */
export default defineRule({
    id: "ai-account-baseline",
    title: "AI services are private and take no keys",
    severity: "high",
    level: "mandatory",
    practices: ["1.3", "2.1"],
    references: {
        mcsb: ["IM-1", "NS-2"],
        azurePolicy: ["71ef260a", "037eea7a", "fe3fd216"],
        checkov: ["CKV_AZURE_134", "CKV_AZURE_236", "CKV_AZURE_238"],
        psrule: ["AI.DisableLocalAuth", "AI.ManagedIdentity", "AI.PublicAccess"],
    },
    component: "ContentSafety",
    url: "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    types: ["cognitiveservices:Account"],
    reads: [
        "properties.disableLocalAuth",
        "properties.publicNetworkAccess",
        "properties.networkAcls.defaultAction",
        "properties.networkAcls.bypass",
        "properties.customSubDomainName",
        "identity.type",
    ],
    why: "Whoever has a key of an account reads and asks what they like, with no name in any log; and what guards prompts is no guard when anybody can learn how it answers.",
    fix: 'Set properties.disableLocalAuth to true, publicNetworkAccess to "Disabled", networkAcls.defaultAction to "Deny" and networkAcls.bypass to "None"; set properties.customSubDomainName, without which Entra tokens are refused, and identity.type to "SystemAssigned" or "UserAssigned".',
    check: ({ properties, identity }) => [
        ...unless(
            properties?.disableLocalAuth === true,
            "properties.disableLocalAuth",
            "the keys of this account open it",
        ),
        ...unless(
            isDisabled(properties?.publicNetworkAccess),
            "properties.publicNetworkAccess",
            "the internet reaches this account",
        ),
        ...unless(
            properties?.networkAcls?.defaultAction === "Deny",
            "properties.networkAcls.defaultAction",
            "the firewall lets in whoever is not listed",
        ),
        ...unless(
            properties?.networkAcls?.bypass === "None",
            "properties.networkAcls.bypass",
            "trusted services of Azure pass the firewall",
        ),
        ...unless(
            Boolean(properties?.customSubDomainName),
            "properties.customSubDomainName",
            "an account without a name of its own takes no Entra tokens",
        ),
        ...unless(
            Boolean(identity?.type) && identity.type !== "None",
            "identity.type",
            "an account without an identity needs keys to reach other services",
        ),
    ],
    examples: {
        compliant: [{ inputs: account({}) }, { inputs: { ...account({}), identity: { type: "UserAssigned" } } }],
        violating: [
            { inputs: account({ disableLocalAuth: false }) },
            { inputs: account({ publicNetworkAccess: "Enabled" }) },
            { inputs: account({ networkAcls: { defaultAction: "Allow", bypass: "None" } }) },
            { inputs: account({ networkAcls: { defaultAction: "Deny", bypass: "AzureServices" } }) },
            { inputs: account({ customSubDomainName: "" }) },
            { inputs: { ...account({}), identity: { type: "None" } } },
        ],
    },
});

function account(changes: object) {
    return {
        identity: { type: "SystemAssigned" },
        properties: {
            disableLocalAuth: true,
            publicNetworkAccess: "Disabled",
            networkAcls: { defaultAction: "Deny", bypass: "None" },
            customSubDomainName: "cs-contoso",
            ...changes,
        },
    };
}
