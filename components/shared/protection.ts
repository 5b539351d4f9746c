import type * as pulumi from "@pulumi/pulumi";

interface Protection {
    /** Whether Pulumi refuses to delete or replace it while the stack is protected. */
    protect?: true;
    /** Whether it stays in Azure when it leaves the program. */
    retainOnDelete?: true;
    /** How long Pulumi waits, where Azure needs longer than the provider's default. */
    customTimeouts?: pulumi.CustomTimeouts;
}

/**
 * Options of the types that hold state or take long.
 *
 * Keys and secrets are retained: what they encrypted outlives them, and the provider deletes them through the vault's
 * data plane, which answers inside the network only. They go with their vault, whose soft delete can bring them back.
 *
 * The registration of a feature and a plan of Defender are the whole subscription's: others rely on them when this
 * program no longer does.
 */
const protections = {
    // https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet
    "Microsoft.ApiManagement/service": {
        protect: true,
        customTimeouts: { create: "2h", update: "2h", delete: "2h" },
    },
    "Microsoft.CognitiveServices/accounts": { protect: true },
    "Microsoft.Compute/diskEncryptionSets": { protect: true },
    "Microsoft.ContainerRegistry/registries": { protect: true },
    // an upgrade drains one node after another: https://learn.microsoft.com/azure/aks/upgrade-aks-cluster
    "Microsoft.ContainerService/managedClusters": {
        protect: true,
        customTimeouts: { create: "1h", update: "3h", delete: "1h" },
    },
    "Microsoft.ContainerService/managedClusters/agentPools": {
        customTimeouts: { create: "1h", update: "3h", delete: "1h" },
    },
    "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations": { retainOnDelete: true },
    "Microsoft.KeyVault/managedHSMs": { protect: true, customTimeouts: { create: "2h", update: "1h", delete: "1h" } },
    "Microsoft.KeyVault/vaults": { protect: true },
    "Microsoft.KeyVault/vaults/keys": { protect: true, retainOnDelete: true },
    "Microsoft.KeyVault/vaults/secrets": { retainOnDelete: true },
    "Microsoft.Network/applicationGateways": { customTimeouts: { create: "1h", update: "1h", delete: "1h" } },
    "Microsoft.Network/azureFirewalls": { customTimeouts: { create: "1h", update: "1h", delete: "1h" } },
    "Microsoft.OperationalInsights/workspaces": { protect: true },
    "Microsoft.Resources/resourceGroups": { protect: true },
    "Microsoft.Security/pricings": { retainOnDelete: true },
    "Microsoft.Storage/storageAccounts": { protect: true },
} satisfies Record<string, Protection>;

/** The options that protect a resource of the type; `protect: false` leaves out only Pulumi's refusal to delete. */
export function protection(
    type: keyof typeof protections,
    { protect = true }: { protect?: boolean },
): pulumi.CustomResourceOptions {
    const { protect: holdsState, ...options }: Protection = protections[type];
    return holdsState ? { ...options, protect } : options;
}
