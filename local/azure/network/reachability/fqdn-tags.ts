/**
 * Names behind the FQDN tags of Azure Firewall, as far as a private cluster and its nodes need them:
 * https://learn.microsoft.com/azure/aks/outbound-rules-control-egress and
 * https://learn.microsoft.com/azure/firewall/fqdn-tags. Microsoft keeps the lists, and they change.
 */
export const fqdnTags: ReadonlyMap<string, string[]> = new Map([
    [
        "AzureKubernetesService",
        [
            "*.hcp.*.azmk8s.io",
            "mcr.microsoft.com",
            "*.data.mcr.microsoft.com",
            "mcr-0001.mcr-msedge.net",
            "management.azure.com",
            "login.microsoftonline.com",
            "packages.microsoft.com",
            "acs-mirror.azureedge.net",
            "packages.aks.azure.com",
        ],
    ],
    ["WindowsUpdate", ["*.windowsupdate.com", "*.update.microsoft.com", "*.delivery.mp.microsoft.com"]],
    ["AzureBackup", ["*.backup.windowsazure.com", "*.blob.core.windows.net", "login.microsoftonline.com"]],
]);
