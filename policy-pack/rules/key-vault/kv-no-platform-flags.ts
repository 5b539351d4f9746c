import { defineRule, unless } from "../../engine";

/** Azure Resource Manager, virtual machines and disk encryption agents cannot take secrets out of the vault. */
export default defineRule({
    id: "kv-no-platform-flags",
    title: "Key Vault has no platform shortcuts",
    severity: "medium",
    level: "mandatory",
    practices: ["6.3"],
    references: { mcsb: ["PA-7"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/security-features",
    types: ["keyvault:Vault"],
    reads: [
        "properties.enabledForDeployment",
        "properties.enabledForDiskEncryption",
        "properties.enabledForTemplateDeployment",
    ],
    optional: [
        "properties.enabledForDeployment",
        "properties.enabledForDiskEncryption",
        "properties.enabledForTemplateDeployment",
    ],
    why: "With these flags Azure hands out secrets to whoever may deploy a machine or a template, past the role assignments of the vault.",
    fix: "Set enabledForDeployment, enabledForDiskEncryption and enabledForTemplateDeployment to false.",
    check: ({ properties }) => [
        ...unless(
            properties?.enabledForDeployment !== true,
            "properties.enabledForDeployment",
            "deployments of virtual machines may read certificates",
        ),
        ...unless(
            properties?.enabledForDiskEncryption !== true,
            "properties.enabledForDiskEncryption",
            "disk encryption agents may read secrets",
        ),
        ...unless(
            properties?.enabledForTemplateDeployment !== true,
            "properties.enabledForTemplateDeployment",
            "deployments of templates may read secrets",
        ),
    ],
    examples: {
        compliant: [
            {
                inputs: {
                    properties: {
                        enabledForDeployment: false,
                        enabledForDiskEncryption: false,
                        enabledForTemplateDeployment: false,
                    },
                },
            },
        ],
        violating: [
            { inputs: { properties: { enabledForDeployment: true } } },
            { inputs: { properties: { enabledForDiskEncryption: true } } },
            { inputs: { properties: { enabledForTemplateDeployment: true } } },
        ],
    },
});
