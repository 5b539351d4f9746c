/** An Azure service that is reached through private endpoints. */
export const PrivateLinkService = {
    /** Azure AI services with model deployments. */
    AiServices: "aiServices",
    /** Blobs of Azure Storage. */
    Blob: "blob",
    /** Azure AI Content Safety. */
    ContentSafety: "contentSafety",
    /** Azure Key Vault Managed HSM. */
    ManagedHsm: "managedHsm",
    /** Azure Monitor, through a private link scope. */
    Monitor: "monitor",
    /** Azure Container Registry. */
    Registry: "registry",
    /** Azure Key Vault. */
    Vault: "vault",
} as const;
export type PrivateLinkService = (typeof PrivateLinkService)[keyof typeof PrivateLinkService];

interface PrivateLinkProfile {
    /** Sub-resource that a private endpoint connects to. */
    groupId: string;
    /** Private DNS zones that lead to it. */
    zones: readonly PrivateDnsZone[];
}

/** Private DNS zones by what is reached through them. */
export const privateDnsZones = {
    agentsvc: "privatelink.agentsvc.azure-automation.net",
    blob: "privatelink.blob.core.windows.net",
    cognitive: "privatelink.cognitiveservices.azure.com",
    managedhsm: "privatelink.managedhsm.azure.net",
    monitor: "privatelink.monitor.azure.com",
    ods: "privatelink.ods.opinsights.azure.com",
    oms: "privatelink.oms.opinsights.azure.com",
    openai: "privatelink.openai.azure.com",
    registry: "privatelink.azurecr.io",
    services: "privatelink.services.ai.azure.com",
    vault: "privatelink.vaultcore.azure.net",
} as const;
export type PrivateDnsZone = keyof typeof privateDnsZones;

/**
 * Sub-resource and DNS zones of each service:
 * https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export const privateLinkServices: Readonly<Record<PrivateLinkService, PrivateLinkProfile>> = {
    aiServices: { groupId: "account", zones: ["cognitive", "openai", "services"] },
    blob: { groupId: "blob", zones: ["blob"] },
    contentSafety: { groupId: "account", zones: ["cognitive"] },
    managedHsm: { groupId: "managedhsm", zones: ["managedhsm"] },
    // shares the zone of blobs, where solution packs lie: https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure
    monitor: { groupId: "azuremonitor", zones: ["monitor", "oms", "ods", "agentsvc", "blob"] },
    registry: { groupId: "registry", zones: ["registry"] },
    vault: { groupId: "vault", zones: ["vault"] },
};

/** Names of the private DNS zones that the services need, each once. */
export function zoneNamesOf(...services: PrivateLinkService[]): string[] {
    return zonesOf(...services).map((zone) => privateDnsZones[zone]);
}

/** The private DNS zones that the services need, each once. */
export function zonesOf(...services: PrivateLinkService[]): PrivateDnsZone[] {
    return [...new Set(services.flatMap((service) => privateLinkServices[service].zones))];
}
