import type { Properties } from "../../../local/provider/provider";
import { groupId } from "./fixture";

const inGroup = { resourceGroupName: "rg", location: "westeurope" };
const network = `${groupId}/providers/Microsoft.Network/virtualNetworks/net`;

export const clusterId = `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks-one`;
export const nodeSubnetId = `${network}/subnets/nodes`;
export const apiServerSubnetId = `${network}/subnets/api`;

/** Inputs of everything in a cluster of Microsoft.ContainerService. */
export const inCluster = {
    resourceGroupName: "rg",
    clusterRp: "Microsoft.ContainerService",
    clusterResourceName: "managedClusters",
    clusterName: "aks-one",
};

export const systemPool: Properties = { name: "system", mode: "System", count: 2, vmSize: "Standard_D4s_v5" };

/** The smallest cluster. */
export const smallestCluster: Properties = {
    ...inGroup,
    resourceName: "aks-one",
    dnsPrefix: "aks-one",
    identity: { type: "SystemAssigned" },
    agentPoolProfiles: [systemPool],
};

/** Subnets of a cluster in the network of the landscape. */
export const nodeSubnet: [token: string, inputs: Properties] = [
    "network:Subnet",
    { resourceGroupName: "rg", virtualNetworkName: "net", subnetName: "nodes", addressPrefix: "10.0.8.0/24" },
];
export const apiServerSubnet: [token: string, inputs: Properties] = [
    "network:Subnet",
    {
        resourceGroupName: "rg",
        virtualNetworkName: "net",
        subnetName: "api",
        addressPrefix: "10.0.9.0/28",
        delegations: [{ name: "aks", serviceName: "Microsoft.ContainerService/managedClusters" }],
    },
];

/** Complete inputs of one resource of each type, by token. */
export const containerServiceExamples: Record<string, Properties> = {
    "containerservice:ManagedCluster": {
        ...smallestCluster,
        kubernetesVersion: "1.34",
        sku: { name: "Base", tier: "Standard" },
        apiServerAccessProfile: {
            enablePrivateCluster: true,
            enablePrivateClusterPublicFQDN: false,
            privateDNSZone: "system",
            enableVnetIntegration: true,
            subnetId: apiServerSubnetId,
            disableRunCommand: true,
        },
        disableLocalAccounts: true,
        aadProfile: {
            managed: true,
            enableAzureRBAC: true,
            adminGroupObjectIDs: ["33333333-3333-4333-8333-000000000041"],
        },
        oidcIssuerProfile: { enabled: true },
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            networkDataplane: "cilium",
            networkPolicy: "cilium",
            advancedNetworking: {
                enabled: true,
                observability: { enabled: true },
                security: { enabled: true, advancedNetworkPolicies: "FQDN" },
            },
            outboundType: "loadBalancer",
            ipFamilies: ["IPv4"],
            podCidr: "100.64.0.0/16",
            podCidrs: ["100.64.0.0/16"],
            serviceCidr: "100.127.240.0/20",
            serviceCidrs: ["100.127.240.0/20"],
            dnsServiceIP: "100.127.240.10",
        },
        serviceMeshProfile: {
            mode: "Istio",
            istio: { revisions: ["asm-1-27"], components: { ingressGateways: [{ enabled: true, mode: "Internal" }] } },
        },
        securityProfile: {
            workloadIdentity: { enabled: true },
            imageCleaner: { enabled: true, intervalHours: 48 },
        },
        agentPoolProfiles: [
            { ...systemPool, vnetSubnetID: nodeSubnetId, nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"] },
        ],
        addonProfiles: {
            azurepolicy: { enabled: true },
            azureKeyvaultSecretsProvider: {
                enabled: true,
                config: { enableSecretRotation: "true", rotationPollInterval: "2m" },
            },
        },
        autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
        nodeResourceGroup: "rg-nodes",
        nodeResourceGroupProfile: { restrictionLevel: "Unrestricted" },
    },
    "containerservice:AgentPool": {
        resourceGroupName: "rg",
        resourceName: "aks-one",
        agentPoolName: "tools",
        mode: "User",
        enableAutoScaling: true,
        count: 1,
        minCount: 1,
        maxCount: 3,
        vmSize: "Standard_D4s_v5",
        osSKU: "AzureLinux",
        workloadRuntime: "KataVmIsolation",
        nodeLabels: { "mcp-tier": "tools" },
        nodeTaints: ["mcp-tier=tools:NoSchedule"],
        vnetSubnetID: nodeSubnetId,
    },
    "containerservice:MaintenanceConfiguration": {
        resourceGroupName: "rg",
        resourceName: "aks-one",
        configName: "aksManagedAutoUpgradeSchedule",
        maintenanceWindow: {
            durationHours: 4,
            startTime: "22:00",
            utcOffset: "+01:00",
            schedule: { weekly: { dayOfWeek: "Saturday", intervalWeeks: 1 } },
        },
    },
    "containerservice:ManagedNamespace": {
        ...inGroup,
        resourceName: "aks-one",
        managedNamespaceName: "orders",
        properties: {
            defaultNetworkPolicy: { egress: "DenyAll", ingress: "DenyAll" },
            defaultResourceQuota: { cpuLimit: "2", cpuRequest: "500m", memoryLimit: "4Gi", memoryRequest: "1Gi" },
            labels: { "data-classification": "internal" },
        },
    },
    "containerservice:DeploymentSafeguard": {
        resourceUri: clusterId,
        level: "Enforce",
        excludedNamespaces: ["flux-system"],
    },
    "compute:DiskEncryptionSet": {
        ...inGroup,
        diskEncryptionSetName: "des-one",
        identity: { type: "SystemAssigned" },
        activeKey: { keyUrl: `https://kv-one.vault.azure.net/keys/disk/${"0".repeat(32)}` },
    },
    "kubernetesconfiguration:Extension": {
        ...inCluster,
        extensionName: "flux",
        extensionType: "microsoft.flux",
        autoUpgradeMinorVersion: true,
        releaseTrain: "Stable",
        scope: { cluster: { releaseNamespace: "flux-system" } },
    },
    "kubernetesconfiguration:FluxConfiguration": {
        ...inCluster,
        fluxConfigurationName: "manifests",
        namespace: "flux-system",
        scope: "cluster",
        sourceKind: "GitRepository",
        gitRepository: {
            url: "https://git.contoso.com/platform/manifests",
            repositoryRef: { branch: "main" },
        },
        kustomizations: { manifests: { path: "dev", prune: true } },
    },
    "managedidentity:FederatedIdentityCredential": {
        resourceGroupName: "rg",
        resourceName: "id-one",
        federatedIdentityCredentialResourceName: "orders",
        issuer: "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/",
        subject: "system:serviceaccount:mcp-orders:orders",
        audiences: ["api://AzureADTokenExchange"],
    },
    "authorization:RoleDefinition": {
        scope: groupId,
        roleDefinitionId: "55555555-5555-4555-8555-000000000101",
        roleName: "Reader of pools",
        description: "Sees the pools of clusters.",
        assignableScopes: [groupId],
        permissions: [{ actions: ["Microsoft.ContainerService/managedClusters/agentPools/read"] }],
    },
};

/** The examples in an order in which they can be created, and what they need besides. */
export const containerServiceSteps: (string | [token: string, inputs: Properties])[] = [
    nodeSubnet,
    apiServerSubnet,
    ...Object.keys(containerServiceExamples),
];
