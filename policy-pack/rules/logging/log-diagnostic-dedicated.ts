import { defineRule, unless } from "../../engine";
import { logSourceAt } from "./log-source";

const reads = {
    resource: "resourceUri",
    workspace: "workspaceId",
    destination: "logAnalyticsDestinationType",
    logs: "logs[].retentionPolicy",
    metrics: "metrics[].retentionPolicy",
};

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`;
const accountId = `${group}/providers/Microsoft.CognitiveServices/accounts/cs-contoso`;

interface Sent {
    retentionPolicy?: object;
}

/**
 * Logs go to tables of their own, whose columns and retention can be set.
 *
 * Cognitive Services, Logic Apps, network security groups and public addresses write to AzureDiagnostics only; for them
 * Azure does not keep the destination, and the setting would change with every update.
 */
export default defineRule({
    id: "log-diagnostic-dedicated",
    title: "Logs go to tables of their own",
    severity: "medium",
    level: "mandatory",
    practices: ["5.1"],
    references: { mcsb: ["LT-3", "LT-6"] },
    url: "https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs",
    types: ["monitor:DiagnosticSetting"],
    reads: Object.values(reads),
    optional: [reads.workspace, reads.destination, reads.logs, reads.metrics],
    why: "The table AzureDiagnostics drops columns once it has 500, keeps everything equally long, and opens all logs to who may read one; retention policies of settings are not heeded since 2025-09-30.",
    fix: 'Set logAnalyticsDestinationType to "Dedicated", except for Cognitive Services, Logic Apps, network security groups and public addresses, where it must be left out; remove retentionPolicy from logs and metrics.',
    check: ({ resourceUri = "", workspaceId, logAnalyticsDestinationType, logs = [], metrics = [] }) => {
        const isShared = Boolean(logSourceAt(resourceUri)?.sharedTable);
        return [
            ...unless(resourceUri !== "", reads.resource, "nothing says whose log this is"),
            ...unless(
                isShared || workspaceId === undefined || logAnalyticsDestinationType === "Dedicated",
                reads.destination,
                "the log goes to a table that it shares with all others",
                [reads.resource, reads.workspace],
            ),
            ...unless(
                !isShared || logAnalyticsDestinationType === undefined,
                reads.destination,
                "this type has no tables of its own, and Azure does not keep the destination",
                [reads.resource],
            ),
            ...unless(
                logs.every((log: Sent) => log.retentionPolicy === undefined),
                reads.logs,
                "retention policies of settings are not heeded any more",
            ),
            ...unless(
                metrics.every((metric: Sent) => metric.retentionPolicy === undefined),
                reads.metrics,
                "retention policies of settings are not heeded any more",
            ),
        ];
    },
    examples: {
        compliant: [
            setting({}),
            setting({
                resourceUri: accountId,
                logAnalyticsDestinationType: undefined,
                metrics: [{ category: "AllMetrics", enabled: true }],
            }),
            setting({
                workspaceId: undefined,
                logAnalyticsDestinationType: undefined,
                storageAccountId: `${group}/providers/Microsoft.Storage/storageAccounts/stlogs`,
            }),
        ],
        violating: [
            setting({ logAnalyticsDestinationType: "AzureDiagnostics" }),
            setting({ logAnalyticsDestinationType: undefined }),
            setting({ resourceUri: accountId }),
            setting({
                logs: [
                    { category: "AuditEvent", enabled: true, retentionPolicy: { enabled: true, days: 365 } },
                    { category: "AzurePolicyEvaluationDetails", enabled: true },
                ],
            }),
            setting({
                metrics: [
                    { category: "AllMetrics", enabled: true, retentionPolicy: { enabled: true, days: 365 } },
                    { category: "Latency", enabled: true },
                ],
            }),
        ],
    },
});

function setting(changes: object) {
    const inputs = {
        resourceUri: vaultId,
        workspaceId: `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`,
        logAnalyticsDestinationType: "Dedicated",
        logs: [{ category: "AuditEvent", enabled: true }],
        ...changes,
    };
    return { inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) };
}
