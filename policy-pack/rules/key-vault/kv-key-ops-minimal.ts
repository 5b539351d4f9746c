import { defineRule, unless } from "../../engine";

const purposes = [
    ["sign", "verify"],
    ["wrapKey", "unwrapKey"],
    ["encrypt", "decrypt"],
];

/** A key does one kind of operation, and cannot be taken out of its vault. */
export default defineRule({
    id: "kv-key-ops-minimal",
    title: "Keys do one kind of operation",
    severity: "high",
    level: "mandatory",
    practices: ["6.2", "MUST-4"],
    references: { mcsb: ["DP-6", "PA-7"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/keys/about-keys-details",
    types: ["keyvault:Key"],
    reads: ["properties.keyOps", "properties.attributes.exportable", "properties.releasePolicy"],
    optional: ["properties.attributes.exportable", "properties.releasePolicy"],
    why: "A key that both encrypts and signs lets one stolen permission do the work of two; without keyOps a key may do everything.",
    fix: 'Set properties.keyOps to ["sign", "verify"], ["wrapKey", "unwrapKey"] or ["encrypt", "decrypt"], or to one operation of a pair, and leave attributes.exportable false, under a new key name.',
    check: ({ properties }) => {
        const operations: string[] = properties?.keyOps ?? [];
        const onePurpose = purposes.some((purpose) => operations.every((operation) => purpose.includes(operation)));
        return [
            ...unless(
                operations.length > 0 && onePurpose,
                "properties.keyOps",
                "the key must do operations of one kind, and name them",
            ),
            ...unless(
                properties?.attributes?.exportable !== true || properties.releasePolicy !== undefined,
                "properties.attributes.exportable",
                "the key can be exported without a release policy",
                ["properties.releasePolicy"],
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { properties: { keyOps: ["wrapKey", "unwrapKey"], attributes: { exportable: false } } } },
            {
                inputs: {
                    properties: {
                        keyOps: ["sign"],
                        attributes: { exportable: true },
                        releasePolicy: {
                            contentType: "application/json; charset=utf-8",
                            data: "eyJ2ZXJzaW9uIjoiMS4wLjAifQ",
                        },
                    },
                },
            },
        ],
        violating: [
            { inputs: { properties: { keyOps: ["sign", "encrypt"] } } },
            { inputs: { properties: { keyOps: [] } } },
            { inputs: { properties: { keyOps: ["sign", "verify"], attributes: { exportable: true } } } },
        ],
    },
});
