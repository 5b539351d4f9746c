import {
    boolean,
    each,
    integer,
    map,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { untypedIdentity } from "../managed-identity/identity";
import { type Fields, list, tags } from "../schema";
import { poolProperties } from "./pool-properties";

const enabled = object({ enabled: boolean });
const surelyEnabled = object({ enabled: required(boolean) });

/** What a cluster has, in the words of the SDK. */
export const clusterProperties: Fields = {
    location: string,
    tags,
    aadProfile: object({
        adminGroupObjectIDs: list(string),
        ...each(boolean, "enableAzureRBAC", "managed"),
        tenantID: string,
        // of the time before aadProfile.managed
        ...notModelled("clientAppID", "serverAppID", "serverAppSecret"),
    }),
    addonProfiles: map(object({ enabled: required(boolean), config: map(string), ...readOnly("identity") })),
    agentPoolProfiles: list(object({ ...poolProperties, name: required(string) })),
    apiServerAccessProfile: object({
        authorizedIPRanges: list(string),
        ...each(boolean, "disableRunCommand", "enablePrivateCluster", "enablePrivateClusterPublicFQDN"),
        enableVnetIntegration: boolean,
        ...each(string, "privateDNSZone", "subnetId"),
    }),
    autoScalerProfile: object({
        ...each(boolean, "daemonsetEvictionForEmptyNodes", "daemonsetEvictionForOccupiedNodes"),
        ignoreDaemonsetsUtilization: boolean,
        expander: oneOf("least-waste", "most-pods", "priority", "random"),
        ...each(string, "balanceSimilarNodeGroups", "maxEmptyBulkDelete", "maxGracefulTerminationSec"),
        ...each(string, "maxNodeProvisionTime", "maxTotalUnreadyPercentage", "newPodScaleUpDelay"),
        ...each(string, "okTotalUnreadyCount", "scaleDownDelayAfterAdd", "scaleDownDelayAfterDelete"),
        ...each(string, "scaleDownDelayAfterFailure", "scaleDownUnneededTime", "scaleDownUnreadyTime"),
        ...each(string, "scaleDownUtilizationThreshold", "scanInterval", "skipNodesWithLocalStorage"),
        skipNodesWithSystemPods: string,
    }),
    autoUpgradeProfile: object({
        upgradeChannel: oneOf("rapid", "stable", "patch", "node-image", "none"),
        nodeOSUpgradeChannel: oneOf("None", "Unmanaged", "NodeImage", "SecurityPatch"),
    }),
    azureMonitorProfile: object({
        metrics: object({
            enabled: required(boolean),
            kubeStateMetrics: object(each(string, "metricAnnotationsAllowList", "metricLabelsAllowlist")),
        }),
    }),
    bootstrapProfile: object({ artifactSource: oneOf("Cache", "Direct"), containerRegistryId: string }),
    ...each(boolean, "disableLocalAccounts", "enableRBAC"),
    ...each(string, "diskEncryptionSetID", "dnsPrefix", "fqdnSubdomain", "kubernetesVersion", "nodeResourceGroup"),
    identity: object({ ...untypedIdentity.properties, ...notModelled("delegatedResources") }),
    identityProfile: map(object(each(string, "clientId", "objectId", "resourceId"))),
    metricsProfile: object({ costAnalysis: enabled }),
    networkProfile: object({
        advancedNetworking: object({
            enabled: boolean,
            observability: enabled,
            security: object({ enabled: boolean, advancedNetworkPolicies: oneOf("L7", "FQDN", "None") }),
        }),
        ...each(string, "dnsServiceIP", "podCidr", "serviceCidr"),
        ...each(list(string), "podCidrs", "serviceCidrs"),
        ipFamilies: list(oneOf("IPv4", "IPv6")),
        loadBalancerSku: oneOf("standard", "basic"),
        networkDataplane: oneOf("azure", "cilium"),
        networkPlugin: oneOf("azure", "kubenet", "none"),
        networkPluginMode: oneOf("overlay"),
        networkPolicy: oneOf("none", "calico", "azure", "cilium"),
        outboundType: oneOf(
            ...["loadBalancer", "userDefinedRouting", "managedNATGateway", "userAssignedNATGateway", "none"],
        ),
        // egress that does not lead through a firewall
        ...notModelled("loadBalancerProfile", "natGatewayProfile", "networkMode", "staticEgressGatewayProfile"),
    }),
    nodeProvisioningProfile: object({ defaultNodePools: oneOf("None", "Auto"), mode: oneOf("Manual", "Auto") }),
    nodeResourceGroupProfile: object({ restrictionLevel: oneOf("Unrestricted", "ReadOnly") }),
    oidcIssuerProfile: object({ enabled: boolean, ...readOnly("issuerURL") }),
    publicNetworkAccess: oneOf("Enabled", "Disabled"),
    securityProfile: object({
        azureKeyVaultKms: object({
            enabled: boolean,
            ...each(string, "keyId", "keyVaultResourceId"),
            keyVaultNetworkAccess: oneOf("Public", "Private"),
        }),
        defender: object({ logAnalyticsWorkspaceResourceId: string, securityMonitoring: enabled }),
        imageCleaner: object({ enabled: boolean, intervalHours: integer }),
        workloadIdentity: enabled,
        ...notModelled("customCATrustCertificates"),
    }),
    serviceMeshProfile: object({
        mode: required(oneOf("Istio", "Disabled")),
        istio: object({
            certificateAuthority: object({
                plugin: object({
                    ...each(string, "certChainObjectName", "certObjectName", "keyObjectName", "keyVaultId"),
                    rootCertObjectName: string,
                }),
            }),
            components: object({
                ingressGateways: list(
                    object({ enabled: required(boolean), mode: required(oneOf("External", "Internal")) }),
                ),
                ...notModelled("egressGateways"),
            }),
            revisions: list(string),
        }),
    }),
    sku: object({ name: oneOf("Base", "Automatic"), tier: oneOf("Premium", "Standard", "Free") }),
    storageProfile: object(each(enabled, "blobCSIDriver", "diskCSIDriver", "fileCSIDriver", "snapshotController")),
    supportPlan: oneOf("KubernetesOfficial", "AKSLongTermSupport"),
    workloadAutoScalerProfile: object(each(surelyEnabled, "keda", "verticalPodAutoscaler")),
    // a service principal, nodes of Windows, a shell on nodes, proxies, and what workload identity and Istio took over from
    ...notModelled("aiToolchainOperatorProfile", "extendedLocation", "httpProxyConfig", "ingressProfile", "kind"),
    ...notModelled("linuxProfile", "podIdentityProfile", "privateLinkResources", "servicePrincipalProfile"),
    ...notModelled("upgradeSettings", "windowsProfile"),
    ...readOnly("azurePortalFQDN", "currentKubernetesVersion", "eTag", "fqdn", "maxAgentPools", "powerState"),
    ...readOnly("privateFQDN", "provisioningState", "resourceUID", "status", "name", "type", "systemData"),
};
