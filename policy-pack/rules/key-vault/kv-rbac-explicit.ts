import { defineRule, unless } from "../../engine";

/** Key Vault decides access by Azure RBAC only. */
export default defineRule({
    id: "kv-rbac-explicit",
    title: "Key Vault uses Azure RBAC",
    severity: "high",
    level: "mandatory",
    practices: ["6.2", "2.2"],
    references: { mcsb: ["PA-7"], cis: ["3.3.6"], azurePolicy: ["12d4fa5e"], psrule: ["KeyVault.RBAC"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    types: ["keyvault:Vault"],
    reads: ["properties.enableRbacAuthorization"],
    why: "Access policies cannot be scoped to one key or made conditional, and API versions before 2026-02-01 fall back to them when the property is left out.",
    fix: "Set properties.enableRbacAuthorization to true and grant access with role assignments.",
    check: (vault) =>
        unless(
            vault.properties?.enableRbacAuthorization === true,
            "properties.enableRbacAuthorization",
            "access policies decide who may use this vault",
        ),
    examples: {
        compliant: [{ inputs: { properties: { enableRbacAuthorization: true } } }],
        violating: [{ inputs: { properties: { enableRbacAuthorization: false } } }],
    },
});
