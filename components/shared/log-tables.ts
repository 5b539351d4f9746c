/**
 * What a table holds, which decides how long its records are kept: `audit` who did what, `operations` how things run,
 * `content` what tools and models were given and answered.
 */
export type LogClass = "audit" | "content" | "operations";

/**
 * Tables that an environment fills, by what they hold: https://learn.microsoft.com/azure/azure-monitor/reference/tables-index
 *
 * All of them exist in a new workspace. Others come with the first data (AzureDiagnostics, NTANetAnalytics) or with
 * Microsoft Sentinel, and nobody can set them before: they keep what the workspace keeps.
 */
export const logTables: Readonly<Record<string, LogClass>> = {
    AADManagedIdentitySignInLogs: "audit",
    AADNonInteractiveUserSignInLogs: "audit",
    AADRiskyServicePrincipals: "audit",
    AADServicePrincipalRiskEvents: "audit",
    AADServicePrincipalSignInLogs: "audit",
    AGWAccessLogs: "audit",
    AGWFirewallLogs: "audit",
    AKSAudit: "audit",
    AKSAuditAdmin: "audit",
    AKSControlPlane: "operations",
    ApiManagementGatewayLlmLog: "content",
    ApiManagementGatewayLogs: "audit",
    ApiManagementGatewayMCPLog: "audit",
    ApiManagementWebSocketConnectionLogs: "operations",
    AuditLogs: "audit",
    AZFWApplicationRule: "audit",
    AZFWDnsQuery: "audit",
    AZFWIdpsSignature: "audit",
    AZFWNatRule: "audit",
    AZFWNetworkRule: "audit",
    AZFWThreatIntel: "audit",
    AZKVAuditLogs: "audit",
    AZKVPolicyEvaluationDetailsLogs: "audit",
    AzureActivity: "audit",
    ContainerAppConsoleLogs: "content",
    ContainerAppSystemLogs: "operations",
    ContainerLogV2: "content",
    ContainerRegistryLoginEvents: "audit",
    ContainerRegistryRepositoryEvents: "audit",
    KubeEvents: "operations",
    KubePodInventory: "operations",
    LAQueryLogs: "audit",
    MicrosoftGraphActivityLogs: "audit",
    SigninLogs: "audit",
    StorageBlobLogs: "audit",
};

/** Tables that only the export of the logs of Entra fills. */
export const entraTables: readonly string[] = [
    "AADManagedIdentitySignInLogs",
    "AADNonInteractiveUserSignInLogs",
    "AADRiskyServicePrincipals",
    "AADServicePrincipalRiskEvents",
    "AADServicePrincipalSignInLogs",
    "AuditLogs",
    "MicrosoftGraphActivityLogs",
    "SigninLogs",
];

/** Tables that only the export of the activity log of the subscription fills. */
export const activityTables: readonly string[] = ["AzureActivity"];

/** Tables that Microsoft Sentinel fills itself: https://learn.microsoft.com/azure/sentinel/security-alert-schema */
export const sentinelTables: readonly string[] = ["SecurityAlert", "SecurityIncident"];

/** Tables whose records are evidence: all of the class `audit` but one. */
export function evidenceTables(): string[] {
    // exporting the log of the storage writes to the storage, which is logged, without end
    return Object.keys(logTables).filter((table) => logTables[table] === "audit" && table !== "StorageBlobLogs");
}
