/** An Azure service that is reached through private endpoints. */
export const PrivateLinkService = {
    /** Azure Key Vault. */
    Vault: "vault",
    /** Azure Key Vault Managed HSM. */
    ManagedHsm: "managedHsm",
} as const;
export type PrivateLinkService = (typeof PrivateLinkService)[keyof typeof PrivateLinkService];

/**
 * Sub-resource and DNS zone of each service:
 * https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export const privateLinkServices: Readonly<Record<PrivateLinkService, { groupId: string; zoneName: string }>> = {
    vault: { groupId: "vault", zoneName: "privatelink.vaultcore.azure.net" },
    managedHsm: { groupId: "managedhsm", zoneName: "privatelink.managedhsm.azure.net" },
};
