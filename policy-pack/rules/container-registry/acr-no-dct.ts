import { defineRule, unless } from "../../engine";

/**
 * Images are signed with Notation and verified at admission, not with Docker Content Trust: Azure removes that on
 * 2028-03-31. Checks that demand it (CKV_AZURE_164, the former Azure.ACR.ContentTrust) are older than that decision.
 */
export default defineRule({
    id: "acr-no-dct",
    title: "Container registries do not rely on Docker Content Trust",
    severity: "medium",
    level: "mandatory",
    practices: ["12.1"],
    references: { mcsb: ["DS-2"] },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-content-trust-deprecation",
    types: ["containerregistry:Registry"],
    reads: ["policies.trustPolicy.status"],
    optional: ["policies.trustPolicy.status"],
    why: "Once content trust is removed, whoever relied on it verifies nothing any more; and clusters never verified it.",
    fix: 'Set policies.trustPolicy.status to "disabled", sign images with Notation and a key of the vault, and verify the signatures at admission with Ratify.',
    check: ({ policies }) =>
        unless(
            policies?.trustPolicy?.status !== "enabled",
            "policies.trustPolicy.status",
            "content trust ends, and no cluster verifies it",
        ),
    examples: {
        compliant: [{ inputs: { policies: { trustPolicy: { status: "disabled" } } } }, { inputs: {} }],
        violating: [{ inputs: { policies: { trustPolicy: { status: "enabled" } } } }],
    },
});
