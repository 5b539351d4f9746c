import type { Case } from "../conformance/case";
import {
    clusterId,
    containerServiceExamples as example,
    inCluster,
    smallestCluster,
} from "./container-service-landscape";
import { groupId } from "./fixture";
import { identityId, role, vaultId } from "./landscape";

const exists = /^cannot create already existing resource '/;
const group = "resources:ResourceGroup";
const cluster: Case["needs"] = [group, ["containerservice:ManagedCluster", smallestCluster]];
const inPool = { resourceGroupName: "rg", resourceName: "aks-one" };
const identity: Case["needs"] = [group, "managedidentity:UserAssignedIdentity"];
const noParent: Case["missing"] = [{ resourceName: "nobody" }, /Code="ParentResourceNotFound"/];

function inRg(path: string): RegExp {
    return new RegExp(`^${groupId}/providers/${path.replaceAll(".", "\\.")}$`);
}

function named(parameter: string, name = "other"): Case["replaced"] {
    return [{ [parameter]: name }, { [parameter]: "update-replace" }];
}

const window = {
    durationHours: 4,
    startTime: "22:00",
    schedule: { weekly: { dayOfWeek: "Friday", intervalWeeks: 1 } },
};
/** A cluster with what policies and Azure roles inside of it need. */
const governed = (name: string): Case["needs"][number] => [
    "containerservice:ManagedCluster",
    {
        ...smallestCluster,
        resourceName: name,
        dnsPrefix: name,
        aadProfile: { managed: true },
        addonProfiles: { azurepolicy: { enabled: true } },
    },
];
const flux = { ...inCluster, extensionName: "flux", extensionType: "microsoft.flux" };
const customRole = "55555555-5555-4555-8555-000000000101";

export const containerServiceCases: Record<string, Case> = {
    "containerservice:ManagedCluster": {
        inputs: smallestCluster,
        needs: [group],
        id: inRg("Microsoft.ContainerService/managedClusters/aks-one"),
        chosen: [
            ...["name", "type", "systemData", "provisioningState", "currentKubernetesVersion", "kubernetesVersion"],
            ...["fqdn", "nodeResourceGroup", "powerState", "identityProfile", "networkProfile", "oidcIssuerProfile"],
            ...["maxAgentPools", "resourceUID", "sku", "identity.principalId"],
        ],
        inPlace: [{ sku: { name: "Base", tier: "Standard" } }, { sku: "add" }],
        replaced: named("dnsPrefix"),
        missing: [
            { diskEncryptionSetID: `${groupId}/providers/Microsoft.Compute/diskEncryptionSets/nobody` },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [
            { resourceName: "aks-two", nodeResourceGroup: "MC_rg_aks-one_westeurope" },
            /Code="NodeResourceGroupAlreadyExists"/,
        ],
    },
    "containerservice:AgentPool": {
        inputs: { ...inPool, agentPoolName: "user", vmSize: "Standard_D4s_v5", count: 1 },
        needs: cluster,
        id: inRg("Microsoft.ContainerService/managedClusters/aks-one/agentPools/user"),
        chosen: [
            ...["name", "type", "eTag", "provisioningState", "currentOrchestratorVersion", "orchestratorVersion"],
            ...["nodeImageVersion", "maxPods", "osDiskSizeGB"],
        ],
        inPlace: [{ count: 3 }, { count: "update" }],
        replaced: [{ vmSize: "Standard_D8s_v5" }, { vmSize: "update-replace" }],
        missing: noParent,
        conflict: exists,
    },
    "containerservice:MaintenanceConfiguration": {
        inputs: { ...inPool, configName: "default", maintenanceWindow: window },
        needs: cluster,
        id: inRg("Microsoft.ContainerService/managedClusters/aks-one/maintenanceConfigurations/default"),
        chosen: ["name", "type", "systemData", "maintenanceWindow.startDate", "maintenanceWindow.utcOffset"],
        inPlace: [
            { maintenanceWindow: { ...window, durationHours: 6 } },
            { "maintenanceWindow.durationHours": "update" },
        ],
        replaced: named("configName", "aksManagedNodeOSUpgradeSchedule"),
        missing: noParent,
        conflict: exists,
    },
    "containerservice:ManagedNamespace": {
        inputs: { ...inPool, location: "westeurope", managedNamespaceName: "orders", properties: {} },
        needs: [group, governed("aks-one")],
        id: inRg("Microsoft.ContainerService/managedClusters/aks-one/managedNamespaces/orders"),
        chosen: ["name", "type", "eTag", "systemData", "properties.provisioningState", "properties.portalFqdn"],
        inPlace: [{ properties: { deletePolicy: "Delete" } }, { "properties.deletePolicy": "add" }],
        replaced: named("managedNamespaceName"),
        missing: noParent,
        conflict: exists,
    },
    "containerservice:DeploymentSafeguard": {
        inputs: { resourceUri: clusterId, level: "Warn" },
        needs: [group, governed("aks-one"), governed("aks-two")],
        id: inRg(
            "Microsoft.ContainerService/managedClusters/aks-one/providers/Microsoft.ContainerService/deploymentSafeguards/default",
        ),
        chosen: ["name", "type", "eTag", "provisioningState", "systemExcludedNamespaces", "systemData"],
        inPlace: [{ level: "Enforce" }, { level: "update" }],
        replaced: [{ resourceUri: clusterId.replace("one", "two") }, { resourceUri: "update-replace" }],
        missing: [{ resourceUri: clusterId.replace("one", "three") }, /Code="ResourceNotFound"/],
        conflict: exists,
    },
    "compute:DiskEncryptionSet": {
        inputs: (made) => ({
            ...example["compute:DiskEncryptionSet"],
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
            activeKey: { keyUrl: made["keyvault:Key"]?.outputs.keyUriWithVersion ?? "" },
        }),
        needs: [
            ...identity,
            "keyvault:Vault",
            "keyvault:Key",
            [
                "authorization:RoleAssignment",
                (made) => ({
                    scope: vaultId,
                    roleAssignmentName: "55555555-5555-4555-8555-000000000102",
                    principalId: made["managedidentity:UserAssignedIdentity"]?.outputs.principalId ?? "",
                    principalType: "ServicePrincipal",
                    roleDefinitionId: role("Key Vault Crypto Service Encryption User"),
                }),
            ],
        ],
        id: inRg("Microsoft.Compute/diskEncryptionSets/des-one"),
        chosen: [
            "name",
            "type",
            "provisioningState",
            "encryptionType",
            "previousKeys",
            "rotationToLatestKeyVersionEnabled",
        ],
        inPlace: [{ tags: { a: "1" } }, { tags: "add" }],
        replaced: named("diskEncryptionSetName"),
        missing: [{ resourceGroupName: "nobody" }, /Code="ResourceGroupNotFound"/],
        conflict: exists,
    },
    "kubernetesconfiguration:Extension": {
        inputs: flux,
        needs: cluster,
        id: inRg(
            "Microsoft.ContainerService/managedClusters/aks-one/providers/Microsoft.KubernetesConfiguration/extensions/flux",
        ),
        chosen: ["name", "type", "provisioningState", "currentVersion", "isSystemExtension", "systemData"],
        inPlace: [{ configurationSettings: { "multiTenancy.enforce": "true" } }, { configurationSettings: "add" }],
        replaced: named("extensionName"),
        missing: [{ clusterName: "nobody" }, /Code="ResourceNotFound"/],
        conflict: exists,
        rival: [{ extensionName: "other" }, /Code="Conflict"/],
    },
    "kubernetesconfiguration:FluxConfiguration": {
        inputs: {
            ...inCluster,
            fluxConfigurationName: "manifests",
            gitRepository: { url: "https://git.contoso.com/manifests", repositoryRef: { branch: "main" } },
            kustomizations: { manifests: {} },
        },
        needs: [...cluster, ["kubernetesconfiguration:Extension", flux]],
        id: inRg(
            "Microsoft.ContainerService/managedClusters/aks-one/providers/Microsoft.KubernetesConfiguration/fluxConfigurations/manifests",
        ),
        chosen: ["name", "type", "provisioningState", "complianceState", "scope", "sourceKind", "systemData"],
        inPlace: [{ suspend: true }, { suspend: "add" }],
        replaced: named("fluxConfigurationName"),
        missing: [{ clusterName: "nobody" }, /Code="ResourceNotFound"/],
        conflict: exists,
    },
    "managedidentity:FederatedIdentityCredential": {
        inputs: example["managedidentity:FederatedIdentityCredential"] ?? {},
        needs: identity,
        id: inRg("Microsoft.ManagedIdentity/userAssignedIdentities/id-one/federatedIdentityCredentials/orders"),
        chosen: ["name", "type"],
        inPlace: [{ subject: "system:serviceaccount:mcp-orders:other" }, { subject: "update" }],
        replaced: named("federatedIdentityCredentialResourceName"),
        missing: noParent,
        conflict: exists,
        rival: [
            { federatedIdentityCredentialResourceName: "other" },
            /Code="Conflict" Message="Issuer and subject combination already exists for this Managed Identity\."/,
        ],
    },
    "authorization:RoleDefinition": {
        inputs: {
            scope: groupId,
            roleDefinitionId: customRole,
            roleName: "Reader of pools",
            permissions: [{ actions: ["Microsoft.ContainerService/managedClusters/agentPools/read"] }],
        },
        needs: [group],
        id: inRg(`Microsoft.Authorization/roleDefinitions/${customRole}`),
        chosen: ["name", "type", "createdBy", "createdOn", "assignableScopes", "roleType"],
        inPlace: [{ description: "Sees pools" }, { description: "add" }],
        replaced: named("roleDefinitionId", customRole.replace(/1$/, "2")),
        missing: [{ assignableScopes: [`${groupId}-nobody`] }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ roleDefinitionId: customRole.replace(/1$/, "2") }, /Code="RoleDefinitionWithSameNameExists"/],
    },
};
