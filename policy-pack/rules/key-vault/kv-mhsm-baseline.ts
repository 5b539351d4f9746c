import { defineRule, unless } from "../../engine";
import { isDisabled } from "./public-network-access";

/** A managed HSM is private, recoverable, and no single person's. */
export default defineRule({
    id: "kv-mhsm-baseline",
    title: "Managed HSM is private and recoverable",
    severity: "high",
    level: "mandatory",
    practices: ["6.1"],
    references: { mcsb: ["DP-8", "NS-2"], azurePolicy: ["c39ba22d", "19ea9d63", "a2a5b911"] },
    component: "ManagedHsm",
    url: "https://learn.microsoft.com/azure/key-vault/managed-hsm/best-practices",
    types: ["keyvault:ManagedHsm"],
    reads: [
        "properties.enablePurgeProtection",
        "properties.publicNetworkAccess",
        "properties.networkAcls.defaultAction",
        "properties.initialAdminObjectIds",
    ],
    parameters: {
        minimumAdministrators: {
            type: "integer",
            default: 3, // the quorum of the security domain
            minimum: 2,
            maximum: 10,
            description: "Fewest administrators of a new HSM.",
        },
    },
    why: "An HSM that can be purged, reached from the internet or lost with one administrator takes every key in it along.",
    fix: 'Set properties.enablePurgeProtection to true, properties.publicNetworkAccess to "Disabled", properties.networkAcls.defaultAction to "Deny", and name three administrators or more in properties.initialAdminObjectIds.',
    check: ({ properties }, { parameters: { minimumAdministrators } }) => [
        ...unless(
            properties?.enablePurgeProtection === true,
            "properties.enablePurgeProtection",
            "a deleted HSM can be purged at once",
        ),
        ...unless(
            isDisabled(properties?.publicNetworkAccess),
            "properties.publicNetworkAccess",
            "the internet reaches this HSM",
        ),
        ...unless(
            properties?.networkAcls?.defaultAction === "Deny",
            "properties.networkAcls.defaultAction",
            "the firewall lets in whoever is not listed",
        ),
        ...unless(
            new Set(properties?.initialAdminObjectIds).size >= minimumAdministrators,
            "properties.initialAdminObjectIds",
            `the HSM must have ${minimumAdministrators} administrators or more`,
        ),
    ],
    examples: {
        compliant: [{ inputs: hsm({}) }],
        violating: [
            { inputs: hsm({ enablePurgeProtection: false }) },
            { inputs: hsm({ publicNetworkAccess: "Enabled" }) },
            { inputs: hsm({ networkAcls: { defaultAction: "Allow" } }) },
            { inputs: hsm({ initialAdminObjectIds: Array(3).fill("33333333-3333-4333-8333-000000000011") }) },
        ],
    },
});

function hsm(changes: object) {
    return {
        properties: {
            enablePurgeProtection: true,
            publicNetworkAccess: "Disabled",
            networkAcls: { defaultAction: "Deny" },
            initialAdminObjectIds: [
                "33333333-3333-4333-8333-000000000011",
                "33333333-3333-4333-8333-000000000012",
                "33333333-3333-4333-8333-000000000013",
            ],
            ...changes,
        },
    };
}
