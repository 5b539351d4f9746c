import { defineRule, unless } from "../../engine";

const reads = {
    enabled: "securityProfile.imageCleaner.enabled",
    interval: "securityProfile.imageCleaner.intervalHours",
};

/** Nodes keep no images that nothing uses any more. */
export default defineRule({
    id: "aks-image-cleaner",
    title: "Nodes get rid of unused images every week",
    severity: "low",
    level: "mandatory",
    practices: ["11.2"],
    references: { mcsb: ["PV-6"], azurePolicy: ["af3c26b2"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/image-cleaner",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "An old image with a known flaw starts again from the node that kept it, long after it has left the registry.",
    fix: "Set securityProfile.imageCleaner.enabled to true, and securityProfile.imageCleaner.intervalHours to 168 or less.",
    check: ({ securityProfile }) => [
        ...unless(securityProfile?.imageCleaner?.enabled === true, reads.enabled, "nodes keep unused images"),
        ...unless(
            securityProfile?.imageCleaner?.intervalHours <= 168,
            reads.interval,
            "nodes must get rid of unused images within 168 hours",
        ),
    ],
    examples: {
        compliant: [{ inputs: { securityProfile: { imageCleaner: { enabled: true, intervalHours: 168 } } } }],
        violating: [
            { inputs: { securityProfile: { imageCleaner: { enabled: false, intervalHours: 168 } } } },
            { inputs: { securityProfile: { imageCleaner: { enabled: true, intervalHours: 169 } } } },
        ],
    },
});
