// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt, valueAt } from "../../../../local/provider/values";
import { clusterLandscape, diskEncryptionSetId, kubeletId, roles, routeTableId } from "../cluster-landscape";
import {
    apiServerSubnet,
    apiServerSubnetId,
    clusterId,
    nodeSubnet,
    nodeSubnetId,
    smallestCluster,
    systemPool,
} from "../container-service-landscape";
import { groupId, newCloud, seed } from "../fixture";
import { deploy, example, role, vaultId } from "../landscape";
import { arm, type Change, changedExample, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const cluster = "containerservice:ManagedCluster";
const pool = "containerservice:AgentPool";
const group = "resources:ResourceGroup";
const network: RefusalCase["given"] = [group, "network:VirtualNetwork", nodeSubnet, apiServerSubnet];
const withSmallest: RefusalCase["given"] = [group, [cluster, smallestCluster]];

function invalid(parameter: string, problem: string): string {
    return arm(
        400,
        "InvalidParameter",
        `The value of parameter ${parameter} is invalid. Error details: ${problem}. Please see https://aka.ms/aks-naming-rules for more details.`,
    );
}

/** A property of the example with other values inside. */
function inside(name: string, change: Properties): Properties {
    return { [name]: { ...(example[cluster]?.[name] as Properties), ...change } };
}

function systemPoolWith(change: Properties): Properties {
    const [own] = (example[cluster]?.agentPoolProfiles ?? []) as Properties[];
    return { agentPoolProfiles: [{ ...own, ...change }] };
}

const clusterCases: [title: string, inputs: Change, message: string][] = [
    [
        "a private cluster has neither a private zone nor a public name",
        inside("apiServerAccessProfile", { privateDNSZone: "none" }),
        arm(
            400,
            "NonePrivateDNSZonePublicFQDNDisabledError",
            "Private cluster with private DNS zone mode none cannot have its public FQDN disabled.",
        ),
    ],
    [
        "a private cluster lets addresses of the internet in",
        inside("apiServerAccessProfile", { authorizedIPRanges: ["203.0.113.0/24"] }),
        invalid("apiServerAccessProfile.authorizedIPRanges", "ranges cannot be authorized for a private cluster"),
    ],
    [
        "the zone is no private DNS zone",
        inside("apiServerAccessProfile", { privateDNSZone: nodeSubnetId }),
        arm(
            400,
            "InvalidPrivateDNSZoneResourceID",
            `${nodeSubnetId} is no private DNS zone named private.westeurope.azmk8s.io or privatelink.westeurope.azmk8s.io, or one below.`,
        ),
    ],
    [
        "there are two names",
        { fqdnSubdomain: "aks" },
        invalid("dnsPrefix", "exactly one of dnsPrefix and fqdnSubdomain is needed, not 2"),
    ],
    [
        "a subdomain has no zone of one's own",
        { dnsPrefix: null, fqdnSubdomain: "aks" },
        invalid("fqdnSubdomain", "it needs a private cluster with the id of a private DNS zone"),
    ],
    [
        "local accounts are disabled and there are no others",
        { aadProfile: null },
        invalid("disableLocalAccounts", "it needs aadProfile.managed, or nobody could use the cluster"),
    ],
    [
        "Azure RBAC is asked for a tenant that is not the subscription's",
        inside("aadProfile", { tenantID: "99999999-9999-4999-8999-999999999999" }),
        invalid("aadProfile.tenantID", "Azure RBAC needs the tenant of the subscription"),
    ],
    [
        "an administrator is no object id",
        inside("aadProfile", { adminGroupObjectIDs: ["admins"] }),
        invalid("aadProfile.adminGroupObjectIDs", "'admins' is no object id"),
    ],
    [
        "workload identity has no issuer",
        { oidcIssuerProfile: null },
        invalid("securityProfile.workloadIdentity.enabled", "it needs oidcIssuerProfile.enabled"),
    ],
    [
        "the version is unknown",
        { kubernetesVersion: "1.28" },
        arm(
            400,
            "K8sVersionNotSupported",
            "The Kubernetes version 1.28 is not supported in this region. Offered are: 1.34.2, 1.34.3, 1.34.4, 1.35.1, 1.35.2, 1.36.0, and 1.34, 1.35, 1.36 for the latest patch. Please see https://aka.ms/supported-version-list.",
        ),
    ],
    [
        "Cilium has no policies of Cilium",
        inside("networkProfile", { networkPolicy: "calico" }),
        invalid(
            "networkProfile.networkPolicy",
            "networkDataplane cilium and networkPolicy cilium need each other, not cilium and calico",
        ),
    ],
    [
        "L7 policies and Istio come together",
        inside("networkProfile", {
            advancedNetworking: {
                enabled: true,
                observability: { enabled: true },
                security: { enabled: true, advancedNetworkPolicies: "L7" },
            },
        }),
        invalid(
            "networkProfile.advancedNetworking.security.advancedNetworkPolicies",
            "L7 policies are not compatible with the Istio add-on",
        ),
    ],
    [
        "policies on names have no Cilium",
        inside("networkProfile", { networkDataplane: "azure", networkPolicy: "azure" }),
        invalid(
            "networkProfile.advancedNetworking.security",
            "advanced network policies need the networkDataplane cilium",
        ),
    ],
    [
        "pods have addresses of the network",
        inside("networkProfile", { podCidr: "10.0.128.0/17" }),
        invalid("networkProfile.podCidr", "10.0.128.0/17 overlaps with 10.0.0.0/16 of the virtual network"),
    ],
    [
        "pods have addresses of services",
        inside("networkProfile", { podCidr: "100.127.0.0/16" }),
        invalid("networkProfile.podCidr", "100.127.0.0/16 overlaps with serviceCidr 100.127.240.0/20"),
    ],
    [
        "services have addresses of the network",
        inside("networkProfile", { serviceCidr: "10.0.240.0/20", dnsServiceIP: "10.0.240.10" }),
        arm(
            400,
            "ServiceCidrOverlapExistingSubnetsCidr",
            "The specified service CIDR 10.0.240.0/20 is conflicted with an existing subnet CIDR 10.0.0.0/16.",
        ),
    ],
    [
        "the DNS service has the first address of services",
        inside("networkProfile", { dnsServiceIP: "100.127.240.1" }),
        invalid(
            "networkProfile.dnsServiceIP",
            "100.127.240.1 must be in serviceCidr 100.127.240.0/20, and neither of its first two addresses",
        ),
    ],
    [
        "the DNS service is no service",
        inside("networkProfile", { dnsServiceIP: "10.9.0.10" }),
        invalid(
            "networkProfile.dnsServiceIP",
            "10.9.0.10 must be in serviceCidr 100.127.240.0/20, and neither of its first two addresses",
        ),
    ],
    [
        "egress is led by routes that are not there",
        inside("networkProfile", { outboundType: "userDefinedRouting" }),
        arm(
            400,
            "ExistingRouteTableNotAssociatedWithSubnet",
            `An existing route table has not been associated with subnet ${nodeSubnetId}. Please update the route table association.`,
        ),
    ],
    [
        "the API server is in a subnet that is not its own",
        inside("apiServerAccessProfile", { subnetId: nodeSubnetId }),
        arm(
            400,
            "SubnetMissingRequiredDelegation",
            `Subnet ${nodeSubnetId} requires any of the following delegation(s) [Microsoft.ContainerService/managedClusters] to reference ${clusterId}.`,
        ),
    ],
    [
        "nodes are in the subnet of the API server",
        systemPoolWith({ vnetSubnetID: apiServerSubnetId }),
        arm(
            400,
            "ResourceNotPermittedOnDelegatedSubnet",
            `Nodes cannot be in the subnet ${apiServerSubnetId}: it is delegated to Microsoft.ContainerService/managedClusters.`,
        ),
    ],
    [
        "the API server of nodes in a network has no subnet",
        { apiServerAccessProfile: { enableVnetIntegration: true } },
        invalid("apiServerAccessProfile.subnetId", "with a subnet for nodes it is needed, too"),
    ],
    [
        "nodes have no room in their subnet",
        systemPoolWith({ count: 252 }),
        arm(
            400,
            "InsufficientSubnetSize",
            "Pre-allocated IPs 252 exceeds IPs available 251 in Subnet Cidr 10.0.8.0/24, Subnet Name nodes. http://aka.ms/aks/insufficientsubnetsize",
        ),
    ],
    [
        "an add-on is not known",
        { addonProfiles: { azurePolicy: { enabled: true } } },
        invalid(
            "addonProfiles",
            "there is no add-on 'azurePolicy', but: aciConnectorLinux, azureKeyvaultSecretsProvider, azurepolicy, httpApplicationRouting, ingressApplicationGateway, omsagent, openServiceMesh",
        ),
    ],
    [
        "a setting of an add-on is no text that it takes",
        { addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "yes" } } } },
        invalid("addonProfiles.azureKeyvaultSecretsProvider.config", "'yes' is no value of enableSecretRotation"),
    ],
    [
        "container logs have no workspace",
        { addonProfiles: { omsagent: { enabled: true, config: { useAADAuth: "true" } } } },
        invalid("addonProfiles.omsagent.config", "logAnalyticsWorkspaceResourceID must be the id of a workspace"),
    ],
    [
        "the mesh has a revision that the version does not go with",
        { kubernetesVersion: "1.36" },
        invalid("serviceMeshProfile.istio.revisions", "asm-1-27 is not offered with Kubernetes 1.36, but: asm-1-29"),
    ],
    [
        "the mesh has two gateways of one mode",
        {
            serviceMeshProfile: {
                mode: "Istio",
                istio: {
                    components: {
                        ingressGateways: [
                            { enabled: true, mode: "Internal" },
                            { enabled: false, mode: "Internal" },
                        ],
                    },
                },
            },
        },
        invalid("serviceMeshProfile.istio.components.ingressGateways", "there is one gateway of each mode at most"),
    ],
    [
        "images are cleaned too often",
        inside("securityProfile", { imageCleaner: { enabled: true, intervalHours: 12 } }),
        invalid("securityProfile.imageCleaner.intervalHours", "it must be 24 to 2160, not 12"),
    ],
    [
        "upgrades of images are asked for and ruled out",
        { autoUpgradeProfile: { upgradeChannel: "node-image", nodeOSUpgradeChannel: "None" } },
        invalid("autoUpgradeProfile.nodeOSUpgradeChannel", "the upgradeChannel node-image needs NodeImage, not None"),
    ],
    [
        "long support is not paid for",
        { supportPlan: "AKSLongTermSupport" },
        invalid("supportPlan", "AKSLongTermSupport needs the sku.tier Premium"),
    ],
    [
        "secrets are encrypted with an identity that comes too late",
        inside("securityProfile", {
            azureKeyVaultKms: { enabled: true, keyId: "https://kv-one.vault.azure.net/keys/k/v" },
        }),
        invalid(
            "securityProfile.azureKeyVaultKms",
            "KMS needs a user-assigned identity: a system-assigned one has no access in time",
        ),
    ],
    [
        "there is no system pool",
        systemPoolWith({ mode: "User" }),
        invalid("agentPoolProfiles", "there has to be at least one agent pool of the mode System"),
    ],
    [
        "the system pool is empty",
        systemPoolWith({ count: 0 }),
        invalid("agentPoolProfile.system.count", "a system node pool must have at least 1 node"),
    ],
    [
        "the system pool can be scaled to nothing",
        systemPoolWith({ count: 1, enableAutoScaling: true, minCount: 0, maxCount: 3 }),
        invalid("agentPoolProfile.system.count", "a system node pool must have at least 1 node"),
    ],
    [
        "the name of the group of nodes is too long",
        { nodeResourceGroup: "n".repeat(81) },
        invalid("nodeResourceGroup", `'${"n".repeat(81)}' has 81 characters, and 80 are the most`),
    ],
    [
        "the group of nodes is another's",
        { nodeResourceGroup: "rg" },
        arm(
            409,
            "NodeResourceGroupAlreadyExists",
            `The node resource group rg of ${clusterId} exists already, and must be the cluster's alone.`,
        ),
    ],
    [
        "nodes get an identity from one that comes too late",
        {
            identityProfile: {
                kubeletidentity: {
                    resourceId: `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`,
                },
            },
        },
        arm(
            400,
            "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            "Custom kubelet identity is only supported on a cluster with a user-assigned managed identity.",
        ),
    ],
];

const poolCases: [title: string, inputs: Change, message: string][] = [
    [
        "the size is none",
        { vmSize: "Standard_X4" },
        arm(
            400,
            "BadRequest",
            "The VM size of Standard_X4 is not allowed in your subscription in location 'westeurope'. For more details, please visit https://aka.ms/aks/quotas-skus-regions.",
        ),
    ],
    [
        "sandboxes are on another system",
        { osSKU: "Ubuntu" },
        invalid("agentPoolProfile.tools.osSKU", "workloadRuntime KataVmIsolation needs osSKU AzureLinux, not Ubuntu"),
    ],
    [
        "sandboxes are on a size that takes no machines inside",
        { vmSize: "Standard_B4s_v2" },
        invalid(
            "agentPoolProfile.tools.vmSize",
            "workloadRuntime KataVmIsolation needs a size of generation 2 with nested virtualization, which Standard_B4s_v2 does not have",
        ),
    ],
    [
        "sandboxes start trusted",
        { securityProfile: { enableSecureBoot: true } },
        invalid(
            "agentPoolProfile.tools.securityProfile",
            "Trusted Launch cannot be enabled together with pod sandboxing",
        ),
    ],
    [
        "a size cannot start trusted",
        { workloadRuntime: "OCIContainer", vmSize: "Standard_DC4as_v5", securityProfile: { enableVTPM: true } },
        invalid(
            "agentPoolProfile.tools.securityProfile",
            "Trusted Launch is not supported by the VM size Standard_DC4as_v5",
        ),
    ],
    [
        "the feature of encryption on the host is not registered",
        { enableEncryptionAtHost: true },
        arm(
            400,
            "SubscriptionNotEnabledEncryptionAtHost",
            "Subscription does not enable EncryptionAtHost, which the agent pool tools asks for. Register the feature Microsoft.Compute/EncryptionAtHost.",
        ),
    ],
    [
        "a disk on the host has no room there",
        { osDiskType: "Ephemeral", osDiskSizeGB: 64 },
        invalid(
            "agentPoolProfile.tools.osDiskType",
            "the virtual machine size Standard_D4s_v5 has 0 GB for an ephemeral disk, but the OS disk requires 64 GB",
        ),
    ],
    [
        "the least nodes are more than the most",
        { minCount: 5 },
        invalid(
            "agentPoolProfile.tools.minCount",
            "autoscaling needs minCount and a maxCount that is not less, not 5 and 3",
        ),
    ],
    [
        "the nodes to begin with are more than the most",
        { count: 4 },
        invalid("agentPoolProfile.tools.count", "4 is not between minCount 1 and maxCount 3"),
    ],
    [
        "nobody says how many nodes there are to begin with, also when it scales by itself",
        { count: undefined },
        arm(400, "InvalidParameter", "Required parameter properties.count is missing (null)."),
    ],
    [
        "names are cached on nodes of two cores",
        { vmSize: "Standard_D2s_v5", workloadRuntime: undefined, localDNSProfile: { mode: "Required" } },
        invalid("agentPoolProfile.tools.localDNSProfile", "LocalDNS needs at least 4 cores, Standard_D2s_v5 has 2"),
    ],
    [
        "there are limits and no scaling",
        { enableAutoScaling: false },
        invalid("agentPoolProfile.tools.minCount", "minCount and maxCount need enableAutoScaling"),
    ],
    [
        "a label belongs to Azure",
        { nodeLabels: { "kubernetes.azure.com/tier": "tools" } },
        invalid(
            "agentPoolProfile.tools.nodeLabels",
            "Invalid node label key kubernetes.azure.com/tier: the prefix is reserved",
        ),
    ],
    [
        "a taint has no effect",
        { nodeTaints: ["mcp-tier=tools"] },
        invalid("agentPoolProfile.tools.nodeTaints", "'mcp-tier=tools' must be a taint like key=value:NoSchedule"),
    ],
    [
        "its version is ahead of the control plane",
        { orchestratorVersion: "1.35" },
        arm(
            400,
            "NodePoolMcVersionIncompatible",
            "Node pool version 1.35.2 of tools and control plane version 1.34.4 are incompatible. Minor version of node pool cannot be bigger than control plane version. For more information, please check https://aka.ms/aks/UpgradeVersionRules.",
        ),
    ],
    [
        "it is of Windows",
        { workloadRuntime: null, osSKU: null, osType: "Windows", agentPoolName: "win" },
        invalid("agentPoolProfile.win.osType", "networkDataplane cilium takes Linux nodes only"),
    ],
    [
        "it has no subnet and the others have",
        { vnetSubnetID: null },
        invalid("vnetSubnetID", "all agent pools of a cluster have a subnet, or none has"),
    ],
    [
        "its nodes and those of the others have no room in the subnet",
        { maxCount: 250 },
        arm(
            400,
            "InsufficientSubnetSize",
            "Pre-allocated IPs 252 exceeds IPs available 251 in Subnet Cidr 10.0.8.0/24, Subnet Name nodes. http://aka.ms/aks/insufficientsubnetsize",
        ),
    ],
];

const window = (change: Properties) => ({
    maintenanceWindow: {
        ...(example["containerservice:MaintenanceConfiguration"]?.maintenanceWindow as Properties),
        ...change,
    },
});

const childCases: [title: string, token: string, inputs: Properties, message: string][] = [
    [
        "maintenance has a name that says nothing",
        "containerservice:MaintenanceConfiguration",
        { configName: "nightly" },
        invalid(
            "configName",
            "'nightly' must be one of default, aksManagedAutoUpgradeSchedule, aksManagedNodeOSUpgradeSchedule",
        ),
    ],
    [
        "maintenance is shorter than an upgrade",
        "containerservice:MaintenanceConfiguration",
        window({ durationHours: 2 }),
        invalid("maintenanceWindow.durationHours", "it must be 4 to 24, not 2"),
    ],
    [
        "maintenance of AKS itself is daily",
        "containerservice:MaintenanceConfiguration",
        { configName: "default", ...window({ schedule: { daily: { intervalDays: 1 } } }) },
        invalid("maintenanceWindow.schedule", "default needs one of weekly, not daily"),
    ],
    [
        "maintenance has two schedules",
        "containerservice:MaintenanceConfiguration",
        window({ schedule: { daily: { intervalDays: 1 }, weekly: { dayOfWeek: "Friday", intervalWeeks: 1 } } }),
        invalid(
            "maintenanceWindow.schedule",
            "aksManagedAutoUpgradeSchedule needs one of daily, weekly, absoluteMonthly, relativeMonthly, not daily and weekly",
        ),
    ],
    [
        "maintenance begins at no time of the day",
        "containerservice:MaintenanceConfiguration",
        window({ startTime: "24:00" }),
        invalid("maintenanceWindow.startTime", "'24:00' must be a time like 22:00"),
    ],
    [
        "days without maintenance end before they begin",
        "containerservice:MaintenanceConfiguration",
        window({ notAllowedDates: [{ start: "2026-12-31", end: "2026-12-24" }] }),
        invalid(
            "maintenanceWindow.notAllowedDates",
            "2026-12-31 to 2026-12-24 must be days like 2026-12-24, the first one first",
        ),
    ],
    [
        "a managed namespace is the system's",
        "containerservice:ManagedNamespace",
        { managedNamespaceName: "kube-system" },
        invalid("managedNamespaceName", "'kube-system' belongs to the system"),
    ],
    [
        "a managed namespace is in a cluster without Entra ID",
        "containerservice:ManagedNamespace",
        {},
        invalid("managedNamespaceName", "a managed namespace needs a cluster with aadProfile"),
    ],
    [
        "safeguards are for something else",
        "containerservice:DeploymentSafeguard",
        { resourceUri: groupId },
        arm(
            400,
            "BadRequest",
            `${groupId} is no managed cluster, which ${groupId}/providers/Microsoft.ContainerService/deploymentSafeguards/default needs.`,
        ),
    ],
    [
        "safeguards have no policies in the cluster",
        "containerservice:DeploymentSafeguard",
        {},
        invalid("level", "deployment safeguards need the add-on azurepolicy in the cluster"),
    ],
];

describe("azure refuses a cluster when", () =>
    itRefuses(
        clusterCases.map(([title, inputs, message]) => ({
            title,
            given: [...network, "managedidentity:UserAssignedIdentity"],
            token: cluster,
            inputs,
            message,
        })),
    ));

describe("azure refuses the subnet of an API server when", () => {
    const small = { ...apiServerSubnet[1], addressPrefix: "10.0.9.0/29" };
    const [own, other] = [example["network:VirtualNetwork"] ?? {}, "other"];
    const elsewhere = { ...own, virtualNetworkName: other, addressSpace: { addressPrefixes: ["10.8.0.0/16"] } };
    const otherSubnet = { ...apiServerSubnet[1], virtualNetworkName: other, addressPrefix: "10.8.0.0/28" };
    const otherSubnetId = apiServerSubnetId.replace("/net/", `/${other}/`);
    itRefuses([
        {
            title: "it is too small",
            given: [group, "network:VirtualNetwork", nodeSubnet, ["network:Subnet", small]],
            token: cluster,
            message: invalid(
                "apiServerAccessProfile.subnetId",
                `${apiServerSubnetId} with the prefix 10.0.9.0/29 is too small: /28 is the smallest`,
            ),
        },
        {
            title: "it is in another network than the nodes",
            given: [...network, ["network:VirtualNetwork", elsewhere], ["network:Subnet", otherSubnet]],
            token: cluster,
            inputs: inside("apiServerAccessProfile", { subnetId: otherSubnetId }),
            message: invalid(
                "apiServerAccessProfile.subnetId",
                `${otherSubnetId} is in another virtual network than the nodes`,
            ),
        },
    ]);
});

describe("azure refuses a pool of nodes when", () =>
    itRefuses(
        poolCases.map(([title, inputs, message]) => ({
            title,
            given: [...network, cluster],
            token: pool,
            inputs,
            message,
        })),
    ));

describe("azure refuses, in a cluster, that", () =>
    itRefuses(
        childCases.map(([title, token, inputs, message]) => ({ title, given: withSmallest, token, inputs, message })),
    ));

describe("a cluster with a network, keys and roles of one's own", () => {
    const linked = (action: string, scope: string) => (principalId: string) =>
        arm(
            403,
            "LinkedAuthorizationFailed",
            `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action '${action}' on the linked scope '${scope}' that aks-one refers to.`,
        );
    const refusals: Record<string, (principalId: string) => string> = {
        nodes: linked("Microsoft.Network/virtualNetworks/subnets/join/action", nodeSubnetId),
        apiServer: linked("Microsoft.Network/virtualNetworks/subnets/joinLoadBalancer/action", apiServerSubnetId),
        routeTable: () =>
            arm(
                400,
                "CustomRouteTableMissingPermission",
                `Managed identity or service principle must be given permission to read and write to custom route table ${routeTableId}. Please see https://aka.ms/aks/customrt for more information`,
            ),
        kubelet: () =>
            arm(
                400,
                "CustomKubeletIdentityMissingPermissionError",
                "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. You can run 'az role assignment create --assignee <control-plane-identity-principal-id> --role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission. See https://learn.microsoft.com/en-us/azure/aks/use-managed-identity#add-role-assignment",
            ),
        key: () =>
            arm(
                400,
                "AzureKeyVaultKmsValidateIdentityPermissionCustomerError",
                'The identity does not have keys encrypt/decrypt permission on key vault "https://kv-one.vault.azure.net"',
            ),
        vault: (principalId) =>
            arm(
                403,
                "LinkedAuthorizationFailed",
                `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action' on the linked scope '${vaultId}' that aks-one refers to.`,
            ),
        disks: linked("Microsoft.Compute/diskEncryptionSets/read", diskEncryptionSetId),
    };

    for (const missing of Object.keys(roles)) {
        it(`is refused at once without the role on ${missing}`, async () => {
            const cloud = newCloud();
            const { inputs, principalId, give } = await clusterLandscape(cloud);
            for (const name of Object.keys(roles).filter((each) => each !== missing)) {
                await give(name);
            }
            cloud.clock.advance(60);
            const waits = cloud.clock.waits.length;
            await assert.rejects(cloud.create(cluster, inputs), { message: refusals[missing]?.(principalId) });
            assert.equal(cloud.clock.waits.length, waits);
        });
    }

    it("waits, as the provider repeats, for a role that was given moments ago", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        const waits = cloud.clock.waits.length;
        await cloud.create(cluster, inputs);
        assert.deepEqual(cloud.clock.waits.slice(waits), [20, 60, 360]);
    });

    it("is created at once when the roles are a minute old, with a group and identities of its own", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        cloud.clock.advance(60);
        const waits = cloud.clock.waits.length;
        const { id, outputs } = await cloud.create(cluster, inputs);
        assert.deepEqual(cloud.clock.waits.slice(waits), [360]);
        assert.equal(id, clusterId);
        assert.match(
            String(outputs.privateFQDN),
            /^aks-one-[0-9a-f]{8}\.[0-9a-f-]{36}\.private\.westeurope\.azmk8s\.io$/,
        );
        assert.equal(outputs.fqdn, undefined);
        assert.equal(outputs.currentKubernetesVersion, "1.34.4");
        assert.equal(outputs.kubernetesVersion, "1.34");
        assert.deepEqual(outputs.powerState, { code: "Running" });
        assert.match(
            textAt(outputs, "oidcIssuerProfile.issuerURL") ?? "",
            new RegExp(`^https://westeurope\\.oic\\.prod-aks\\.azure\\.com/${seed.tenantId}/[0-9a-f-]{36}/$`),
        );
        const kubelet = (await cloud.read("managedidentity:UserAssignedIdentity", kubeletId))?.outputs;
        assert.deepEqual(valueAt(outputs, "identityProfile.kubeletidentity"), {
            resourceId: valueAt(inputs, "identityProfile.kubeletidentity.resourceId"),
            clientId: kubelet?.clientId,
            objectId: kubelet?.principalId,
        });
        const nodes = await cloud.read(group, groupId.replace(/rg$/, "rg-nodes"));
        assert.equal(nodes?.outputs.managedBy, clusterId);
        const addOn = textAt(outputs, "addonProfiles.azureKeyvaultSecretsProvider.identity.resourceId") ?? "";
        assert.equal(
            addOn,
            `${groupId.replace(/rg$/, "rg-nodes")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/azurekeyvaultsecretsprovider-aks-one`,
        );
        assert.equal(
            (await cloud.read("managedidentity:UserAssignedIdentity", addOn))?.outputs.clientId,
            valueAt(outputs, "addonProfiles.azureKeyvaultSecretsProvider.identity.clientId"),
        );
    });

    it("keeps the group of its nodes to itself, and takes it along", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        cloud.clock.advance(60);
        await cloud.create(cluster, inputs);
        const nodes = groupId.replace(/rg$/, "rg-nodes");
        const { objectId } = seed.client;
        const denied = (verb: string, scope: string) =>
            arm(
                403,
                "DenyAssignmentAuthorizationFailed",
                `The client '${objectId}' with object id '${objectId}' has permission to perform ${verb} on scope '${scope}'; however, the access is denied because of the deny assignment with name 'AKS-NRG-Lockdown' at scope '${nodes}'.`,
            );
        await assert.rejects(cloud.remove(group, nodes), { message: denied("delete", nodes) });
        await assert.rejects(
            cloud.create("network:VirtualNetwork", {
                ...example["network:VirtualNetwork"],
                resourceGroupName: "rg-nodes",
            }),
            {
                message: denied("write", `${nodes}/providers/Microsoft.Network/virtualNetworks/net`),
            },
        );
        await cloud.update(cluster, clusterId, {
            ...inputs,
            nodeResourceGroupProfile: { restrictionLevel: "Unrestricted" },
        });
        await cloud.create("network:VirtualNetwork", {
            ...example["network:VirtualNetwork"],
            resourceGroupName: "rg-nodes",
        });
        await cloud.remove(cluster, clusterId);
        assert.equal(await cloud.read(group, nodes), undefined);
        const left = [...cloud.store.records.keys()].filter((key) => !key.startsWith("created:"));
        assert.deepEqual(
            left.filter((key) => key.includes("rg-nodes") || key.includes("aks-one")),
            [],
        );
    });

    it("cannot take back what it was created with, and its key must be what it says", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        cloud.clock.advance(60);
        await cloud.create(cluster, inputs);
        const kms = (change: Properties): Properties => ({
            securityProfile: {
                ...(inputs.securityProfile as Properties),
                azureKeyVaultKms: { ...(valueAt(inputs, "securityProfile.azureKeyVaultKms") as Properties), ...change },
            },
        });
        const keyId = textAt(inputs, "securityProfile.azureKeyVaultKms.keyId") ?? "";
        const other = keyId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
        const cases: [Properties, string][] = [
            [
                kms({ keyId: keyId.replace(/\/[^/]+$/, "") }),
                invalid(
                    "securityProfile.azureKeyVaultKms.keyId",
                    `'${keyId.replace(/\/[^/]+$/, "")}' must be the address of a version of a key, https://<vault>.vault.azure.net/keys/<name>/<version>`,
                ),
            ],
            [
                kms({ keyId: other }),
                invalid("securityProfile.azureKeyVaultKms.keyId", `the version ${other} does not exist`),
            ],
            [
                kms({ keyVaultResourceId: "" }),
                arm(400, "BadRequest", "KeyVault resource ID is empty when KeyVault network access is Private."),
            ],
            [
                kms({ keyVaultNetworkAccess: "Public", keyVaultResourceId: "" }),
                invalid(
                    "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
                    "it cannot be changed while KMS is enabled",
                ),
            ],
            [
                { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: "system" } },
                invalid("apiServerAccessProfile.enableVnetIntegration", "it cannot be disabled once it is enabled"),
            ],
            [
                { aadProfile: { managed: false }, disableLocalAccounts: false },
                invalid("aadProfile.managed", "it cannot be disabled once it is enabled"),
            ],
            [
                { oidcIssuerProfile: { enabled: false }, securityProfile: kms({}).securityProfile ?? {} },
                arm(400, "OIDCIssuerFeatureCannotBeDisabled", "The OIDC issuer feature cannot be disabled."),
            ],
            [
                { nodeResourceGroup: "rg-others" },
                arm(
                    400,
                    "PropertyChangeNotAllowed",
                    "Changing property 'properties.nodeResourceGroup' is not allowed.",
                ),
            ],
            [
                { dnsPrefix: "other" },
                arm(400, "PropertyChangeNotAllowed", "Changing property 'properties.dnsPrefix' is not allowed."),
            ],
            [
                {
                    agentPoolProfiles: [
                        { ...(inputs.agentPoolProfiles as Properties[])[0], vmSize: "Standard_D8s_v5" },
                    ],
                },
                arm(400, "PropertyChangeNotAllowed", "Changing property 'properties.vmSize' is not allowed."),
            ],
            [
                {
                    agentPoolProfiles: [
                        ...(inputs.agentPoolProfiles as Properties[]),
                        { ...systemPool, name: "more", vnetSubnetID: nodeSubnetId },
                    ],
                },
                arm(
                    400,
                    "BadRequest",
                    "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api",
                ),
            ],
        ];
        for (const [change, message] of cases) {
            await assert.rejects(cloud.update(cluster, clusterId, { ...inputs, ...change }), { message });
        }
    });

    it("encrypts with a vault that it reaches, which lets nobody lose the key", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        cloud.clock.advance(60);
        const at = "securityProfile.azureKeyVaultKms";
        const outside = { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: "system" } };
        await assert.rejects(cloud.create(cluster, { ...inputs, ...outside }), {
            message: invalid(
                `${at}.keyVaultNetworkAccess`,
                "Private needs apiServerAccessProfile.enableVnetIntegration",
            ),
        });
        const { keyId } = valueAt(inputs, at) as Properties;
        const azureKeyVaultKms = { enabled: true, keyId: keyId ?? "", keyVaultNetworkAccess: "Public" };
        await assert.rejects(cloud.create(cluster, { ...inputs, securityProfile: { azureKeyVaultKms } }), {
            message: invalid(
                `${at}.keyVaultNetworkAccess`,
                "the firewall of the vault https://kv-one.vault.azure.net/ blocks the KMS plugin, which needs Private then",
            ),
        });
    });

    it("writes its name into a zone of one's own when it may", async () => {
        const cloud = newCloud();
        const { inputs, principalId, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        const { id: zone } = await cloud.create("privatedns:PrivateZone", {
            resourceGroupName: "rg",
            location: "global",
            privateZoneName: "mcp.private.westeurope.azmk8s.io",
        });
        const { dnsPrefix: _, ...others } = inputs;
        const own = {
            ...others,
            fqdnSubdomain: "aks-one",
            apiServerAccessProfile: { ...(inputs.apiServerAccessProfile as Properties), privateDNSZone: zone },
        };
        cloud.clock.advance(60);
        await assert.rejects(cloud.create(cluster, own), {
            message: arm(
                400,
                "PrivateDNSZoneAuthorizationFailed",
                `The identity ${principalId} has no permission to write records in the private DNS zone ${zone}: it needs the role 'Private DNS Zone Contributor'.`,
            ),
        });
        await cloud.create("authorization:RoleAssignment", {
            scope: zone,
            roleAssignmentName: "55555555-5555-4555-8555-000000000304",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: role("Private DNS Zone Contributor"),
        });
        const { outputs } = await cloud.create(cluster, own);
        assert.equal(outputs.privateFQDN, "aks-one.mcp.private.westeurope.azmk8s.io");
    });

    it("is imported without the identities that Azure has given its add-ons", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...network, cluster]);
        const imported = await cloud.read(cluster, clusterId);
        assert.notEqual(valueAt(imported?.outputs, "addonProfiles.azurepolicy.identity"), undefined);
        assert.deepEqual(imported?.inputs.addonProfiles, example[cluster]?.addonProfiles);
    });

    it("has its API server at an address of the subnet, by a name that only its network knows", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...network, cluster]);
        const zone = [...cloud.store.records.keys()].filter((key) => key.includes("/privatednszones/"));
        const fqdn = textAt((await cloud.read(cluster, clusterId))?.outputs, "privateFQDN") ?? "";
        const [label = "", ...rest] = fqdn.split(".");
        const at =
            `arm:${groupId.replace(/rg$/, "rg-nodes")}/providers/microsoft.network/privatednszones/${rest.join(".")}`.toLowerCase();
        assert.deepEqual(zone.sort(), [at, `${at}/a/${label}`, `${at}/virtualnetworklinks/${label}`]);
        const record = cloud.store.get(`${at}/a/${label}`)?.body as Properties;
        assert.deepEqual(record.aRecords, [{ ipv4Address: "10.0.9.4" }]);
    });
});

describe("upgrades of a cluster", () => {
    const upgraded = (version: string) => ({ ...smallestCluster, kubernetesVersion: version });
    const notAllowed = (from: string, to: string, why: string) =>
        arm(
            400,
            "OperationNotAllowed",
            `Upgrading Kubernetes version of the cluster aks-one from ${from} to ${to} is not allowed: ${why}. See https://aka.ms/aks-supported-k8s-ver.`,
        );

    it("go one minor version at a time and never back", async () => {
        const cloud = newCloud();
        await prepare(cloud, [group, [cluster, upgraded("1.34.3")]]);
        const to = (version: string) => cloud.update(cluster, clusterId, upgraded(version));
        await assert.rejects(to("1.36"), {
            message: notAllowed("1.34.3", "1.36", "it goes one minor version at a time"),
        });
        await assert.rejects(to("1.34.2"), { message: notAllowed("1.34.3", "1.34.2", "versions never go back") });
        assert.equal((await to("1.34")).currentKubernetesVersion, "1.34.3");
        assert.equal((await to("1.35")).currentKubernetesVersion, "1.35.2");
        await assert.rejects(to("1.34"), { message: notAllowed("1.35.2", "1.34", "versions never go back") });
    });

    it("keep the revisions of the mesh unless they are named", async () => {
        const cloud = newCloud();
        const mesh = (revisions: string[] = []) => ({ serviceMeshProfile: { mode: "Istio", istio: { revisions } } });
        await prepare(cloud, [group, [cluster, { ...upgraded("1.34"), ...mesh() }]]);
        const to = async (version: string, revisions?: string[]) => {
            const inputs = { ...upgraded(version), ...mesh(revisions) };
            const { serviceMeshProfile } = await cloud.update(cluster, clusterId, inputs);
            return (serviceMeshProfile as Properties).istio;
        };
        assert.deepEqual(await to("1.34"), { revisions: ["asm-1-28"] });
        assert.deepEqual(await to("1.34", ["asm-1-27"]), { revisions: ["asm-1-27"] });
        assert.deepEqual(await to("1.34"), { revisions: ["asm-1-27"] });
    });

    it("leave pools at their version until these are upgraded, too", async () => {
        const cloud = newCloud();
        await prepare(cloud, [group, [cluster, upgraded("1.34")]]);
        const inputs = {
            resourceGroupName: "rg",
            resourceName: "aks-one",
            agentPoolName: "user",
            vmSize: "Standard_D4s_v5",
            count: 1,
        };
        const { id } = await cloud.create(pool, inputs);
        const old = { ...inputs, agentPoolName: "old", orchestratorVersion: "1.34.3" };
        const { id: oldId } = await cloud.create(pool, old);
        const same = await cloud.update(pool, oldId, { ...old, orchestratorVersion: "1.34" });
        assert.equal(same.currentOrchestratorVersion, "1.34.3");
        await cloud.update(cluster, clusterId, upgraded("1.35"));
        assert.equal((await cloud.update(pool, id, { ...inputs, count: 2 })).currentOrchestratorVersion, "1.34.4");
        const next = await cloud.update(pool, id, { ...inputs, orchestratorVersion: "1.35" });
        assert.equal(next.currentOrchestratorVersion, "1.35.2");
    });
});

describe("pools of nodes", () => {
    const one = { resourceGroupName: "rg", resourceName: "aks-one", vmSize: "Standard_D4s_v5", count: 1 };
    const inProgress = arm(
        409,
        "OperationNotAllowed",
        "Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details",
    );

    it("are written one at a time, and not while the cluster is: the provider does not try again", async () => {
        const cloud = newCloud();
        await prepare(cloud, withSmallest);
        const first = cloud.create(pool, { ...one, agentPoolName: "a" });
        await assert.rejects(cloud.create(pool, { ...one, agentPoolName: "b" }), { message: inProgress });
        await assert.rejects(cloud.update(cluster, clusterId, smallestCluster), { message: inProgress });
        await first;
        await cloud.create(pool, { ...one, agentPoolName: "b" });
    });

    it("include that of the cluster, whose last system pool stays", async () => {
        const cloud = newCloud();
        await prepare(cloud, withSmallest);
        const message = arm(
            400,
            "OperationNotAllowed",
            "There has to be at least one system agent pool in the cluster.",
        );
        const system = `${clusterId}/agentPools/system`;
        await assert.rejects(cloud.remove(pool, system), { message });
        await assert.rejects(cloud.update(pool, system, { ...one, agentPoolName: "system", mode: "User" }), {
            message,
        });
        await assert.rejects(cloud.create(pool, { ...one, agentPoolName: "system" }), {
            message: `cannot create already existing resource '${system}'`,
        });
        await cloud.create(pool, { ...one, agentPoolName: "more", mode: "System" });
        await cloud.remove(pool, system);
    });

    it("have as many nodes as before when nobody says how many", async () => {
        const cloud = newCloud();
        await prepare(cloud, withSmallest);
        const scaled = { ...one, agentPoolName: "a", enableAutoScaling: true, minCount: 1, maxCount: 3 };
        const { id } = await cloud.create(pool, { ...scaled, count: 2 });
        const { count: _, ...silent } = scaled;
        assert.equal((await cloud.update(pool, id, { ...silent, maxCount: 5 })).count, 2);
    });

    it("have a cache of names where it is required", async () => {
        const cloud = newCloud();
        await prepare(cloud, withSmallest);
        const states: Record<string, string> = { Required: "Enabled", Preferred: "Disabled", Disabled: "Disabled" };
        for (const [index, [mode, state]] of Object.entries(states).entries()) {
            const inputs = { ...one, agentPoolName: `pool${index}`, localDNSProfile: { mode } };
            assert.deepEqual((await cloud.create(pool, inputs)).outputs.localDNSProfile, { mode, state });
        }
        const { outputs } = await cloud.create(pool, { ...one, agentPoolName: "none" });
        assert.equal(outputs.localDNSProfile, undefined);
    });

    it("never change what the provider would only update", async () => {
        const cloud = newCloud();
        await prepare(cloud, withSmallest);
        const { id } = await cloud.create(pool, { ...one, agentPoolName: "a" });
        const changes: Record<string, Properties> = {
            availabilityZones: { availabilityZones: ["1"] },
            maxPods: { maxPods: 50 },
            osDiskSizeGB: { osDiskSizeGB: 64 },
            workloadRuntime: { workloadRuntime: "KataVmIsolation", osSKU: "AzureLinux" },
        };
        for (const [name, change] of Object.entries(changes)) {
            await assert.rejects(cloud.update(pool, id, { ...one, agentPoolName: "a", ...change }), {
                message: arm(400, "PropertyChangeNotAllowed", `Changing property 'properties.${name}' is not allowed.`),
            });
        }
        await assert.rejects(
            cloud.update(pool, id, { ...one, agentPoolName: "a", securityProfile: { enableVTPM: true } }),
            {
                message: invalid(
                    "agentPoolProfile.a.securityProfile",
                    "a pool without a Trusted Launch image cannot get it later",
                ),
            },
        );
    });
});

describe("egress of a cluster that leads through routes", () => {
    it("needs a default route to an appliance", async () => {
        const cloud = newCloud();
        const { inputs } = await clusterLandscape(cloud);
        await cloud.update("network:RouteTable", routeTableId, { ...example["network:RouteTable"], routes: [] });
        await assert.rejects(cloud.create(cluster, inputs), {
            message: arm(
                400,
                "InvalidUserDefinedRouting",
                `The outboundType userDefinedRouting needs a route for 0.0.0.0/0 to an appliance or gateway in ${routeTableId} of subnet ${nodeSubnetId}, and there is none.`,
            ),
        });
    });

    it("needs an identity that was there before, when the routes are one's own", async () => {
        const cloud = newCloud();
        const { inputs } = await clusterLandscape(cloud);
        const late = { ...inputs, identity: { type: "SystemAssigned" }, identityProfile: {}, securityProfile: {} };
        await assert.rejects(cloud.create(cluster, late), {
            message: arm(
                400,
                "CustomRouteTableWithUnsupportedMSIType",
                "Clusters using managed identity type SystemAssigned do not support bringing your own route table. Please see https://aka.ms/aks/customrt for more information",
            ),
        });
    });
});

describe("a role of one's own", () => {
    it("counts for a cluster when its actions cover what is needed, wherever it is assigned above", async () => {
        const cloud = newCloud();
        const { inputs, principalId, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles).filter((each) => !["nodes", "apiServer"].includes(each))) {
            await give(name);
        }
        const roleDefinitionId = "55555555-5555-4555-8555-000000000301";
        const definition = {
            scope: groupId,
            roleDefinitionId,
            roleName: "Joins subnets",
            permissions: [{ actions: ["Microsoft.Network/virtualNetworks/subnets/join*"] }],
        };
        const { id } = await cloud.create("authorization:RoleDefinition", definition);
        await cloud.create("authorization:RoleAssignment", {
            scope: groupId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000302",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: id,
        });
        cloud.clock.advance(60);
        await cloud.update("authorization:RoleDefinition", id, {
            ...definition,
            permissions: [
                {
                    actions: ["Microsoft.Network/virtualNetworks/subnets/join*"],
                    notActions: ["Microsoft.Network/virtualNetworks/subnets/join/action"],
                },
            ],
        });
        await assert.rejects(cloud.create(cluster, inputs), {
            message: /Code="LinkedAuthorizationFailed".*join\/action/,
        });
        await cloud.update("authorization:RoleDefinition", id, definition);
        assert.equal((await cloud.create(cluster, inputs)).id, clusterId);
    });
});

it("a pool in another subnet needs the role there", async () => {
    const cloud = newCloud();
    const { inputs, principalId, give } = await clusterLandscape(cloud);
    for (const name of Object.keys(roles)) {
        await give(name);
    }
    cloud.clock.advance(60);
    await cloud.create(cluster, inputs);
    const subnet = { ...nodeSubnet[1], subnetName: "tools", addressPrefix: "10.0.10.0/24" };
    const { id: scope } = await cloud.create("network:Subnet", subnet);
    const tools = changedExample(pool, { vnetSubnetID: scope });
    await assert.rejects(cloud.create(pool, tools), {
        message: arm(
            403,
            "LinkedAuthorizationFailed",
            `The client '${principalId}' with object id '${principalId}' does not have authorization to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope '${scope}' that tools refers to.`,
        ),
    });
    await cloud.create("authorization:RoleAssignment", {
        scope,
        roleAssignmentName: "55555555-5555-4555-8555-000000000303",
        principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: role("Network Contributor"),
    });
    assert.equal((await cloud.create(pool, tools)).id, `${clusterId}/agentPools/tools`);
    await deploy(cloud, "containerservice:MaintenanceConfiguration");
});
