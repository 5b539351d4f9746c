/** An Azure service that uses a registry, and needs it more open than other clients do. */
export const RegistryService = {
    /** Azure Kubernetes Service, to start nodes of a network-isolated cluster without the internet. */
    AksBootstrap: "aks-bootstrap",
    /** Azure Container Apps, to pull images with a managed identity; so does the component `Runner`. */
    ContainerApps: "container-apps",
    /** Microsoft Defender for Containers, to scan images for vulnerabilities. */
    Defender: "defender",
} as const;
export type RegistryService = (typeof RegistryService)[keyof typeof RegistryService];

interface ServiceNeeds {
    /** Whether it presents tokens for Azure Resource Manager, where others present tokens for the registry only. */
    armTokens: boolean;
    /** Whether it comes from outside of the network, and the registry's firewall must let it pass. */
    bypass: boolean;
}

/**
 * What each service needs:
 *
 * - https://learn.microsoft.com/azure/aks/network-isolated
 * - https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull
 * - https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services
 */
export const serviceNeeds: Readonly<Record<RegistryService, ServiceNeeds>> = {
    "aks-bootstrap": { armTokens: true, bypass: false },
    "container-apps": { armTokens: true, bypass: false },
    defender: { armTokens: false, bypass: true },
};
