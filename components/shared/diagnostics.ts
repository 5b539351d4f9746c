import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import { checkedArmId } from "./validation";

interface LogSource {
    /** Security-relevant categories, each named: `allLogs` leaves some out for some types. */
    categories: string[];
    /** `Dedicated` for tables of the type's own; left out where a type can write to AzureDiagnostics only. */
    destination?: "Dedicated";
}

/** Categories by type: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/logs-index */
export const logSources = {
    "Microsoft.ApiManagement/service": {
        categories: ["GatewayLlmLogs", "GatewayLogs", "GatewayMCPLogs", "WebSocketConnectionLogs"],
        destination: "Dedicated",
    },
    "Microsoft.App/managedEnvironments": {
        categories: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"],
        destination: "Dedicated",
    },
    "Microsoft.CognitiveServices/accounts": { categories: ["Audit", "RequestResponse", "Trace"] },
    "Microsoft.ContainerRegistry/registries": {
        categories: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"],
        destination: "Dedicated",
    },
    "Microsoft.ContainerService/managedClusters": {
        // all requests, because a shell in a pod begins with one that only reads; and those that change something, alone
        categories: ["guard", "kube-apiserver", "kube-audit", "kube-audit-admin"],
        destination: "Dedicated",
    },
    "Microsoft.KeyVault/managedHSMs": { categories: ["AuditEvent"], destination: "Dedicated" },
    "Microsoft.KeyVault/vaults": {
        categories: ["AuditEvent", "AzurePolicyEvaluationDetails"],
        destination: "Dedicated",
    },
    "Microsoft.Logic/workflows": { categories: ["WorkflowRuntime"] },
    "Microsoft.Network/applicationGateways": {
        categories: ["ApplicationGatewayAccessLog", "ApplicationGatewayFirewallLog"],
        destination: "Dedicated",
    },
    "Microsoft.Network/azureFirewalls": {
        categories: [
            "AZFWApplicationRule",
            "AZFWApplicationRuleAggregation",
            "AZFWDnsQuery",
            "AZFWFqdnResolveFailure",
            "AZFWIdpsSignature",
            "AZFWNatRule",
            "AZFWNatRuleAggregation",
            "AZFWNetworkRule",
            "AZFWNetworkRuleAggregation",
            "AZFWThreatIntel",
        ],
        destination: "Dedicated",
    },
    "Microsoft.Network/bastionHosts": { categories: ["BastionAuditLogs"], destination: "Dedicated" },
    "Microsoft.Network/networkSecurityGroups": {
        categories: ["NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"],
    },
    "Microsoft.Network/publicIPAddresses": {
        categories: ["DDoSMitigationFlowLogs", "DDoSMitigationReports", "DDoSProtectionNotifications"],
    },
    "Microsoft.OperationalInsights/workspaces": { categories: ["Audit"], destination: "Dedicated" },
    "Microsoft.Storage/storageAccounts/blobServices": {
        categories: ["StorageRead", "StorageWrite", "StorageDelete"],
        destination: "Dedicated",
    },
} satisfies Record<string, LogSource>;

/** Sends all security-relevant logs of a resource to the workspace. Serves practices 5.1 and IR-3. */
export function sendLogs(
    name: string,
    source: { type: keyof typeof logSources; resourceId: pulumi.Input<string>; workspaceId: pulumi.Input<string> },
    parent: pulumi.Resource,
): monitor.DiagnosticSetting {
    const { categories, destination }: LogSource = logSources[source.type];
    return new monitor.DiagnosticSetting(
        `${name}-logs`,
        {
            name: "audit",
            resourceUri: source.resourceId,
            workspaceId: checkedArmId(source.workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces"),
            logAnalyticsDestinationType: destination,
            logs: categories.map((category) => ({ category, enabled: true })),
        },
        { parent },
    );
}
