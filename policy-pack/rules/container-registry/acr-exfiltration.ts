import { defineRule, unless } from "../../engine";

/** Images do not leave a registry by export. Azure lets that be turned off only while public access is off. */
export default defineRule({
    id: "acr-exfiltration",
    title: "Container registries export nothing",
    severity: "medium",
    level: "mandatory",
    practices: ["12.3"],
    references: { mcsb: ["DP-2"], azurePolicy: ["524b0254"], psrule: ["ACR.ExportPolicy"] },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
    types: ["containerregistry:Registry"],
    reads: ["policies.exportPolicy.status"],
    why: "Without this, whoever may read the registry from inside the network can copy all of it into a registry of their own.",
    fix: 'Set policies.exportPolicy.status to "disabled", and publicNetworkAccess to "Disabled".',
    check: ({ policies }) =>
        unless(
            policies?.exportPolicy?.status === "disabled",
            "policies.exportPolicy.status",
            "images can be exported to other registries",
        ),
    examples: {
        compliant: [{ inputs: { policies: { exportPolicy: { status: "disabled" } } } }],
        violating: [{ inputs: { policies: { exportPolicy: { status: "enabled" } } } }],
    },
});
