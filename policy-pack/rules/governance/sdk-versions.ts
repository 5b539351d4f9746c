/**
 * Versions of the Azure API that azure-native 3.28.0 stands for with a token that says none, as far as
 * `gov-api-lifecycle` asks: those of Key Vault, and those that are previews.
 *
 * The declarations in @pulumi/azure-native are the source; a test compares them.
 */
export const sdkVersions: Readonly<Record<string, string>> = {
    "apimanagement:ApiTool": "2025-03-01-preview",
    "app:Job": "2025-02-02-preview",
    "app:ManagedEnvironment": "2025-02-02-preview",
    "authorization:RoleDefinition": "2022-05-01-preview",
    "containerregistry:CacheRule": "2024-11-01-preview",
    "containerregistry:CredentialSet": "2023-01-01-preview",
    "containerregistry:Registry": "2023-01-01-preview",
    "containerservice:DeploymentSafeguard": "2025-04-02-preview",
    "dns:RecordSet": "2023-07-01-preview",
    "keyvault:Key": "2024-11-01",
    "keyvault:ManagedHsm": "2024-11-01",
    "keyvault:Secret": "2024-11-01",
    "keyvault:Vault": "2024-11-01",
    "monitor:ActionGroup": "2024-10-01-preview",
    "monitor:DiagnosticSetting": "2021-05-01-preview",
    "monitor:PrivateLinkScope": "2023-06-01-preview",
    "monitor:PrivateLinkScopedResource": "2023-06-01-preview",
    "monitor:ScheduledQueryRule": "2025-01-01-preview",
    "monitor:SubscriptionDiagnosticSetting": "2021-05-01-preview",
    "security:SecurityContact": "2023-12-01-preview",
    "securityinsights:Anomalies": "2025-01-01-preview",
    "securityinsights:EntityAnalytics": "2025-01-01-preview",
    "securityinsights:Ueba": "2025-01-01-preview",
};
