/**
 * Tables that say who did what: https://learn.microsoft.com/azure/azure-monitor/reference/tables-index
 *
 * All of them exist in a new workspace. Others come with the first data, and nobody can set them before.
 */
export const auditTables: readonly string[] = [
    "AADManagedIdentitySignInLogs",
    "AADNonInteractiveUserSignInLogs",
    "AADRiskyServicePrincipals",
    "AADServicePrincipalRiskEvents",
    "AADServicePrincipalSignInLogs",
    "AGWAccessLogs",
    "AGWFirewallLogs",
    "AKSAudit",
    "AKSAuditAdmin",
    "ApiManagementGatewayLogs",
    "ApiManagementGatewayMCPLog",
    "AuditLogs",
    "AZFWApplicationRule",
    "AZFWDnsQuery",
    "AZFWIdpsSignature",
    "AZFWNatRule",
    "AZFWNetworkRule",
    "AZFWThreatIntel",
    "AZKVAuditLogs",
    "AZKVPolicyEvaluationDetailsLogs",
    "AzureActivity",
    "ContainerRegistryLoginEvents",
    "ContainerRegistryRepositoryEvents",
    "LAQueryLogs",
    "MicrosoftGraphActivityLogs",
    "SigninLogs",
    "StorageBlobLogs",
];

/** Tables with what tools and models were given and answered. */
export const contentTables: readonly string[] = [
    "ApiManagementGatewayLlmLog",
    "ContainerAppConsoleLogs",
    "ContainerLogV2",
];
