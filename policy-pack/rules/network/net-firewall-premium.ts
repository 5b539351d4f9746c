import { defineRule, unless } from "../../engine";

const firewall = "network:AzureFirewall";
const policy = "network:FirewallPolicy";
const rulesType = "network:FirewallPolicyRuleCollectionGroup";

const bypass = "intrusionDetection.configuration.bypassTrafficSettings";
const overrides = "intrusionDetection.configuration.signatureOverrides[].mode";
const ruleReads = {
    action: "ruleCollections[].action.type",
    fqdns: "ruleCollections[].rules[].targetFqdns",
    networkFqdns: "ruleCollections[].rules[].destinationFqdns",
    addresses: "ruleCollections[].rules[].destinationAddresses",
};

interface Rule {
    targetFqdns?: string[];
    destinationFqdns?: string[];
    destinationAddresses?: string[];
}

/**
 * The firewall stops what is known to be bad, and lets out to named places only.
 *
 * Intrusion detection without TLS inspection sees the name that a client asks for and no more, which is why the allowed
 * names are short lists. A firewall with a policy takes rules and threat intelligence from there.
 */
export default defineRule({
    id: "net-firewall-premium",
    title: "The firewall denies intruders and unnamed destinations",
    severity: "high",
    level: "mandatory",
    practices: ["12.3"],
    references: {
        mcsb: ["NS-3", "NS-4"],
        azurePolicy: ["8c19196d", "da79a7e2", "3f84c9b0", "dfb5ac92"],
        checkov: ["CKV_AZURE_216", "CKV_AZURE_219", "CKV_AZURE_220"],
        psrule: ["Firewall.Mode", "Firewall.PolicyMode"],
    },
    component: "Network",
    url: "https://learn.microsoft.com/azure/firewall/premium-features",
    types: [policy, firewall, rulesType],
    reads: [
        "sku.tier",
        "firewallPolicy.id",
        "threatIntelMode",
        "intrusionDetection.mode",
        bypass,
        overrides,
        "dnsSettings.enableProxy",
        "insights.isEnabled",
        ...Object.values(ruleReads),
    ],
    // safe when absent, or of one kind of rule each
    optional: [bypass, overrides, ...Object.values(ruleReads)],
    parameters: {
        wildcards: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: 'Names with "*" that rules may allow, exactly as they are written there; never "*" itself.',
        },
    },
    why: "A firewall that only alerts watches the data leave, and one name with a wildcard too many lets it leave for anywhere.",
    fix: 'Set sku.tier to "Premium" on firewall and policy and firewallPolicy.id on the firewall; on the policy threatIntelMode and intrusionDetection.mode to "Deny" without bypass and weaker overrides, dnsSettings.enableProxy and insights.isEnabled to true. Let rules name destinations; list the wildcards that are unavoidable.',
    check: (inputs, { resource: { type }, parameters: { wildcards } }) => {
        if (type === rulesType) return opening(inputs, wildcards);
        const isPremium = unless(
            inputs.sku?.tier === "Premium",
            "sku.tier",
            "only the tier Premium detects intrusions",
        );
        if (type === firewall)
            return [
                ...isPremium,
                ...unless(Boolean(inputs.firewallPolicy?.id), "firewallPolicy.id", "the firewall must have a policy"),
            ];
        const { mode, configuration } = inputs.intrusionDetection ?? {};
        return [
            ...isPremium,
            ...unless(
                inputs.threatIntelMode === "Deny",
                "threatIntelMode",
                "traffic to and from known attackers must be denied",
            ),
            ...unless(mode === "Deny", "intrusionDetection.mode", "intrusions must be denied"),
            ...unless(!configuration?.bypassTrafficSettings?.length, bypass, "some traffic passes intrusion detection"),
            ...unless(
                (configuration?.signatureOverrides ?? []).every((each: { mode?: string }) => each.mode === "Deny"),
                overrides,
                "some signatures of intrusions do not deny",
            ),
            ...unless(
                inputs.dnsSettings?.enableProxy === true,
                "dnsSettings.enableProxy",
                "the firewall must resolve names itself, or its rules mean other addresses than clients do",
            ),
            ...unless(inputs.insights?.isEnabled === true, "insights.isEnabled", "the use of rules must be recorded"),
        ];
    },
    examples: {
        parameters: { wildcards: ["*.data.mcr.microsoft.com"] },
        compliant: [
            { inputs: policyWith({}) },
            {
                inputs: policyWith({
                    intrusionDetection: {
                        mode: "Deny",
                        configuration: {
                            bypassTrafficSettings: [],
                            signatureOverrides: [{ id: "2024897", mode: "Deny" }],
                        },
                    },
                }),
            },
            {
                type: firewall,
                inputs: {
                    sku: { name: "AZFW_VNet", tier: "Premium" },
                    firewallPolicy: {
                        id: "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.Network/firewallPolicies/afwp-contoso",
                    },
                },
            },
            {
                type: rulesType,
                inputs: {
                    ruleCollections: [
                        collection("Allow", [
                            {
                                ruleType: "ApplicationRule",
                                targetFqdns: ["mcr.microsoft.com", "*.data.mcr.microsoft.com"],
                            },
                            { ruleType: "NetworkRule", destinationFqdns: ["ntp.ubuntu.com"] },
                            { ruleType: "NetworkRule", destinationAddresses: ["AzureMonitor"] },
                        ]),
                        collection("Deny", [{ ruleType: "ApplicationRule", targetFqdns: ["*"] }]),
                    ],
                },
            },
        ],
        violating: [
            ...[
                { sku: { tier: "Standard" } },
                { threatIntelMode: "Alert" },
                { intrusionDetection: { mode: "Alert" } },
                { intrusionDetection: { mode: "Deny", configuration: { bypassTrafficSettings: [{ name: "all" }] } } },
                {
                    intrusionDetection: {
                        mode: "Deny",
                        configuration: { signatureOverrides: [{ mode: "Deny" }, { id: "2024897", mode: "Off" }] },
                    },
                },
                { dnsSettings: { enableProxy: false } },
                { insights: { isEnabled: false } },
            ].map((changes) => ({ inputs: policyWith(changes) })),
            { type: firewall, inputs: { sku: { name: "AZFW_VNet", tier: "Premium" } } },
            ...[
                { ruleType: "ApplicationRule", targetFqdns: ["mcr.microsoft.com", "*"] },
                { ruleType: "ApplicationRule", targetFqdns: ["*.microsoft.com"] },
                { ruleType: "NetworkRule", destinationFqdns: ["ntp.ubuntu.com", "*.ubuntu.com"] },
                { ruleType: "NetworkRule", destinationAddresses: ["AzureMonitor", "*"] },
                { ruleType: "NetworkRule", destinationAddresses: ["0.0.0.0/0"] },
                { ruleType: "NetworkRule", destinationAddresses: ["Internet"] },
            ].map((rule) => ({
                type: rulesType,
                inputs: { ruleCollections: [collection("Allow", [rule, { ruleType: "NetworkRule" }])] },
            })),
            { type: rulesType, inputs: { ruleCollections: [collection("Deny", []), { rules: [] }] } },
        ],
    },
});

interface Collection {
    action?: { type?: string };
    rules?: Rule[];
}

function opening({ ruleCollections }: { ruleCollections?: Collection[] }, wildcards: readonly string[]) {
    const collections = ruleCollections ?? [];
    const allowed = collections.filter(({ action }) => action?.type !== "Deny").flatMap(({ rules }) => rules ?? []);
    const isNamed = (name: string) => !name.includes("*") || (name !== "*" && wildcards.includes(name));
    const given = [ruleReads.action];
    return [
        ...unless(
            allowed.flatMap(({ targetFqdns }) => targetFqdns ?? []).every(isNamed),
            ruleReads.fqdns,
            "a rule allows names with a wildcard that is not on the list",
            given,
        ),
        ...unless(
            allowed.flatMap(({ destinationFqdns }) => destinationFqdns ?? []).every(isNamed),
            ruleReads.networkFqdns,
            "a rule allows names with a wildcard that is not on the list",
            given,
        ),
        ...unless(!allowed.some(isOpen), ruleReads.addresses, "a rule allows every address", given),
        ...unless(
            collections.every(({ action }) => Boolean(action?.type)),
            ruleReads.action,
            "a collection of rules must say what it does",
        ),
    ];
}

function isOpen({ destinationAddresses = [] }: Rule): boolean {
    return destinationAddresses.some((address) => ["*", "0.0.0.0/0", "Internet"].includes(address));
}

function policyWith(changes: object) {
    return {
        sku: { tier: "Premium" },
        threatIntelMode: "Deny",
        intrusionDetection: { mode: "Deny" },
        dnsSettings: { enableProxy: true },
        insights: { isEnabled: true },
        ...changes,
    };
}

function collection(type: string, rules: object[]) {
    return { ruleCollectionType: "FirewallPolicyFilterRuleCollection", action: { type }, rules };
}
