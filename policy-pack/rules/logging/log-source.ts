import { elements, get, type Link, type Resource, type Stack, some, text } from "../../engine";
import { targetAt, targetNamed, targetOf } from "./target";

export const settingType = "monitor:DiagnosticSetting";

interface LogSource {
    /** Type of what has the setting, as in its ARM id. */
    armType: string;
    /** The input for the name of the resource. */
    name: string;
    /** What has the setting inside of the resource. */
    child?: string;
    /** Everything that an investigation needs: tables by category. */
    tables: Readonly<Record<string, string>>;
    /** Whether Azure writes the logs to the table AzureDiagnostics only. */
    sharedTable?: true;
}

/** Types that log, with their categories: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/logs-index */
export const logSources: Readonly<Record<string, LogSource>> = {
    "apimanagement:ApiManagementService": {
        armType: "Microsoft.ApiManagement/service",
        name: "serviceName",
        tables: {
            GatewayLlmLogs: "ApiManagementGatewayLlmLog",
            GatewayLogs: "ApiManagementGatewayLogs",
            GatewayMCPLogs: "ApiManagementGatewayMCPLog",
            WebSocketConnectionLogs: "ApiManagementWebSocketConnectionLogs",
        },
    },
    "app:ManagedEnvironment": {
        armType: "Microsoft.App/managedEnvironments",
        name: "environmentName",
        tables: {
            ContainerAppConsoleLogs: "ContainerAppConsoleLogs",
            ContainerAppSystemLogs: "ContainerAppSystemLogs",
        },
    },
    "cognitiveservices:Account": {
        armType: "Microsoft.CognitiveServices/accounts",
        name: "accountName",
        tables: { Audit: "AzureDiagnostics", RequestResponse: "AzureDiagnostics", Trace: "AzureDiagnostics" },
        sharedTable: true,
    },
    "containerregistry:Registry": {
        armType: "Microsoft.ContainerRegistry/registries",
        name: "registryName",
        tables: {
            ContainerRegistryLoginEvents: "ContainerRegistryLoginEvents",
            ContainerRegistryRepositoryEvents: "ContainerRegistryRepositoryEvents",
        },
    },
    "containerservice:ManagedCluster": {
        armType: "Microsoft.ContainerService/managedClusters",
        name: "resourceName",
        tables: {
            guard: "AKSControlPlane",
            "kube-apiserver": "AKSControlPlane",
            "kube-audit": "AKSAudit",
            "kube-audit-admin": "AKSAuditAdmin",
        },
    },
    "keyvault:ManagedHsm": {
        armType: "Microsoft.KeyVault/managedHSMs",
        name: "name",
        tables: { AuditEvent: "AZKVAuditLogs" },
    },
    "keyvault:Vault": {
        armType: "Microsoft.KeyVault/vaults",
        name: "vaultName",
        tables: { AuditEvent: "AZKVAuditLogs", AzurePolicyEvaluationDetails: "AZKVPolicyEvaluationDetailsLogs" },
    },
    "logic:Workflow": {
        armType: "Microsoft.Logic/workflows",
        name: "workflowName",
        tables: { WorkflowRuntime: "AzureDiagnostics" },
        sharedTable: true,
    },
    "network:ApplicationGateway": {
        armType: "Microsoft.Network/applicationGateways",
        name: "applicationGatewayName",
        tables: { ApplicationGatewayAccessLog: "AGWAccessLogs", ApplicationGatewayFirewallLog: "AGWFirewallLogs" },
    },
    "network:AzureFirewall": {
        armType: "Microsoft.Network/azureFirewalls",
        name: "azureFirewallName",
        tables: {
            AZFWApplicationRule: "AZFWApplicationRule",
            AZFWApplicationRuleAggregation: "AZFWApplicationRuleAggregation",
            AZFWDnsQuery: "AZFWDnsQuery",
            AZFWFqdnResolveFailure: "AZFWInternalFqdnResolutionFailure",
            AZFWIdpsSignature: "AZFWIdpsSignature",
            AZFWNatRule: "AZFWNatRule",
            AZFWNatRuleAggregation: "AZFWNatRuleAggregation",
            AZFWNetworkRule: "AZFWNetworkRule",
            AZFWNetworkRuleAggregation: "AZFWNetworkRuleAggregation",
            AZFWThreatIntel: "AZFWThreatIntel",
        },
    },
    "network:BastionHost": {
        armType: "Microsoft.Network/bastionHosts",
        name: "bastionHostName",
        tables: { BastionAuditLogs: "MicrosoftAzureBastionAuditLogs" },
    },
    "network:NetworkSecurityGroup": {
        armType: "Microsoft.Network/networkSecurityGroups",
        name: "networkSecurityGroupName",
        tables: { NetworkSecurityGroupEvent: "AzureDiagnostics", NetworkSecurityGroupRuleCounter: "AzureDiagnostics" },
        sharedTable: true,
    },
    "network:PublicIPAddress": {
        armType: "Microsoft.Network/publicIPAddresses",
        name: "publicIpAddressName",
        tables: {
            DDoSMitigationFlowLogs: "AzureDiagnostics",
            DDoSMitigationReports: "AzureDiagnostics",
            DDoSProtectionNotifications: "AzureDiagnostics",
        },
        sharedTable: true,
    },
    "operationalinsights:Workspace": {
        armType: "Microsoft.OperationalInsights/workspaces",
        name: "workspaceName",
        tables: { Audit: "LAQueryLogs" },
    },
    "storage:StorageAccount": {
        armType: "Microsoft.Storage/storageAccounts/blobServices",
        name: "accountName",
        child: "/default",
        tables: { StorageDelete: "StorageBlobLogs", StorageRead: "StorageBlobLogs", StorageWrite: "StorageBlobLogs" },
    },
};

/** Tables by category of Entra: https://learn.microsoft.com/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options */
export const entraTables: Readonly<Record<string, string>> = {
    AuditLogs: "AuditLogs",
    ManagedIdentitySignInLogs: "AADManagedIdentitySignInLogs",
    MicrosoftGraphActivityLogs: "MicrosoftGraphActivityLogs",
    NonInteractiveUserSignInLogs: "AADNonInteractiveUserSignInLogs",
    RiskyServicePrincipals: "AADRiskyServicePrincipals",
    ServicePrincipalRiskEvents: "AADServicePrincipalRiskEvents",
    ServicePrincipalSignInLogs: "AADServicePrincipalSignInLogs",
    SignInLogs: "SigninLogs",
};

/** What a diagnostic setting is of. */
export const loggedAt = targetAt("resourceUri");

/** From diagnostic settings to the resources of each type; the same objects at every call. */
export const settingsOf: readonly Link[] = Object.entries(logSources).map(([to, { armType, name, child }]) => ({
    type: settingType,
    input: "resourceUri",
    names: loggedAt,
    to,
    nameOf: targetNamed(armType, name, child),
}));

/** How what has an ARM id logs; undefined when it is of a type that is not known. */
export function logSourceAt(id: string): LogSource | undefined {
    const { armType } = targetOf(id);
    return Object.values(logSources).find((source) => source.armType.toLowerCase() === armType.toLowerCase());
}

/**
 * How what a setting is of logs; undefined when it is of a type that is not known.
 *
 * @throws Undecided when there is neither a known id nor a dependency.
 */
export function logSourceOf(setting: Resource, stack: Stack): LogSource | undefined {
    const [source] = stack.sourcesOf(setting, "resourceUri").flatMap(({ type }) => logSources[type] ?? []);
    const isOpen = loggedAt(setting).undecided !== undefined;
    return isOpen && source !== undefined ? source : logSourceAt(text(setting, "resourceUri"));
}

/**
 * Whether a setting of any kind sends a category, named by itself.
 *
 * @throws Undecided when a category that is unknown may be this one.
 */
export function sends(setting: Resource, category: string): boolean {
    return some(
        elements(setting, "logs"),
        (log) => text(setting, `${log}.category`) === category && get(setting, `${log}.enabled`) === true,
    );
}
