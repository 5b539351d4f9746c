import { defineRule, unless } from "../../engine";

/** A key never leaves the HSM that made it. */
export default defineRule({
    id: "kv-key-hsm",
    title: "Keys are made inside an HSM",
    severity: "critical",
    level: "mandatory",
    practices: ["6.1", "MUST-4"],
    references: { mcsb: ["DP-6"], azurePolicy: ["587c79fe"], checkov: ["CKV_AZURE_112"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/keys/about-keys",
    types: ["keyvault:Key"],
    reads: ["properties.kty"],
    why: "A key of another type is protected by software, and can be copied from the memory of the machine that uses it.",
    fix: 'Set properties.kty to "RSA-HSM" or "EC-HSM", under a new key name: Azure never changes an existing key.',
    check: (key) =>
        unless(
            ["RSA-HSM", "EC-HSM"].includes(key.properties?.kty),
            "properties.kty",
            "this type of key is protected by software",
        ),
    examples: {
        compliant: [{ inputs: { properties: { kty: "RSA-HSM" } } }, { inputs: { properties: { kty: "EC-HSM" } } }],
        violating: [{ inputs: { properties: { kty: "RSA" } } }, { inputs: { properties: { kty: "EC" } } }],
    },
});
