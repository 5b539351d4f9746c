import { defineRule, unless } from "../../engine";

const curves = ["P-256", "P-384", "P-521"];

/** Keys of 128 bits of security or more. */
export default defineRule({
    id: "kv-key-strength",
    title: "Keys are strong",
    severity: "high",
    level: "mandatory",
    practices: ["6.1"],
    references: { mcsb: ["DP-6"], azurePolicy: ["82067dbb", "ff25f3c8"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/keys/about-keys-details",
    types: ["keyvault:Key"],
    reads: ["properties.kty", "properties.keySize", "properties.curveName"],
    parameters: {
        minimumRsaBits: {
            type: "integer",
            default: 3072, // as strong as P-256: NIST SP 800-57 part 1, table 2
            minimum: 2048,
            maximum: 4096,
            description: "Smallest size of an RSA key.",
        },
    },
    why: "RSA keys of 2048 bits, which Azure makes when no size is given, are not approved beyond 2030.",
    fix: `Set properties.keySize to 3072 or more for RSA, or properties.curveName to one of ${curves.join(", ")} for EC, under a new key name.`,
    check: ({ properties }, { parameters: { minimumRsaBits } }) => {
        const type: string | undefined = properties?.kty;
        if (type?.startsWith("EC"))
            return unless(
                curves.includes(properties.curveName),
                "properties.curveName",
                `the curve must be one of ${curves.join(", ")}`,
                ["properties.kty"],
            );
        if (type?.startsWith("RSA"))
            return unless(
                properties.keySize >= minimumRsaBits,
                "properties.keySize",
                `the key must have ${minimumRsaBits} bits or more`,
                ["properties.kty"],
            );
        return [{ path: "properties.kty", message: "the strength of this type of key is not known" }];
    },
    examples: {
        compliant: [
            { inputs: { properties: { kty: "RSA-HSM", keySize: 3072 } } },
            { inputs: { properties: { kty: "EC-HSM", curveName: "P-256" } } },
        ],
        violating: [
            { inputs: { properties: { kty: "RSA-HSM", keySize: 2048 } } },
            { inputs: { properties: { kty: "EC-HSM", curveName: "P-256K" } } },
            { inputs: { properties: { kty: "oct" } } },
        ],
    },
});
