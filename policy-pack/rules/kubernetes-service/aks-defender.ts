import { defineRule, unless } from "../../engine";

const reads = {
    monitoring: "securityProfile.defender.securityMonitoring.enabled",
    workspace: "securityProfile.defender.logAnalyticsWorkspaceResourceId",
};

/** A sensor on every node tells what runs there. It does not see into sandboxes. */
export default defineRule({
    id: "aks-defender",
    title: "Defender watches what runs on nodes",
    severity: "high",
    level: "mandatory",
    practices: ["10.4", "11.2"],
    references: { mcsb: ["LT-1", "LT-2"], azurePolicy: ["a1840de2"], psrule: ["AKS.DefenderProfile"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "The audit log of a cluster says what was asked of its API server, and nothing of what a process in a container does next.",
    fix: "Set securityProfile.defender.securityMonitoring.enabled to true, and securityProfile.defender.logAnalyticsWorkspaceResourceId to the workspace of the audit log.",
    check: ({ securityProfile }) => {
        const { securityMonitoring, logAnalyticsWorkspaceResourceId } = securityProfile?.defender ?? {};
        return [
            ...unless(
                securityMonitoring?.enabled === true,
                reads.monitoring,
                "nothing watches what runs on these nodes",
            ),
            ...unless(
                Boolean(logAnalyticsWorkspaceResourceId),
                reads.workspace,
                "what the sensors see goes to no workspace of the environment",
            ),
        ];
    },
    examples: {
        compliant: [{ inputs: { securityProfile: { defender: defender({}) } } }],
        violating: [
            { inputs: { securityProfile: { defender: defender({ securityMonitoring: { enabled: false } }) } } },
            { inputs: { securityProfile: { defender: defender({ logAnalyticsWorkspaceResourceId: "" }) } } },
        ],
    },
});

function defender(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        securityMonitoring: { enabled: true },
        logAnalyticsWorkspaceResourceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`,
        ...changes,
    };
}
