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
    /** Everything that an investigation needs, each by its name. */
    categories: string[];
    /** Whether Azure writes the logs to the table AzureDiagnostics only. */
    sharedTable?: true;
}

/** Types that log, with their categories: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/logs-index */
export const logSources: Readonly<Record<string, LogSource>> = {
    "apimanagement:ApiManagementService": {
        armType: "Microsoft.ApiManagement/service",
        name: "serviceName",
        categories: ["GatewayLlmLogs", "GatewayLogs", "GatewayMCPLogs", "WebSocketConnectionLogs"],
    },
    "app:ManagedEnvironment": {
        armType: "Microsoft.App/managedEnvironments",
        name: "environmentName",
        categories: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"],
    },
    "cognitiveservices:Account": {
        armType: "Microsoft.CognitiveServices/accounts",
        name: "accountName",
        categories: ["Audit", "RequestResponse", "Trace"],
        sharedTable: true,
    },
    "containerregistry:Registry": {
        armType: "Microsoft.ContainerRegistry/registries",
        name: "registryName",
        categories: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"],
    },
    "containerservice:ManagedCluster": {
        armType: "Microsoft.ContainerService/managedClusters",
        name: "resourceName",
        categories: ["guard", "kube-apiserver", "kube-audit", "kube-audit-admin"],
    },
    "keyvault:ManagedHsm": { armType: "Microsoft.KeyVault/managedHSMs", name: "name", categories: ["AuditEvent"] },
    "keyvault:Vault": {
        armType: "Microsoft.KeyVault/vaults",
        name: "vaultName",
        categories: ["AuditEvent", "AzurePolicyEvaluationDetails"],
    },
    "logic:Workflow": {
        armType: "Microsoft.Logic/workflows",
        name: "workflowName",
        categories: ["WorkflowRuntime"],
        sharedTable: true,
    },
    "network:ApplicationGateway": {
        armType: "Microsoft.Network/applicationGateways",
        name: "applicationGatewayName",
        categories: ["ApplicationGatewayAccessLog", "ApplicationGatewayFirewallLog"],
    },
    "network:AzureFirewall": {
        armType: "Microsoft.Network/azureFirewalls",
        name: "azureFirewallName",
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
    },
    "network:BastionHost": {
        armType: "Microsoft.Network/bastionHosts",
        name: "bastionHostName",
        categories: ["BastionAuditLogs"],
    },
    "network:NetworkSecurityGroup": {
        armType: "Microsoft.Network/networkSecurityGroups",
        name: "networkSecurityGroupName",
        categories: ["NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"],
        sharedTable: true,
    },
    "network:PublicIPAddress": {
        armType: "Microsoft.Network/publicIPAddresses",
        name: "publicIpAddressName",
        categories: ["DDoSMitigationFlowLogs", "DDoSMitigationReports", "DDoSProtectionNotifications"],
        sharedTable: true,
    },
    "operationalinsights:Workspace": {
        armType: "Microsoft.OperationalInsights/workspaces",
        name: "workspaceName",
        categories: ["Audit"],
    },
    "storage:StorageAccount": {
        armType: "Microsoft.Storage/storageAccounts/blobServices",
        name: "accountName",
        child: "/default",
        categories: ["StorageDelete", "StorageRead", "StorageWrite"],
    },
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
