/**
 * Private zones by the suffix of the public names whose owners they answer for:
 * https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
const zoneOfSuffix: Record<string, string> = {
    "agentsvc.azure-automation.net": "privatelink.agentsvc.azure-automation.net",
    "azurecr.io": "privatelink.azurecr.io",
    "blob.core.windows.net": "privatelink.blob.core.windows.net",
    "cognitiveservices.azure.com": "privatelink.cognitiveservices.azure.com",
    "managedhsm.azure.net": "privatelink.managedhsm.azure.net",
    "monitor.azure.com": "privatelink.monitor.azure.com",
    "ods.opinsights.azure.com": "privatelink.ods.opinsights.azure.com",
    "oms.opinsights.azure.com": "privatelink.oms.opinsights.azure.com",
    "openai.azure.com": "privatelink.openai.azure.com",
    "services.ai.azure.com": "privatelink.services.ai.azure.com",
    "vault.azure.net": "privatelink.vaultcore.azure.net",
};

/** The zone that the public name of a service with a private endpoint leads to, and the name of its record there. */
export function privateName(fqdn: string): { zone: string; record: string } | undefined {
    const name = fqdn.toLowerCase();
    const [suffix] = Object.keys(zoneOfSuffix)
        .filter((candidate) => name.endsWith(`.${candidate}`))
        .sort((one, other) => other.length - one.length);
    const zone = suffix && zoneOfSuffix[suffix];
    return suffix && zone ? { zone, record: name.slice(0, -suffix.length - 1) } : undefined;
}
