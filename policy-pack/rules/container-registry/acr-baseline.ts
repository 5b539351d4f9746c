import { defineRule, unless } from "../../engine";
import { isDisabled } from "../key-vault/public-network-access";

/**
 * A registry is reached through private endpoints only, and opened by Entra roles only.
 *
 * Defender for Containers scans images as a trusted service from outside of the network. Where it does, and only there,
 * the registry may let trusted services pass.
 */
export default defineRule({
    id: "acr-baseline",
    title: "Container registries are private and take no passwords",
    severity: "high",
    level: "mandatory",
    practices: ["2.1", "12.3"],
    references: {
        mcsb: ["IM-1", "NS-2"],
        azurePolicy: ["dc921057", "9f2dea28", "0fdf0491", "bd560fc0"],
        checkov: ["CKV_AZURE_137", "CKV_AZURE_138", "CKV_AZURE_139", "CKV_AZURE_237"],
        psrule: ["ACR.AdminUser", "ACR.AnonymousAccess", "ACR.Firewall"],
    },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-best-practices",
    types: ["containerregistry:Registry"],
    reads: [
        "sku.name",
        "adminUserEnabled",
        "anonymousPullEnabled",
        "publicNetworkAccess",
        "networkRuleBypassOptions",
        "dataEndpointEnabled",
        "policies",
    ],
    optional: ["anonymousPullEnabled", "policies"],
    parameters: {
        defenderScans: {
            type: "boolean",
            default: false,
            description: "Whether Defender for Containers scans the registry, and may pass its firewall to do so.",
        },
    },
    why: "Whoever writes to a registry runs code in every cluster that pulls from it, and whoever reads it looks for its weak spots.",
    fix: 'Set sku.name to "Premium", publicNetworkAccess to "Disabled", networkRuleBypassOptions to "None" (where Defender scans the registry: "AzureServices", and the parameter defenderScans to true), adminUserEnabled and anonymousPullEnabled to false, and dataEndpointEnabled to true; of retention and soft delete, which exclude each other, turn on one at most.',
    check: (registry, { parameters: { defenderScans } }) => [
        ...unless(registry.sku?.name === "Premium", "sku.name", "only Premium has private endpoints"),
        ...unless(registry.adminUserEnabled === false, "adminUserEnabled", "a password opens this registry"),
        ...unless(registry.anonymousPullEnabled !== true, "anonymousPullEnabled", "anybody can pull images"),
        ...unless(
            isDisabled(registry.publicNetworkAccess),
            "publicNetworkAccess",
            "the internet reaches this registry",
        ),
        ...unless(
            registry.networkRuleBypassOptions === "None" ||
                (defenderScans && registry.networkRuleBypassOptions === "AzureServices"),
            "networkRuleBypassOptions",
            "trusted services of Azure pass the firewall",
        ),
        ...unless(
            registry.dataEndpointEnabled === true,
            "dataEndpointEnabled",
            "layers come from storage hosts that no firewall can tell from others",
        ),
        ...unless(
            registry.policies?.retentionPolicy?.status !== "enabled" ||
                registry.policies?.softDeletePolicy?.status !== "enabled",
            "policies",
            "soft delete and the retention of untagged manifests exclude each other",
        ),
    ],
    examples: {
        compliant: [
            { inputs: registry({}) },
            {
                inputs: registry({
                    policies: { retentionPolicy: { status: "disabled" }, softDeletePolicy: { status: "enabled" } },
                }),
            },
        ],
        violating: [
            { inputs: registry({ sku: { name: "Standard" } }) },
            { inputs: registry({ adminUserEnabled: true }) },
            { inputs: registry({ anonymousPullEnabled: true }) },
            { inputs: registry({ publicNetworkAccess: "Enabled" }) },
            { inputs: registry({ networkRuleBypassOptions: "AzureServices" }) },
            { inputs: registry({ dataEndpointEnabled: false }) },
            {
                inputs: registry({
                    policies: { retentionPolicy: { status: "enabled" }, softDeletePolicy: { status: "enabled" } },
                }),
            },
        ],
    },
});

function registry(changes: object) {
    return {
        sku: { name: "Premium" },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        publicNetworkAccess: "Disabled",
        networkRuleBypassOptions: "None",
        dataEndpointEnabled: true,
        policies: { retentionPolicy: { status: "enabled" }, softDeletePolicy: { status: "disabled" } },
        ...changes,
    };
}
