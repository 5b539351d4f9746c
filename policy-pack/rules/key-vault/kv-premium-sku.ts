import { defineRule, unless } from "../../engine";

/** Key Vault can hold HSM keys. */
export default defineRule({
    id: "kv-premium-sku",
    title: "Key Vault is of the Premium tier",
    severity: "high",
    level: "mandatory",
    practices: ["6.1"],
    references: { mcsb: ["DP-6"], azurePolicy: ["587c79fe"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/keys/about-keys",
    types: ["keyvault:Vault"],
    reads: ["properties.sku.name"],
    why: "The Standard tier keeps keys in software; only the Premium tier makes and uses them inside an HSM.",
    fix: 'Set properties.sku to { family: "A", name: "premium" }.',
    check: (vault) =>
        unless(
            vault.properties?.sku?.name === "premium",
            "properties.sku.name",
            "this tier cannot protect keys with an HSM",
        ),
    examples: {
        compliant: [{ inputs: { properties: { sku: { family: "A", name: "premium" } } } }],
        violating: [{ inputs: { properties: { sku: { family: "A", name: "standard" } } } }],
    },
});
