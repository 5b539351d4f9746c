import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as inputs from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedArmId, knownAfter, protection, resourceId, resourceName, tags } from "../shared";
import { shorten } from "../shared/naming";
import { type ClusterArgs, ClusterTier, serviceRangeOf } from "./cluster-args";
import type { ClusterIdentities } from "./cluster-identities";
import { dnsServiceAddress, podRangeProblem } from "./cluster-ranges";
import { checkedKeyUri } from "./key-uri";
import { systemPool } from "./node-pools";

const type = "Microsoft.ContainerService/managedClusters";

/** A cluster that exists by the time these are known outside a preview. */
export interface ManagedCluster {
    resource: containerservice.ManagedCluster;
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    /** Group of what Azure makes for the cluster, which nobody but Azure changes. */
    nodeResourceGroupName: pulumi.Output<string>;
}

/**
 * Makes a cluster whose API server is in the network and answers Entra identities only.
 *
 * Left out on purpose: add-ons that Azure has given up, a service principal, addresses that may reach the API server
 * (it has no public one), and what pod identities were before workload identity.
 *
 * @param after - Resources that it waits for, besides those that its arguments come from.
 */
export function createManagedCluster(
    name: string,
    identities: ClusterIdentities,
    diskEncryptionSetId: pulumi.Output<string>,
    args: ClusterArgs,
    parent: pulumi.Resource,
    after: pulumi.Resource[],
): ManagedCluster {
    const clusterName = resourceName(type, args.naming, name);
    // 80 characters at most: https://learn.microsoft.com/azure/aks/faq
    const nodeResourceGroup = `rg-${clusterName}-nodes`;
    const security = securityProfile(args);
    const resource = new containerservice.ManagedCluster(
        `${name}-cluster`,
        {
            resourceName: clusterName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "Base", tier: args.tier ?? ClusterTier.Standard },
            supportPlan: args.tier === ClusterTier.Premium ? "AKSLongTermSupport" : "KubernetesOfficial",
            kubernetesVersion: args.kubernetesVersion,
            ...apiServerName(clusterName, args),
            publicNetworkAccess: "Disabled",
            apiServerAccessProfile: apiServerAccess(args),
            enableRBAC: true,
            disableLocalAccounts: true,
            aadProfile: {
                managed: true,
                enableAzureRBAC: true,
                adminGroupObjectIDs: args.administratorGroupIds ?? [],
                tenantID: args.tenantId,
            },
            identity: { type: "UserAssigned", userAssignedIdentities: [identities.clusterIdentityId] },
            identityProfile: { kubeletidentity: { resourceId: identities.kubeletIdentityId } },
            oidcIssuerProfile: { enabled: true },
            networkProfile: networkProfile(args),
            serviceMeshProfile: {
                mode: "Istio",
                istio: {
                    revisions: args.meshRevisions,
                    components: { ingressGateways: [{ enabled: true, mode: "Internal" }] },
                },
            },
            securityProfile: security,
            diskEncryptionSetID: diskEncryptionSetId,
            agentPoolProfiles: [systemPool(args)],
            addonProfiles: addOns(args),
            autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
            nodeResourceGroup,
            nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
            tags: tags(args, "cluster"),
        },
        {
            parent,
            dependsOn: after,
            ...protection(type, args),
            // the SDK makes one output of the profile, which the version of a new key would make unknown as a whole
            transformations: [({ props, opts }) => ({ props: { ...props, securityProfile: security }, opts })],
        },
    );
    return {
        resource,
        id: knownAfter(resource, resourceId(args, type, clusterName)),
        name: knownAfter(resource, clusterName),
        nodeResourceGroupName: knownAfter(resource, nodeResourceGroup),
    };
}

/** In a zone of Azure's, the name begins with a prefix; in one's own it is a subdomain. */
function apiServerName(
    clusterName: string,
    args: ClusterArgs,
): Pick<containerservice.ManagedClusterArgs, "dnsPrefix" | "fqdnSubdomain"> {
    const label = shorten(clusterName, 54); // https://learn.microsoft.com/azure/aks/faq
    return args.existingPrivateDnsZoneId === undefined ? { dnsPrefix: label } : { fqdnSubdomain: label };
}

function apiServerAccess(args: ClusterArgs): inputs.containerservice.ManagedClusterAPIServerAccessProfileArgs {
    const { existingPrivateDnsZoneId: zoneId } = args;
    return {
        enablePrivateCluster: true,
        enablePrivateClusterPublicFQDN: false,
        privateDNSZone:
            zoneId === undefined
                ? "system"
                : checkedArmId(zoneId, "existingPrivateDnsZoneId", "Microsoft.Network/privateDnsZones"),
        enableVnetIntegration: true,
        subnetId: checkedArmId(
            args.apiServerSubnetId,
            "apiServerSubnetId",
            "Microsoft.Network/virtualNetworks/subnets",
        ),
        disableRunCommand: true,
    };
}

function networkProfile(args: ClusterArgs): inputs.containerservice.ContainerServiceNetworkProfileArgs {
    const serviceRange = serviceRangeOf(args);
    const podRange = checked(args.podRange, (range) => podRangeProblem(range, args));
    return {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        networkDataplane: "cilium",
        networkPolicy: "cilium",
        advancedNetworking: {
            enabled: true,
            observability: { enabled: true },
            security: { enabled: true, advancedNetworkPolicies: "FQDN" }, // the level above excludes Istio
        },
        outboundType: "userDefinedRouting",
        loadBalancerSku: "standard",
        ipFamilies: ["IPv4"],
        podCidr: podRange,
        serviceCidr: serviceRange,
        // as Azure answers them: a cluster that is imported would be replaced for want of them
        podCidrs: [podRange],
        serviceCidrs: [serviceRange],
        dnsServiceIP: dnsServiceAddress(serviceRange),
    };
}

function securityProfile(args: ClusterArgs): inputs.containerservice.ManagedClusterSecurityProfileArgs {
    const vaultId = checkedArmId(args.kmsVaultId, "kmsVaultId", "Microsoft.KeyVault/vaults");
    return {
        workloadIdentity: { enabled: true },
        azureKeyVaultKms: {
            enabled: true,
            keyId: checkedKeyUri(args.kmsKeyUri, "kmsKeyUri", vaultId),
            keyVaultNetworkAccess: "Private",
            keyVaultResourceId: vaultId,
        },
        defender: {
            logAnalyticsWorkspaceResourceId: workspaceId(args),
            securityMonitoring: { enabled: true },
        },
        imageCleaner: { enabled: true, intervalHours: 48 },
    };
}

function addOns(args: ClusterArgs): Record<string, inputs.containerservice.ManagedClusterAddonProfileArgs> {
    return {
        azurepolicy: { enabled: true },
        azureKeyvaultSecretsProvider: {
            enabled: true,
            config: { enableSecretRotation: "true", rotationPollInterval: "2m" },
        },
        omsagent: {
            enabled: true,
            config: { logAnalyticsWorkspaceResourceID: workspaceId(args), useAADAuth: "true" },
        },
    };
}

function workspaceId(args: ClusterArgs): pulumi.Output<string> {
    return checkedArmId(args.workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces");
}
