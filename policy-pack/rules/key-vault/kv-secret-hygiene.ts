import { defineRule, unless } from "../../engine";

/** A secret says what it is, and ends. */
export default defineRule({
    id: "kv-secret-hygiene",
    title: "Secrets expire",
    severity: "medium",
    level: "mandatory",
    practices: ["6.3", "2.3", "3.3"],
    references: {
        mcsb: ["DP-6", "IM-8"],
        cis: ["3.3.3"],
        azurePolicy: ["98728c90", "75262d3e", "342e8053"],
        checkov: ["CKV_AZURE_41", "CKV_AZURE_114"],
    },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/secrets/secrets-best-practices",
    types: ["keyvault:Secret"],
    reads: ["properties.contentType", "properties.attributes.expires"],
    parameters: {
        maximumLifetimeDays: {
            type: "integer",
            default: 90,
            minimum: 1,
            maximum: 365,
            description: "Most days from today until the secret expires.",
        },
    },
    why: "A secret without an end is never rotated, and one without a content type cannot be told from a leaked copy of another.",
    fix: "Set properties.contentType, and properties.attributes.expires to a time within the limit, in seconds since 1970; rotate the secret before that.",
    check: ({ properties }, { parameters: { maximumLifetimeDays }, now }) => {
        const remainingDays = (properties?.attributes?.expires - now.getTime() / 1000) / 86_400;
        return [
            ...unless(Boolean(properties?.contentType), "properties.contentType", "nothing says what this secret is"),
            ...unless(
                remainingDays > 0 && remainingDays <= maximumLifetimeDays,
                "properties.attributes.expires",
                `the secret must expire in the future, within ${maximumLifetimeDays} days`,
            ),
        ];
    },
    // judged on 1 January 2026
    examples: {
        compliant: [
            {
                inputs: {
                    properties: { contentType: "text/plain", attributes: { expires: Date.UTC(2026, 2, 31) / 1000 } },
                },
            },
        ],
        violating: [
            { inputs: { properties: { contentType: "", attributes: { expires: Date.UTC(2026, 2, 31) / 1000 } } } },
            {
                inputs: {
                    properties: { contentType: "text/plain", attributes: { expires: Date.UTC(2026, 4, 31) / 1000 } },
                },
            },
            {
                inputs: {
                    properties: { contentType: "text/plain", attributes: { expires: Date.UTC(2025, 11, 31) / 1000 } },
                },
            },
        ],
    },
});
