// Does not prove that Azure accepts the cluster, nor that anybody can or cannot reach it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Cluster, type ClusterArgs } from "../../../components";
import { systemNamespaces } from "../../../components/shared";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags, sampleWorkspaceId } from "../../support/sample-placement";
import { clusterArgs, deployer, responders } from "./sample-args";

const types = {
    cluster: "azure-native:containerservice:ManagedCluster",
    pool: "azure-native:containerservice:AgentPool",
    disks: "azure-native:compute:DiskEncryptionSet",
    role: "azure-native:authorization:RoleAssignment",
    maintenance: "azure-native:containerservice:MaintenanceConfiguration",
    association: "azure-native:monitor:DataCollectionRuleAssociation",
};
const clusterId = `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks-mcp-dev-cluster`;
const identityId = (name: string) =>
    `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-${name}`;
const disksId = `${groupId}/providers/Microsoft.Compute/diskEncryptionSets/des-mcp-dev-cluster`;
const identity = {
    principalId: "55555555-5555-4555-8555-000000000002",
    principalType: "ServicePrincipal",
} as const;
const disksIdentity = { ...identity, principalId: "55555555-5555-4555-8555-000000000005" };
const zoneId = `${groupId}/providers/Microsoft.Network/privateDnsZones/private.westeurope.azmk8s.io`;

const captureCluster = (args: Partial<ClusterArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new Cluster("cluster", { ...clusterArgs, ...args }), { preview });

/** Nothing in it changes, so it is captured once. */
let usual: Promise<Capture> | undefined;
const captureUsual = (): Promise<Capture> => {
    usual ??= captureCluster();
    return usual;
};

const clusterInputs = async (args: Partial<ClusterArgs> = {}) =>
    (await captureCluster(args)).only(types.cluster).inputs;

const pool = {
    type: "VirtualMachineScaleSets",
    orchestratorVersion: "1.34",
    osType: "Linux",
    osSKU: "AzureLinux",
    osDiskType: "Managed",
    enableAutoScaling: true,
    vnetSubnetID: clusterArgs.nodeSubnetId,
    availabilityZones: ["1", "2", "3"],
    enableEncryptionAtHost: true,
    enableNodePublicIP: false,
    localDNSProfile: { mode: "Disabled" },
    upgradeSettings: { maxSurge: "33%" },
    tags: sampleTags("cluster"),
};
const trustedLaunch = { enableSecureBoot: true, enableVTPM: true, sshAccess: "Disabled" };
const counts = (vmSize: string, minCount: number, maxCount: number) => ({
    vmSize,
    count: minCount,
    minCount,
    maxCount,
});

describe("Cluster: the cluster", () => {
    it("consists of identities with roles, disks, pools, policies, maintenance and logs", async () => {
        const resources = await captureUsual();
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:authorization:PolicyAssignment cluster-restricted-pods",
            "azure-native:authorization:RoleAssignment cluster-api-server-contributor",
            "azure-native:authorization:RoleAssignment cluster-disks-reader",
            "azure-native:authorization:RoleAssignment cluster-disks-user",
            "azure-native:authorization:RoleAssignment cluster-kms-contributor",
            "azure-native:authorization:RoleAssignment cluster-kms-user",
            "azure-native:authorization:RoleAssignment cluster-kubelet-operator",
            "azure-native:authorization:RoleAssignment cluster-kubelet-pull",
            "azure-native:authorization:RoleAssignment cluster-nodes-contributor",
            "azure-native:authorization:RoleAssignment cluster-routes-contributor",
            "azure-native:compute:DiskEncryptionSet cluster-disks",
            "azure-native:containerservice:AgentPool cluster-pool-tools",
            "azure-native:containerservice:AgentPool cluster-pool-user",
            "azure-native:containerservice:DeploymentSafeguard cluster-safeguards",
            "azure-native:containerservice:MaintenanceConfiguration cluster-maintenance-kubernetes",
            "azure-native:containerservice:MaintenanceConfiguration cluster-maintenance-nodes",
            "azure-native:containerservice:ManagedCluster cluster-cluster",
            "azure-native:managedidentity:UserAssignedIdentity cluster-identity",
            "azure-native:managedidentity:UserAssignedIdentity cluster-kubelet-identity",
            "azure-native:monitor:DataCollectionRuleAssociation cluster-containers-endpoint",
            "azure-native:monitor:DataCollectionRuleAssociation cluster-containers-rule",
            "azure-native:monitor:DiagnosticSetting cluster-logs",
        ]);
        const component = resources.only("zero-trust-mcp:index:Cluster");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
            assert.deepEqual(child.ignoreChanges, [], child.name);
        }
    });

    it("is private, opened by Entra only, without a way around the network", async () => {
        const cluster = (await captureUsual()).only(types.cluster);
        assert.deepEqual(cluster.inputs, {
            resourceName: "aks-mcp-dev-cluster",
            resourceGroupName: "rg-test",
            location: "westeurope",
            sku: { name: "Base", tier: "Standard" },
            supportPlan: "KubernetesOfficial",
            kubernetesVersion: "1.34",
            dnsPrefix: "aks-mcp-dev-cluster",
            publicNetworkAccess: "Disabled",
            apiServerAccessProfile: {
                enablePrivateCluster: true,
                enablePrivateClusterPublicFQDN: false,
                privateDNSZone: "system",
                enableVnetIntegration: true,
                subnetId: clusterArgs.apiServerSubnetId,
                disableRunCommand: true,
            },
            enableRBAC: true,
            disableLocalAccounts: true,
            aadProfile: {
                managed: true,
                enableAzureRBAC: true,
                adminGroupObjectIDs: [],
                tenantID: clusterArgs.tenantId,
            },
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId("cluster")] },
            identityProfile: { kubeletidentity: { resourceId: identityId("cluster-kubelet") } },
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
                outboundType: "userDefinedRouting",
                loadBalancerSku: "standard",
                ipFamilies: ["IPv4"],
                podCidr: "100.64.0.0/16",
                serviceCidr: "100.127.240.0/20",
                podCidrs: ["100.64.0.0/16"],
                serviceCidrs: ["100.127.240.0/20"],
                dnsServiceIP: "100.127.240.10",
            },
            serviceMeshProfile: {
                mode: "Istio",
                istio: { components: { ingressGateways: [{ enabled: true, mode: "Internal" }] } },
            },
            securityProfile: {
                workloadIdentity: { enabled: true },
                azureKeyVaultKms: {
                    enabled: true,
                    keyId: clusterArgs.kmsKeyUri,
                    keyVaultNetworkAccess: "Private",
                    keyVaultResourceId: clusterArgs.kmsVaultId,
                },
                defender: {
                    logAnalyticsWorkspaceResourceId: sampleWorkspaceId,
                    securityMonitoring: { enabled: true },
                },
                imageCleaner: { enabled: true, intervalHours: 48 },
            },
            diskEncryptionSetID: disksId,
            agentPoolProfiles: [
                {
                    ...pool,
                    ...counts("Standard_D4s_v5", 3, 5),
                    name: "system",
                    mode: "System",
                    securityProfile: trustedLaunch,
                    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
                },
            ],
            addonProfiles: {
                azurepolicy: { enabled: true },
                azureKeyvaultSecretsProvider: {
                    enabled: true,
                    config: { enableSecretRotation: "true", rotationPollInterval: "2m" },
                },
                omsagent: {
                    enabled: true,
                    config: { logAnalyticsWorkspaceResourceID: sampleWorkspaceId, useAADAuth: "true" },
                },
            },
            autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
            nodeResourceGroup: "rg-aks-mcp-dev-cluster-nodes",
            nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
            tags: sampleTags("cluster"),
        });
        assert.equal(cluster.protect, true);
        assert.deepEqual(cluster.customTimeouts, { create: "1h", update: "3h", delete: "1h" });
    });

    it("is unprotected when told to, its disks as well", async () => {
        const resources = await captureCluster({ protect: false });
        assert.equal(resources.only(types.cluster).protect, false);
        assert.equal(resources.only(types.disks).protect, false);
    });

    const differences: [string, Partial<ClusterArgs>, Record<string, unknown>][] = [
        ["tier Free", { tier: "Free" }, { sku: { name: "Base", tier: "Free" } }],
        [
            "tier Premium",
            { tier: "Premium" },
            { sku: { name: "Base", tier: "Premium" }, supportPlan: "AKSLongTermSupport" },
        ],
        [
            "a zone of one's own",
            { existingPrivateDnsZoneId: zoneId },
            {
                dnsPrefix: undefined,
                fqdnSubdomain: "aks-mcp-dev-cluster",
                apiServerAccessProfile: {
                    enablePrivateCluster: true,
                    enablePrivateClusterPublicFQDN: false,
                    privateDNSZone: zoneId,
                    enableVnetIntegration: true,
                    subnetId: clusterArgs.apiServerSubnetId,
                    disableRunCommand: true,
                },
            },
        ],
        [
            "administrators",
            { administratorGroupIds: ["33333333-3333-4333-8333-000000000041"] },
            {
                aadProfile: {
                    managed: true,
                    enableAzureRBAC: true,
                    adminGroupObjectIDs: ["33333333-3333-4333-8333-000000000041"],
                    tenantID: clusterArgs.tenantId,
                },
            },
        ],
        [
            "revisions of Istio",
            { meshRevisions: ["asm-1-27", "asm-1-28"] },
            {
                serviceMeshProfile: {
                    mode: "Istio",
                    istio: {
                        revisions: ["asm-1-27", "asm-1-28"],
                        components: { ingressGateways: [{ enabled: true, mode: "Internal" }] },
                    },
                },
            },
        ],
    ];
    for (const [what, args, changed] of differences) {
        it(`differs with ${what} in what that needs, and in nothing else`, async () => {
            const expected = { ...(await captureUsual()).only(types.cluster).inputs, ...changed };
            const given = Object.entries(expected).filter(([, value]) => value !== undefined);
            assert.deepEqual(await clusterInputs(args), Object.fromEntries(given));
        });
    }

    it("has its services where it is told to", async () => {
        const { networkProfile } = await clusterInputs({ serviceRange: "100.100.0.0/16" });
        assert.equal(networkProfile.serviceCidr, "100.100.0.0/16");
        assert.equal(networkProfile.dnsServiceIP, "100.100.0.10");
    });

    it("cuts names that Azure would find too long", async () => {
        const naming = { ...clusterArgs.naming, workload: "a23456789012345", environment: "b23456789012345" };
        const name = "c23456789012345678901234567890";
        const resources = await capture(() => new Cluster(name, { ...clusterArgs, naming }));
        const { resourceName, dnsPrefix, nodeResourceGroup } = resources.only(types.cluster).inputs;
        assert.equal(resourceName.length, 63);
        assert.equal(dnsPrefix.length, 54);
        assert.equal(nodeResourceGroup, `rg-${resourceName}-nodes`);
    });
});

describe("Cluster: pools", () => {
    const poolOf = async (role: "user" | "tools", args?: Partial<ClusterArgs>) =>
        (await (args ? captureCluster(args) : captureUsual())).only(types.pool, `cluster-pool-${role}`);
    const place = { resourceName: "aks-mcp-dev-cluster", resourceGroupName: "rg-test", mode: "User" };

    it("of the user run what serves all, with Trusted Launch", async () => {
        const { inputs, customTimeouts } = await poolOf("user");
        assert.deepEqual(inputs, {
            ...pool,
            ...place,
            ...counts("Standard_D4s_v5", 2, 4),
            agentPoolName: "useranpmh",
            securityProfile: trustedLaunch,
        });
        assert.deepEqual(customTimeouts, { create: "1h", update: "3h", delete: "1h" });
    });

    it("of tools run sandboxes only, for pods that ask for them", async () => {
        assert.deepEqual((await poolOf("tools")).inputs, {
            ...pool,
            ...place,
            ...counts("Standard_D8s_v5", 2, 10),
            agentPoolName: "toolsyh096",
            workloadRuntime: "KataVmIsolation",
            securityProfile: { enableSecureBoot: false, enableVTPM: false, sshAccess: "Disabled" },
            nodeLabels: { "mcp-tier": "tools" },
            nodeTaints: ["mcp-tier=tools:NoSchedule"],
        });
    });

    it("have another name when Azure could not change them, and the same one when it can", async () => {
        const { tools, ...others } = clusterArgs.pools;
        const nameWith = async (args?: Partial<ClusterArgs>) => (await poolOf("tools", args)).inputs.agentPoolName;
        const name = await nameWith();
        assert.match(name, /^[a-z][a-z0-9]{1,11}$/);
        assert.equal(await nameWith({ pools: { ...others, tools: { ...tools, minNodes: 3, maxNodes: 4 } } }), name);
        assert.equal(await nameWith({ kubernetesVersion: "1.35" }), name);
        assert.notEqual(await nameWith({ pools: { ...others, tools: { ...tools, vmSize: "Standard_D4s_v5" } } }), name);
        assert.notEqual(await nameWith({ availabilityZones: ["1"] }), name);
    });

    it("are without zones in a region that has none", async () => {
        const resources = await captureCluster({ availabilityZones: [] });
        const { agentPoolProfiles } = resources.only(types.cluster).inputs;
        const all = [...agentPoolProfiles, ...resources.all(types.pool).map(({ inputs }) => inputs)];
        assert.deepEqual(
            all.map((inputs) => inputs.availabilityZones),
            [undefined, undefined, undefined],
        );
    });
});

describe("Cluster: disks", () => {
    it("are encrypted with a key of one's own, whose later versions are used by themselves", async () => {
        const disks = (await captureUsual()).only(types.disks);
        assert.deepEqual(disks.inputs, {
            diskEncryptionSetName: "des-mcp-dev-cluster",
            resourceGroupName: "rg-test",
            location: "westeurope",
            identity: { type: "SystemAssigned" },
            encryptionType: "EncryptionAtRestWithCustomerKey",
            activeKey: { keyUrl: clusterArgs.diskKeyUri },
            rotationToLatestKeyVersionEnabled: true,
            tags: sampleTags("cluster"),
        });
        assert.equal(disks.protect, true);
    });
});

describe("Cluster: roles", () => {
    const rolesOf = async (args?: Partial<ClusterArgs>) =>
        Object.fromEntries(
            (await (args ? captureCluster(args) : captureUsual()))
                .all(types.role)
                .map(({ name, inputs }) => [name, inputs]),
        );
    const own = {
        "cluster-nodes-contributor": sampleAssignment(clusterArgs.nodeSubnetId, identity, "Network Contributor"),
        "cluster-api-server-contributor": sampleAssignment(
            clusterArgs.apiServerSubnetId,
            identity,
            "Network Contributor",
        ),
        "cluster-routes-contributor": sampleAssignment(clusterArgs.routeTableId, identity, "Network Contributor"),
        "cluster-kubelet-operator": sampleAssignment(
            identityId("cluster-kubelet"),
            identity,
            "Managed Identity Operator",
        ),
        "cluster-disks-reader": sampleAssignment(disksId, identity, "Reader"),
        "cluster-kms-user": sampleAssignment(clusterArgs.kmsVaultId, identity, "Key Vault Crypto User"),
        "cluster-kms-contributor": sampleAssignment(clusterArgs.kmsVaultId, identity, "Key Vault Contributor"),
        "cluster-kubelet-pull": sampleAssignment(clusterArgs.registryId, identity, "AcrPull"),
        "cluster-disks-user": sampleAssignment(
            clusterArgs.diskKeyId,
            disksIdentity,
            "Key Vault Crypto Service Encryption User",
        ),
    };

    it("of the cluster are what it needs, each where it needs it", async () => {
        assert.deepEqual(await rolesOf(), own);
    });

    it("include that on a zone of one's own", async () => {
        assert.deepEqual(await rolesOf({ existingPrivateDnsZoneId: zoneId }), {
            ...own,
            "cluster-zone-contributor": sampleAssignment(zoneId, identity, "Private DNS Zone Contributor"),
        });
    });

    it("of others let them deliver, or reach the API server only", async () => {
        const user = "Azure Kubernetes Service Cluster User Role";
        assert.deepEqual(await rolesOf({ deliverers: { runner: deployer }, users: { responders } }), {
            ...own,
            "cluster-deliverer-runner": sampleAssignment(
                clusterId,
                deployer,
                "Azure Kubernetes Service RBAC Cluster Admin",
            ),
            "cluster-deliverer-runner-user": sampleAssignment(clusterId, deployer, user),
            "cluster-user-responders": sampleAssignment(clusterId, responders, user),
        });
    });
});

describe("Cluster: policies", () => {
    it("deny pods that are not restricted, except those of Azure", async () => {
        const { inputs } = (await captureUsual()).only("azure-native:authorization:PolicyAssignment");
        assert.deepEqual(inputs, {
            policyAssignmentName: "policy-mcp-dev-cluster-restricted-pods",
            scope: clusterId,
            policyDefinitionId:
                "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00",
            enforcementMode: "Default",
            notScopes: [],
            parameters: {
                effect: { value: "deny" },
                excludedNamespaces: { value: [...systemNamespaces] },
                namespaces: { value: [] },
                allowedCapabilities: { value: [] },
                requiredDropCapabilities: { value: ["ALL"] },
            },
            displayName: "Restricted pods",
            description: "Denies pods that are not restricted, except in the namespaces of Azure.",
        });
    });

    it("enforce the safeguards of AKS", async () => {
        const { inputs } = (await captureUsual()).only("azure-native:containerservice:DeploymentSafeguard");
        assert.deepEqual(inputs, {
            resourceUri: clusterId,
            level: "Enforce",
            excludedNamespaces: [...systemNamespaces],
        });
    });
});

describe("Cluster: maintenance", () => {
    const windows = async (args?: Partial<ClusterArgs>) =>
        (await (args ? captureCluster(args) : captureUsual())).all(types.maintenance).map(({ inputs }) => inputs);
    const place = { resourceName: "aks-mcp-dev-cluster", resourceGroupName: "rg-test" };

    it("is once a week, for Kubernetes and for nodes", async () => {
        const maintenanceWindow = {
            schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } },
            startTime: "01:00",
            durationHours: 8,
            utcOffset: "+00:00",
        };
        assert.deepEqual(await windows(), [
            { ...place, configName: "aksManagedAutoUpgradeSchedule", maintenanceWindow },
            { ...place, configName: "aksManagedNodeOSUpgradeSchedule", maintenanceWindow },
        ]);
    });

    it("is when it is told to be", async () => {
        const maintenance = { day: "Tuesday", startHour: 22, durationHours: 4 } as const;
        for (const { maintenanceWindow } of await windows({ maintenance })) {
            assert.equal(maintenanceWindow.schedule.weekly.dayOfWeek, "Tuesday");
            assert.equal(maintenanceWindow.startTime, "22:00");
            assert.equal(maintenanceWindow.durationHours, 4);
        }
    });
});

describe("Cluster: logs", () => {
    it("of the API server go to the workspace, requests that only read included", async () => {
        assert.deepEqual((await captureUsual()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: clusterId,
            workspaceId: sampleWorkspaceId,
            logAnalyticsDestinationType: "Dedicated",
            logs: [
                { category: "guard", enabled: true },
                { category: "kube-apiserver", enabled: true },
                { category: "kube-audit", enabled: true },
                { category: "kube-audit-admin", enabled: true },
            ],
        });
    });

    it("of containers are collected by the rule, through the endpoint", async () => {
        const associations = (await captureUsual()).all(types.association).map(({ inputs }) => inputs);
        assert.deepEqual(associations, [
            {
                associationName: "ContainerInsightsExtension",
                resourceUri: clusterId,
                dataCollectionRuleId: clusterArgs.dataCollectionRuleId,
            },
            {
                associationName: "configurationAccessEndpoint",
                resourceUri: clusterId,
                dataCollectionEndpointId: clusterArgs.dataCollectionEndpointId,
            },
        ]);
    });
});

describe("Cluster: Flux", () => {
    const place = {
        resourceGroupName: "rg-test",
        clusterRp: "Microsoft.ContainerService",
        clusterResourceName: "managedClusters",
        clusterName: "aks-mcp-dev-cluster",
    };
    const url = "https://git.contoso.example/platform/manifests";

    it("applies what is in the repository, and removes what is no longer there", async () => {
        const flux = { url, branch: "main", path: "dev", credentialsName: "git" };
        const resources = await captureCluster({ flux });
        assert.deepEqual(resources.only("azure-native:kubernetesconfiguration:Extension").inputs, {
            ...place,
            extensionName: "flux",
            extensionType: "microsoft.flux",
            autoUpgradeMinorVersion: true,
            releaseTrain: "Stable",
            configurationSettings: { "multiTenancy.enforce": "true" },
            scope: { cluster: { releaseNamespace: "flux-system" } },
        });
        assert.deepEqual(resources.only("azure-native:kubernetesconfiguration:FluxConfiguration").inputs, {
            ...place,
            fluxConfigurationName: "manifests",
            namespace: "flux-system",
            scope: "cluster",
            sourceKind: "GitRepository",
            gitRepository: {
                url,
                repositoryRef: { branch: "main" },
                localAuthRef: "git",
                syncIntervalInSeconds: 600,
                timeoutInSeconds: 600,
            },
            kustomizations: { manifests: { path: "dev", prune: true, force: false, wait: true } },
            suspend: false,
        });
    });

    it("reads all of a public repository", async () => {
        const { inputs } = (await captureCluster({ flux: { url, branch: "main" } })).only(
            "azure-native:kubernetesconfiguration:FluxConfiguration",
        );
        assert.deepEqual(Object.keys(inputs.gitRepository).sort(), [
            "repositoryRef",
            "syncIntervalInSeconds",
            "timeoutInSeconds",
            "url",
        ]);
        assert.equal(inputs.kustomizations.manifests.path, "");
    });
});

describe("Cluster: the feature EncryptionAtHost", () => {
    it("is registered when told to, and stays", async () => {
        const resources = await captureCluster({ registerHostEncryption: true, protect: false });
        const { inputs, retainOnDelete } = resources.only("azure-native:features:SubscriptionFeatureRegistration");
        assert.deepEqual(inputs, { providerNamespace: "Microsoft.Compute", featureName: "EncryptionAtHost" });
        assert.equal(retainOnDelete, true);
    });
});

/** Everything that a cluster gives. */
const outputsOf = ({
    clusterId,
    clusterName,
    oidcIssuerUrl,
    privateFqdn,
    kubeconfig,
    kubeletPrincipalId,
    nodeResourceGroupName,
}: Cluster) => ({
    clusterId,
    clusterName,
    oidcIssuerUrl,
    privateFqdn,
    kubeconfig,
    kubeletPrincipalId,
    nodeResourceGroupName,
});

describe("Cluster: order", () => {
    it("everything waits for what it needs, roles before the cluster, one pool after the other", async () => {
        const resources = await capture(() => {
            const cluster = new Cluster("cluster", {
                ...clusterArgs,
                registerHostEncryption: true,
                existingPrivateDnsZoneId: zoneId,
                deliverers: { runner: deployer },
                flux: { url: "https://git.contoso.example/manifests", branch: "main" },
                login: "msi",
            });
            for (const [name, output] of Object.entries(outputsOf(cluster))) {
                new random.RandomBytes(name, { length: 1, keepers: { output } });
            }
        });
        const cluster = "cluster-cluster";
        const [control, kubelet, disks] = ["cluster-identity", "cluster-kubelet-identity", "cluster-disks"];
        assert.deepEqual(resources.waitsFor(), {
            [control]: [],
            [kubelet]: [],
            [disks]: [],
            "cluster-disks-user": [disks],
            "cluster-host-encryption": [],
            "cluster-nodes-contributor": [control],
            "cluster-api-server-contributor": [control],
            "cluster-routes-contributor": [control],
            "cluster-zone-contributor": [control],
            "cluster-kubelet-operator": [control, kubelet],
            "cluster-disks-reader": [disks, "cluster-disks-user", control],
            "cluster-kms-user": [control],
            "cluster-kms-contributor": [control],
            "cluster-kubelet-pull": [kubelet],
            [cluster]: [
                "cluster-api-server-contributor",
                disks,
                "cluster-disks-reader",
                "cluster-disks-user",
                "cluster-host-encryption",
                control,
                "cluster-kms-contributor",
                "cluster-kms-user",
                kubelet,
                "cluster-kubelet-operator",
                "cluster-kubelet-pull",
                "cluster-nodes-contributor",
                "cluster-routes-contributor",
                "cluster-zone-contributor",
            ],
            "cluster-pool-user": [cluster],
            "cluster-pool-tools": [cluster, "cluster-pool-user"],
            "cluster-deliverer-runner": [cluster],
            "cluster-deliverer-runner-user": [cluster],
            "cluster-maintenance-kubernetes": [cluster],
            "cluster-maintenance-nodes": [cluster],
            "cluster-logs": [cluster],
            "cluster-containers-rule": [cluster],
            "cluster-containers-endpoint": [cluster],
            "cluster-restricted-pods": [cluster],
            "cluster-safeguards": [cluster, "cluster-pool-tools", "cluster-pool-user"],
            "cluster-flux": [cluster, "cluster-safeguards"],
            "cluster-manifests": [cluster, "cluster-flux"],
            clusterId: [cluster],
            clusterName: [cluster],
            oidcIssuerUrl: [cluster],
            privateFqdn: [cluster],
            kubeconfig: [
                cluster,
                "cluster-deliverer-runner",
                "cluster-deliverer-runner-user",
                "cluster-pool-tools",
                "cluster-pool-user",
            ],
            kubeletPrincipalId: [kubelet],
            nodeResourceGroupName: [cluster],
        });
    });
});

async function outputs(args: Partial<ClusterArgs>, preview: boolean): Promise<Record<string, unknown>> {
    const given: Record<string, unknown> = {};
    await capture(
        () => {
            for (const [name, output] of Object.entries(
                outputsOf(new Cluster("cluster", { ...clusterArgs, ...args })),
            )) {
                output.apply((value) => {
                    given[name] = value;
                });
            }
        },
        { preview },
    );
    return given;
}

const known = {
    clusterId,
    clusterName: "aks-mcp-dev-cluster",
    nodeResourceGroupName: "rg-aks-mcp-dev-cluster-nodes",
};

describe("Cluster: outputs", () => {
    it("say what the cluster is called, who issues its tokens, and how it is reached", async () => {
        const { kubeconfig, ...others } = await outputs({ login: "workloadidentity" }, false);
        assert.deepEqual(others, {
            ...known,
            oidcIssuerUrl: "https://westeurope.oic.prod-aks.azure.com/sample/",
            privateFqdn: "aks-sample.private.westeurope.azmk8s.io",
            kubeletPrincipalId: identity.principalId,
        });
        const { clusters, users } = JSON.parse(String(kubeconfig));
        assert.deepEqual(clusters, [
            {
                name: "aks-mcp-dev-cluster",
                cluster: {
                    server: "https://aks-sample.private.westeurope.azmk8s.io:443",
                    "certificate-authority-data": "c2FtcGxlIGF1dGhvcml0eQ==",
                },
            },
        ]);
        assert.deepEqual(users[0].user.exec.args.slice(-2), ["--login", "workloadidentity"]);
    });

    it("have no kubeconfig when nobody signs in", async () => {
        assert.equal((await outputs({}, false)).kubeconfig, "");
    });
});

describe("Cluster: in a preview", () => {
    const unknownIn = ({ resources }: Capture) =>
        resources.flatMap(({ name, unknownPaths }) => unknownPaths.map((path) => `${name} ${path}`)).sort();
    const ofIdentity = (...names: string[]) =>
        names.flatMap((name) => [`cluster-${name} principalId`, `cluster-${name} roleAssignmentName`]);
    const principals = ofIdentity(
        "api-server-contributor",
        "disks-reader",
        "disks-user",
        "kms-contributor",
        "kms-user",
        "kubelet-operator",
        "kubelet-pull",
        "nodes-contributor",
        "routes-contributor",
    );

    it("everything is known but the principals that Azure chooses", async () => {
        assert.deepEqual(unknownIn(await captureCluster({}, true)), principals);
    });

    it("the versions of new keys are unknown, and nothing around them", async () => {
        const resources = await capture(
            () => {
                const { base64 } = new random.RandomBytes("later", { length: 1 });
                return new Cluster("cluster", { ...clusterArgs, kmsKeyUri: base64, diskKeyUri: base64 });
            },
            { preview: true },
        );
        assert.deepEqual(
            unknownIn(resources),
            [
                ...principals,
                "cluster-cluster securityProfile.azureKeyVaultKms.keyId",
                "cluster-disks activeKey.keyUrl",
            ].sort(),
        );
    });

    it("names are known, and what Azure chooses is not", async () => {
        assert.deepEqual(await outputs({ login: "azurecli" }, true), known);
    });
});

describe("Cluster: ids from elsewhere", () => {
    const refused: [string, Partial<ClusterArgs>, RegExp][] = [
        [
            "a range of pods that is too narrow",
            { podRange: pulumi.output("100.64.0.0/21") },
            /podRange is "100\.64\.0\.0\/21", which has room for 8 nodes/,
        ],
        [
            "a key of another vault",
            { kmsKeyUri: pulumi.output(clusterArgs.diskKeyUri) },
            /kmsKeyUri is .*; it must be the address of a key with its version: https:\/\/kv-kms\.vault\.azure\.net\/keys\/<key>\/<version>\./,
        ],
        [
            "another key than that of the disks",
            { diskKeyUri: pulumi.output(clusterArgs.kmsKeyUri) },
            /diskKeyUri is .*: https:\/\/kv-encryption\.vault\.azure\.net\/keys\/disk-abcde\/<version>\./,
        ],
        [
            "a subnet that is none",
            { nodeSubnetId: pulumi.output("vnet") },
            /nodeSubnetId is "vnet"; it must be the ARM id of a Microsoft\.Network\/virtualNetworks\/subnets\./,
        ],
        [
            "a zone that is none",
            { existingPrivateDnsZoneId: pulumi.output("zone") },
            /existingPrivateDnsZoneId is "zone"; it must be the ARM id/,
        ],
    ];
    for (const [what, args, message] of refused) {
        it(`refuse ${what} when it turns out so`, async () => {
            await assert.rejects(captureCluster(args), message);
        });
    }
});
