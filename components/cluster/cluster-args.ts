import type * as pulumi from "@pulumi/pulumi";
import type { PlacementArgs, Principal } from "../shared";
import type { FluxSource } from "./flux";
import type { KubeconfigLogin } from "./kubeconfig";
import type { MaintenanceWindow } from "./maintenance";
import type { NodePool } from "./node-pool";

/** What Azure promises for the API server: https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers */
export const ClusterTier = {
    /** No promise; for trials and development. */
    Free: "Free",
    /** Availability is promised. */
    Standard: "Standard",
    /** The same, and a version of Kubernetes is supported for two years. */
    Premium: "Premium",
} as const;
export type ClusterTier = (typeof ClusterTier)[keyof typeof ClusterTier];

/** The pools of a cluster, each with a purpose of its own. */
export interface ClusterPools {
    /**
     * Required. What the cluster itself needs: nothing else runs there. At least one node for each availability zone, and
     * two in any case. Azure refuses another `vmSize` later.
     */
    system: NodePool;
    /** Required. What serves all, such as the ingress gateway. Another `vmSize` replaces the pool, not the cluster. */
    user: NodePool;
    /**
     * Required. MCP servers and what they execute, each pod in a virtual machine of its own: `vmSize` must let virtual
     * machines run in it. Another `vmSize` replaces the pool, not the cluster.
     */
    tools: NodePool;
}

/**
 * Arguments of `Cluster`.
 *
 * Another value of these replaces the cluster, which Pulumi refuses while it is protected: `location`, `naming`,
 * `podRange`, `serviceRange` and `existingPrivateDnsZoneId`. Counts of nodes, `kubernetesVersion`, `maintenance`, `tier`,
 * keys and who may do what never replace anything but assignments of roles.
 */
export interface ClusterArgs extends PlacementArgs {
    /** Required. Id of the Entra tenant whose identities use the cluster, a GUID. */
    tenantId: string;
    /** Required. ARM id of the workspace that receives the logs of the API server, of containers and of Defender. */
    workspaceId: pulumi.Input<string>;
    /** Required. ARM id of the rule by which container logs are collected: `dataCollectionRuleIds.containers` of `AuditLog`. */
    dataCollectionRuleId: pulumi.Input<string>;
    /** Required. ARM id of the endpoint that container logs arrive at: `dataCollectionEndpointId` of `AuditLog`. */
    dataCollectionEndpointId: pulumi.Input<string>;
    /**
     * Required. Minor version of Kubernetes, for example `1.34`; patches are installed in the maintenance window. A later
     * one upgrades the cluster, then the pools, one minor version at a time; Azure refuses an earlier one.
     */
    kubernetesVersion: string;
    /**
     * Optional. Revisions of Istio, for example `asm-1-27`: one, or two during an upgrade. Which ones go with
     * `kubernetesVersion`: https://learn.microsoft.com/azure/aks/istio-support-policy. Default: the one that Azure chooses
     * when it creates the cluster, and later those that it has, as https://github.com/Azure/ARO-HCP/pull/6236 relies on.
     */
    meshRevisions?: string[];
    /** Required. ARM id of a subnet for the nodes, whose default route leads to a firewall. Azure refuses another one later. */
    nodeSubnetId: pulumi.Input<string>;
    /**
     * Required. ARM id of a subnet for the API server alone, delegated to `Microsoft.ContainerService/managedClusters`.
     * Azure refuses another one later.
     */
    apiServerSubnetId: pulumi.Input<string>;
    /** Required. ARM id of the route table of the nodes' subnet. */
    routeTableId: pulumi.Input<string>;
    /** Required. Range of the pods in CIDR notation, an overlay: every node takes a /24 of it. */
    podRange: pulumi.Input<string>;
    /**
     * Optional. Range of the addresses of services, /12 to /24 in 100.64.0.0/10, which no network overlaps, outside of
     * `podRange`. Default: 100.127.240.0/20.
     */
    serviceRange?: string;
    /**
     * Optional. ARM id of a private DNS zone for the name of the API server, where a hub resolves names; it is linked to
     * that network. The cluster's identity gets the role Private DNS Zone Contributor on it. Default: a zone that Azure
     * makes and links to the cluster's network.
     */
    existingPrivateDnsZoneId?: pulumi.Input<string>;
    /** Required. ARM id of the registry that nodes pull images from. */
    registryId: pulumi.Input<string>;
    /**
     * Required. Address, with version, of the key that encrypts secrets of Kubernetes: `keyVersionUris` of a `KeyVault`,
     * purpose `kms`. Another one is used from then on for what is written; encrypt everything again, and keep the first.
     */
    kmsKeyUri: pulumi.Input<string>;
    /** Required. ARM id of the vault of that key and nothing else, whose contributor the cluster's identity becomes. */
    kmsVaultId: pulumi.Input<string>;
    /**
     * Required. ARM id of the key that encrypts disks, purpose `disk-encryption`. Its vault lets Azure services pass. Another
     * one is used from then on, in place. Azure asks for the role Key Vault Crypto Service Encryption User before, and the
     * disk encryption set gets it after: assign it to the set's identity by hand, on the vault of the new key, for that time.
     */
    diskKeyId: pulumi.Input<string>;
    /** Required. Address of that key with version: `keyVersionUris` of its `KeyVault`. New versions are used by themselves. */
    diskKeyUri: pulumi.Input<string>;
    /**
     * Optional. Object ids of Entra groups that may do everything in the cluster, always. Azure RBAC decides about everybody
     * else, and can make people eligible for a while only. Default: none. Serves practices 2.1 and 2.4.
     */
    administratorGroupIds?: string[];
    /**
     * Optional. Who delivers objects, by a short name: they get the roles Azure Kubernetes Service RBAC Cluster Admin and
     * Cluster User Role on the cluster. Default: nobody but the administrators.
     */
    deliverers?: Record<string, Principal>;
    /**
     * Optional. Who may ask Azure how to reach the API server, by a short name; what they may do there, roles inside of the
     * cluster say. Default: nobody but administrators and deliverers.
     */
    users?: Record<string, Principal>;
    /**
     * Optional. Availability zones of the nodes; empty in a region without. Others replace the pools `user` and `tools`, and
     * Azure refuses them for `system`. Default: 1, 2 and 3.
     */
    availabilityZones?: string[];
    /** Required. Sizes and counts of the pools. */
    pools: ClusterPools;
    /** Required. When Azure upgrades Kubernetes and the images of the nodes. */
    maintenance: MaintenanceWindow;
    /** Optional. What Azure promises. Default: Standard. */
    tier?: ClusterTier;
    /**
     * Optional. Whether to register the feature EncryptionAtHost, without which Azure refuses the pools. A subscription has
     * one registration, so one of its environments makes it. Default: false; it is registered.
     */
    registerHostEncryption?: boolean;
    /** Optional. Git repository that Flux applies manifests from. Default: no Flux. */
    flux?: FluxSource;
    /**
     * Optional. How whoever uses `kubeconfig` signs in to Entra; who deploys then needs the right to list the user
     * credentials of the cluster. Default: `kubeconfig` is empty, for clusters that this program delivers nothing to.
     */
    login?: KubeconfigLogin;
}

/** Availability zones of the nodes. */
export function zonesOf({ availabilityZones }: ClusterArgs): string[] {
    return availabilityZones ?? ["1", "2", "3"];
}

/** Range of the addresses of services. */
export function serviceRangeOf({ serviceRange }: ClusterArgs): string {
    return serviceRange ?? "100.127.240.0/20";
}
