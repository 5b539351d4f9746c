import { sameId } from "../arm-id";

/** What a workspace can do with one of Azure's own tables. */
interface BuiltInTable {
    name: string;
    /** It may have the plan Basic: https://learn.microsoft.com/azure/azure-monitor/logs/basic-logs-azure-tables */
    basic?: true;
    /** It is there after the workspace was onboarded to Microsoft Sentinel. */
    ofSentinel?: true;
    /** Data export leaves it out: https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export#supported-tables */
    notExported?: true;
}

/** Those of Azure's tables that a landscape of this kind writes; a workspace has hundreds. */
const builtIn: BuiltInTable[] = [
    ...named(
        "AADManagedIdentitySignInLogs",
        "AADNonInteractiveUserSignInLogs",
        "AADProvisioningLogs",
        "AADRiskyServicePrincipals",
        "AADRiskyUsers",
        "AADServicePrincipalRiskEvents",
        "AADServicePrincipalSignInLogs",
        "AADUserRiskEvents",
        "AuditLogs",
        "AZKVPolicyEvaluationDetailsLogs",
        "AzureActivity",
        "AzureDiagnostics",
        "ContainerRegistryLoginEvents",
        "ContainerRegistryRepositoryEvents",
        "Heartbeat",
        "InsightsMetrics",
        "KubeEvents",
        "KubeNodeInventory",
        "KubePodInventory",
        "LAQueryLogs",
        "NTANetAnalytics",
        "Perf",
        "SigninLogs",
        "Syslog",
    ),
    ...named(
        "AGWAccessLogs",
        "AGWFirewallLogs",
        "AKSAudit",
        "AKSAuditAdmin",
        "AKSControlPlane",
        "ApiManagementGatewayLlmLog",
        "ApiManagementGatewayLogs",
        "ApiManagementGatewayMCPLog",
        "ApiManagementWebSocketConnectionLogs",
        "AZFWApplicationRule",
        "AZFWDnsQuery",
        "AZFWIdpsSignature",
        "AZFWNatRule",
        "AZFWNetworkRule",
        "AZFWThreatIntel",
        "AZKVAuditLogs",
        "ContainerAppConsoleLogs",
        "ContainerAppSystemLogs",
        "ContainerLogV2",
        "MicrosoftGraphActivityLogs",
        "StorageBlobLogs",
    ).map((table) => ({ ...table, basic: true as const })),
    ...named("SecurityAlert", "SecurityIncident", "ThreatIntelIndicators", "Watchlist").map((table) => ({
        ...table,
        ofSentinel: true as const,
    })),
    ...named("SentinelAudit", "SentinelHealth").map((table) => ({
        ...table,
        ofSentinel: true as const,
        notExported: true as const,
    })),
    ...named("AzureMetrics", "Operation", "Usage").map((table) => ({ ...table, notExported: true as const })),
];

function named(...names: string[]): BuiltInTable[] {
    return names.map((name) => ({ name }));
}

/** Names of those that a workspace has from the start. */
export const tablesOfWorkspace = builtIn.filter(({ ofSentinel }) => !ofSentinel).map(({ name }) => name);

export function builtInTable(name: string): BuiltInTable | undefined {
    return builtIn.find((table) => sameId(table.name, name));
}

/** Tables with columns of one's own end like this. */
export function isCustomTable(name: string): boolean {
    return name.endsWith("_CL");
}
