import { resourceTypes } from "../../../local/azure/registry";
import type { Properties } from "../../../local/provider/provider";
import type { Case, Suite } from "../conformance/case";
import { apiManagementCases } from "./api-management-cases";
import { containerServiceCases } from "./container-service-cases";
import { groupId, newCloud, seed, storageId, subscription } from "./fixture";
import {
    accountId,
    bastionAddress,
    bastionSubnet,
    collectionEndpointId,
    collectionRuleId,
    edgeAddress,
    edgeSubnet,
    environmentId,
    example,
    firewallSubnet,
    firewallSubnetId,
    lifecycleRule,
    networkId,
    officers,
    policyId,
    policySet,
    publicAddressId,
    registryId,
    role,
    runnerSubnet,
    subnetId,
    tableResource,
    template,
    vaultId,
    workspaceId,
    zoneId,
} from "./landscape";
import { sentinelCases } from "./sentinel-cases";

const exists = /^cannot create already existing resource '/;
const noGroup: Case["missing"] = [{ resourceGroupName: "nobody" }, /Code="ResourceGroupNotFound"/];
const tagged: Case["inPlace"] = [{ tags: { a: "1" } }, { tags: "add" }];
const moved: Case["replaced"] = [{ location: "northeurope" }, { location: "update-replace" }];

const group = "resources:ResourceGroup";
const otherGroup: Case["needs"][number] = [group, { resourceGroupName: "rg2", location: "westeurope" }];
const network = [group, "network:VirtualNetwork"];
const subnet = [...network, "network:NetworkSecurityGroup", "network:Subnet"];
const vault = [group, "keyvault:Vault"];
const inGroup = { resourceGroupName: "rg", location: "westeurope" };
const storage = [group, "storage:StorageAccount"];
const logs = [group, "operationalinsights:Workspace"];
const language = [group, "cognitiveservices:Account"];
const runnerNetwork: Case["needs"] = [...network, ["network:Subnet", runnerSubnet]];
const inAccount = { resourceGroupName: "rg", accountName: "stone" };
const inLanguage = { resourceGroupName: "rg", accountName: "ai-one" };
const inWorkspace = { resourceGroupName: "rg", workspaceName: "log-one" };
const inVault = { resourceGroupName: "rg", vaultName: "kv-one" };
const nobody = "99999999-9999-4999-8999-999999999999";

/** The id of a resource of the group `rg`. */
function inRg(path: string): RegExp {
    return new RegExp(`^${groupId}/providers/${path.replaceAll(".", "\\.")}$`);
}

function named(parameter: string, name = "other"): Case["replaced"] {
    return [{ [parameter]: name }, { [parameter]: "update-replace" }];
}

function gone(path: string): string {
    return `${groupId}/providers/${path}/nobody`;
}

const toolSchema: Properties = {
    name: "Tools_CL",
    columns: [
        { name: "TimeGenerated", type: "dateTime" },
        { name: "Digest", type: "string" },
    ],
};
const zoneName = "privatelink.vaultcore.azure.net";
const vaultProperties: Properties = { tenantId: seed.tenantId, sku: { family: "A", name: "standard" } };
const hsmProperties: Properties = {
    tenantId: seed.tenantId,
    initialAdminObjectIds: ["33333333-3333-4333-8333-000000000011"],
};

const cases: Record<string, Case> = {
    ...apiManagementCases,
    ...containerServiceCases,
    ...sentinelCases,
    "resources:ResourceGroup": {
        inputs: inGroup,
        needs: [],
        id: new RegExp(`^${groupId}$`),
        chosen: ["name", "type", "properties"],
        inPlace: tagged,
        replaced: moved,
        missing: [{ managedBy: `${subscription}/resourceGroups/nobody` }, /Code="InvalidResourceReference"/],
        conflict: exists,
    },
    "resources:Deployment": {
        inputs: {
            resourceGroupName: "rg",
            deploymentName: "tables",
            properties: {
                mode: "Incremental",
                template: template(tableResource("AuditLogs", { retentionInDays: 90 })),
            },
        },
        needs: logs,
        id: inRg("Microsoft.Resources/deployments/tables"),
        chosen: ["name", "type", "properties.provisioningState", "properties.correlationId", "properties.timestamp"],
        inPlace: [
            {
                properties: {
                    mode: "Incremental",
                    template: template(tableResource("AuditLogs", { retentionInDays: 120 })),
                },
            },
            { "properties.template.resources[0].properties.retentionInDays": "update" },
        ],
        replaced: named("deploymentName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:VirtualNetwork": {
        inputs: { ...inGroup, virtualNetworkName: "net", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
        needs: [group],
        id: inRg("Microsoft.Network/virtualNetworks/net"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid"],
        inPlace: [
            { addressSpace: { addressPrefixes: ["10.0.0.0/16", "10.1.0.0/16"] } },
            { "addressSpace.addressPrefixes[1]": "add" },
        ],
        replaced: moved,
        missing: noGroup,
        conflict: exists,
    },
    "network:NetworkSecurityGroup": {
        inputs: { ...inGroup, networkSecurityGroupName: "nsg" },
        needs: [group],
        id: inRg("Microsoft.Network/networkSecurityGroups/nsg"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid", "securityRules"],
        inPlace: tagged,
        replaced: named("networkSecurityGroupName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:Subnet": {
        inputs: {
            resourceGroupName: "rg",
            virtualNetworkName: "net",
            subnetName: "endpoints",
            addressPrefix: "10.0.0.0/24",
        },
        needs: network,
        id: inRg("Microsoft.Network/virtualNetworks/net/subnets/endpoints"),
        chosen: ["name", "type", "etag", "provisioningState", "privateEndpointNetworkPolicies"],
        inPlace: [{ addressPrefix: "10.0.0.0/23" }, { addressPrefix: "update" }],
        replaced: named("subnetName"),
        missing: [
            { networkSecurityGroup: { id: gone("Microsoft.Network/networkSecurityGroups") } },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ subnetName: "other" }, /Code="NetcfgSubnetRangesOverlap"/],
    },
    "network:RouteTable": {
        inputs: { ...inGroup, routeTableName: "rt" },
        needs: [group],
        id: inRg("Microsoft.Network/routeTables/rt"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid", "routes", "subnets"],
        inPlace: [
            { routes: [{ name: "out", addressPrefix: "ApiManagement", nextHopType: "Internet" }] },
            { routes: "add" },
        ],
        replaced: named("routeTableName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:DdosProtectionPlan": {
        inputs: { ...inGroup, ddosProtectionPlanName: "plan" },
        needs: [group],
        id: inRg("Microsoft.Network/ddosProtectionPlans/plan"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid", "virtualNetworks", "publicIPAddresses"],
        inPlace: tagged,
        replaced: named("ddosProtectionPlanName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:PublicIPAddress": {
        inputs: {
            ...inGroup,
            publicIpAddressName: "pip-one",
            publicIPAllocationMethod: "Static",
            sku: { name: "Standard" },
        },
        needs: [group],
        id: inRg("Microsoft.Network/publicIPAddresses/pip-one"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid", "ipAddress", "publicIPAddressVersion"],
        inPlace: [{ idleTimeoutInMinutes: 15 }, { idleTimeoutInMinutes: "add" }],
        replaced: moved,
        missing: [
            {
                ddosSettings: {
                    protectionMode: "Enabled",
                    ddosProtectionPlan: { id: gone("Microsoft.Network/ddosProtectionPlans") },
                },
            },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "network:FirewallPolicy": {
        inputs: { ...inGroup, firewallPolicyName: "policy" },
        needs: [group],
        id: inRg("Microsoft.Network/firewallPolicies/policy"),
        chosen: ["name", "type", "etag", "provisioningState", "sku", "firewalls", "ruleCollectionGroups"],
        inPlace: [{ threatIntelMode: "Deny" }, { threatIntelMode: "add" }],
        replaced: named("firewallPolicyName"),
        missing: [
            {
                insights: {
                    isEnabled: true,
                    logAnalyticsResources: {
                        defaultWorkspaceId: { id: gone("Microsoft.OperationalInsights/workspaces") },
                    },
                },
            },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "network:FirewallPolicyRuleCollectionGroup": {
        inputs: {
            resourceGroupName: "rg",
            firewallPolicyName: "policy",
            ruleCollectionGroupName: "egress",
            priority: 200,
        },
        needs: [group, "network:FirewallPolicy"],
        id: inRg("Microsoft.Network/firewallPolicies/policy/ruleCollectionGroups/egress"),
        chosen: ["name", "type", "etag", "provisioningState", "size"],
        inPlace: [{ priority: 300 }, { priority: "update" }],
        replaced: named("ruleCollectionGroupName"),
        missing: [{ firewallPolicyName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        rival: [{ ruleCollectionGroupName: "other" }, /Code="FirewallPolicyRuleCollectionGroupInvalidPriorityValue"/],
    },
    "network:AzureFirewall": {
        inputs: {
            ...inGroup,
            azureFirewallName: "firewall",
            sku: { name: "AZFW_VNet", tier: "Premium" },
            firewallPolicy: { id: policyId },
            ipConfigurations: [
                { name: "one", subnet: { id: firewallSubnetId }, publicIPAddress: { id: publicAddressId } },
            ],
        },
        needs: [...network, firewallSubnet, "network:PublicIPAddress", "network:FirewallPolicy"],
        id: inRg("Microsoft.Network/azureFirewalls/firewall"),
        chosen: ["name", "type", "etag", "provisioningState", "threatIntelMode"],
        inPlace: tagged,
        replaced: named("azureFirewallName"),
        missing: [
            { firewallPolicy: { id: gone("Microsoft.Network/firewallPolicies") } },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ azureFirewallName: "other" }, /Code="PublicIPAddressInUse"/],
    },
    "network:BastionHost": {
        inputs: example["network:BastionHost"] ?? {},
        needs: [...network, bastionSubnet, bastionAddress],
        id: inRg("Microsoft.Network/bastionHosts/bastion"),
        chosen: ["name", "type", "etag", "provisioningState", "dnsName", "scaleUnits"],
        inPlace: [{ enableTunneling: true }, { enableTunneling: "add" }],
        replaced: named("bastionHostName"),
        missing: noGroup,
        conflict: exists,
        rival: [{ bastionHostName: "other" }, /Code="PublicIPAddressInUse"/],
    },
    "network:NetworkWatcher": {
        inputs: { ...inGroup, networkWatcherName: "watcher" },
        needs: [group],
        id: inRg("Microsoft.Network/networkWatchers/watcher"),
        chosen: ["name", "type", "etag", "provisioningState"],
        inPlace: tagged,
        replaced: named("networkWatcherName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:FlowLog": {
        inputs: {
            resourceGroupName: "NetworkWatcherRG",
            location: "westeurope",
            networkWatcherName: "NetworkWatcher_westeurope",
            flowLogName: "flows",
            storageId,
            targetResourceId: networkId,
        },
        needs: network,
        id: new RegExp(
            `^${subscription}/resourceGroups/NetworkWatcherRG/providers/Microsoft\\.Network/networkWatchers/NetworkWatcher_westeurope/flowLogs/flows$`,
        ),
        chosen: ["name", "type", "etag", "provisioningState", "targetResourceGuid", "enabled"],
        inPlace: [{ enabled: false }, { enabled: "add" }],
        replaced: named("flowLogName"),
        missing: [{ storageId: gone("Microsoft.Storage/storageAccounts") }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ flowLogName: "other" }, /Code="CannotCreateMoreThanOneFlowLogPerResource"/],
    },
    "operationalinsights:Workspace": {
        inputs: { ...inGroup, workspaceName: "log-one" },
        needs: [group],
        id: inRg("Microsoft.OperationalInsights/workspaces/log-one"),
        chosen: ["name", "type", "customerId", "createdDate", "provisioningState", "retentionInDays"],
        inPlace: [{ retentionInDays: 90 }, { retentionInDays: "add" }],
        replaced: moved,
        missing: noGroup,
        conflict: exists,
    },
    "keyvault:Vault": {
        inputs: { ...inGroup, vaultName: "kv-one", properties: vaultProperties },
        needs: [group, otherGroup],
        id: inRg("Microsoft.KeyVault/vaults/kv-one"),
        chosen: ["name", "type", "systemData", "properties.vaultUri", "properties.provisioningState"],
        inPlace: [
            { properties: { ...vaultProperties, publicNetworkAccess: "disabled" } },
            { "properties.publicNetworkAccess": "add" },
        ],
        replaced: named("vaultName", "kv-other"),
        missing: noGroup,
        conflict: exists,
        rival: [{ resourceGroupName: "rg2" }, /Code="VaultAlreadyExists"/],
        softDelete: /Code="ConflictError" Message="A vault with the same name already exists in deleted state\./,
    },
    "keyvault:Key": {
        inputs: { ...inVault, keyName: "disk", properties: { kty: "RSA" } },
        needs: vault,
        id: inRg("Microsoft.KeyVault/vaults/kv-one/keys/disk"),
        chosen: ["name", "type", "keyUri", "keyUriWithVersion", "keySize", "attributes", "location"],
        inPlace: tagged,
        ignoresUpdates: true,
        replaced: named("keyName"),
        missing: [{ vaultName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        softDelete: "recovered",
    },
    "keyvault:Secret": {
        inputs: { ...inVault, secretName: "session", properties: {} },
        needs: vault,
        id: inRg("Microsoft.KeyVault/vaults/kv-one/secrets/session"),
        chosen: ["name", "type", "location", "properties.secretUri", "properties.secretUriWithVersion"],
        inPlace: [{ properties: { contentType: "bytes" } }, { "properties.contentType": "add" }],
        replaced: named("secretName"),
        missing: [{ vaultName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        softDelete: "recovered",
    },
    "keyvault:ManagedHsm": {
        inputs: {
            ...inGroup,
            name: "hsm-one",
            sku: { family: "B", name: "Standard_B1" },
            properties: hsmProperties,
        },
        needs: [group, otherGroup],
        id: inRg("Microsoft.KeyVault/managedHSMs/hsm-one"),
        chosen: ["type", "systemData", "properties.hsmUri", "properties.securityDomainProperties"],
        inPlace: [
            { properties: { ...hsmProperties, publicNetworkAccess: "Disabled" } },
            { "properties.publicNetworkAccess": "add" },
        ],
        replaced: named("name", "hsm-other"),
        missing: noGroup,
        conflict: exists,
        rival: [
            { resourceGroupName: "rg2" },
            /Code="Conflict" Message="The managed HSM name 'hsm-one' is already in use\./,
        ],
        softDelete: /Code="Conflict" Message="A managed HSM with the name 'hsm-one' already exists in deleted state\./,
    },
    "managedidentity:UserAssignedIdentity": {
        inputs: { ...inGroup, resourceName: "id-one" },
        needs: [group],
        id: new RegExp(
            `^${groupId.replace("resourceGroups", "resourcegroups")}/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/id-one$`,
        ),
        chosen: ["name", "type", "clientId", "principalId", "tenantId"],
        inPlace: tagged,
        replaced: moved,
        missing: noGroup,
        conflict: exists,
    },
    "privatedns:PrivateZone": {
        inputs: { resourceGroupName: "rg", location: "global", privateZoneName: zoneName },
        needs: [group],
        id: inRg(`Microsoft.Network/privateDnsZones/${zoneName}`),
        chosen: ["name", "type", "etag", "provisioningState", "numberOfRecordSets"],
        inPlace: tagged,
        replaced: named("privateZoneName", "privatelink.monitor.azure.com"),
        missing: noGroup,
        conflict: exists,
    },
    "privatedns:PrivateRecordSet": {
        inputs: {
            resourceGroupName: "rg",
            privateZoneName: zoneName,
            recordType: "CNAME",
            relativeRecordSetName: "alias",
            ttl: 300,
            cnameRecord: { cname: "gateway.contoso.com" },
        },
        needs: [group, "privatedns:PrivateZone"],
        id: inRg(`Microsoft.Network/privateDnsZones/${zoneName}/CNAME/alias`),
        chosen: ["name", "type", "etag", "fqdn", "isAutoRegistered"],
        inPlace: [{ ttl: 60 }, { ttl: "update" }],
        replaced: named("relativeRecordSetName"),
        missing: [{ privateZoneName: "nobody.com" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        rival: [
            { recordType: "A", cnameRecord: null, aRecords: [{ ipv4Address: "10.0.0.9" }] },
            /Code="Conflict" Message="Record set .* conflicts with the CNAME record of /,
        ],
    },
    "privatedns:VirtualNetworkLink": {
        inputs: {
            resourceGroupName: "rg",
            location: "global",
            privateZoneName: zoneName,
            virtualNetworkLinkName: "net",
            virtualNetwork: { id: networkId },
        },
        needs: [...network, "privatedns:PrivateZone"],
        id: inRg(`Microsoft.Network/privateDnsZones/${zoneName}/virtualNetworkLinks/net`),
        chosen: ["name", "type", "etag", "provisioningState", "virtualNetworkLinkState"],
        inPlace: [{ registrationEnabled: true }, { registrationEnabled: "add" }],
        replaced: named("virtualNetworkLinkName"),
        missing: [
            { virtualNetwork: { id: gone("Microsoft.Network/virtualNetworks") } },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ virtualNetworkLinkName: "other" }, /Code="BadRequest" Message="A virtual network cannot be linked/],
    },
    "network:PrivateEndpoint": {
        inputs: {
            ...inGroup,
            privateEndpointName: "pe-one",
            subnet: { id: subnetId },
            privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: vaultId, groupIds: ["vault"] }],
        },
        needs: [
            ...subnet,
            ["network:Subnet", { ...example["network:Subnet"], subnetName: "other", addressPrefix: "10.0.1.0/24" }],
            "keyvault:Vault",
        ],
        id: inRg("Microsoft.Network/privateEndpoints/pe-one"),
        chosen: ["name", "type", "etag", "provisioningState", "customDnsConfigs", "networkInterfaces"],
        inPlace: tagged,
        replaced: [{ subnet: { id: `${networkId}/subnets/other` } }, { "subnet.id": "update-replace" }],
        missing: [{ subnet: { id: `${networkId}/subnets/nobody` } }, /Code="InvalidResourceReference"/],
        conflict: exists,
    },
    "network:PrivateDnsZoneGroup": {
        inputs: {
            resourceGroupName: "rg",
            privateEndpointName: "pe-one",
            privateDnsZoneGroupName: "default",
            privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: zoneId }],
        },
        needs: [...subnet, "keyvault:Vault", "network:PrivateEndpoint", "privatedns:PrivateZone"],
        id: inRg("Microsoft.Network/privateEndpoints/pe-one/privateDnsZoneGroups/default"),
        chosen: ["name", "etag", "provisioningState"],
        inPlace: [
            { privateDnsZoneConfigs: [{ name: "other", privateDnsZoneId: zoneId }] },
            { "privateDnsZoneConfigs[0].name": "update" },
        ],
        replaced: named("privateDnsZoneGroupName"),
        missing: [
            {
                privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: gone("Microsoft.Network/privateDnsZones") }],
            },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "authorization:RoleAssignment": {
        inputs: {
            scope: vaultId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000001",
            principalId: officers,
            roleDefinitionId: role("Key Vault Administrator"),
        },
        needs: vault,
        id: inRg(
            "Microsoft.KeyVault/vaults/kv-one/providers/Microsoft.Authorization/roleAssignments/55555555-5555-4555-8555-000000000001",
        ),
        chosen: ["name", "type", "createdBy", "createdOn", "principalType"],
        inPlace: [{ description: "on call" }, { description: "add" }],
        replaced: [{ principalId: "33333333-3333-4333-8333-000000000002" }, { principalId: "update-replace" }],
        missing: [{ principalId: nobody }, /Code="PrincipalNotFound"/],
        conflict: exists,
        rival: [{ roleAssignmentName: "55555555-5555-4555-8555-000000000002" }, /Code="RoleAssignmentExists"/],
    },
    "authorization:PolicyAssignment": {
        inputs: {
            scope: groupId,
            policyAssignmentName: "benchmark",
            policyDefinitionId: policySet("Microsoft cloud security benchmark"),
        },
        needs: [group],
        id: inRg("Microsoft.Authorization/policyAssignments/benchmark"),
        chosen: ["name", "type", "instanceId", "enforcementMode"],
        inPlace: [{ displayName: "Benchmark" }, { displayName: "add" }],
        replaced: named("policyAssignmentName"),
        missing: [
            { policyDefinitionId: `/providers/Microsoft.Authorization/policySetDefinitions/${nobody}` },
            /Code="PolicySetDefinitionNotFound"/,
        ],
        conflict: exists,
    },
    "authorization:ManagementLockByScope": {
        inputs: { scope: vaultId, lockName: "keep", level: "CanNotDelete" },
        needs: vault,
        id: inRg("Microsoft.KeyVault/vaults/kv-one/providers/Microsoft.Authorization/locks/keep"),
        chosen: ["name", "type"],
        inPlace: [{ level: "ReadOnly" }, { level: "update" }],
        replaced: named("lockName"),
        missing: [{ scope: gone("Microsoft.KeyVault/vaults") }, /Code="ResourceNotFound"/],
        conflict: exists,
    },
    "monitor:DiagnosticSetting": {
        inputs: {
            resourceUri: vaultId,
            name: "audit",
            workspaceId,
            logs: [{ categoryGroup: "audit", enabled: true }],
        },
        needs: [...vault, "operationalinsights:Workspace"],
        id: new RegExp(`^${vaultId.toLowerCase()}/providers/microsoft\\.insights/diagnosticSettings/audit$`),
        chosen: ["type"],
        inPlace: [{ logs: [{ categoryGroup: "allLogs", enabled: true }] }, { "logs[0].categoryGroup": "update" }],
        replaced: named("name"),
        missing: [{ workspaceId: gone("Microsoft.OperationalInsights/workspaces") }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ name: "other" }, /Code="Conflict" Message="Data sink '/],
    },
    "storage:StorageAccount": {
        inputs: { ...inGroup, accountName: "stone", kind: "StorageV2", sku: { name: "Standard_ZRS" } },
        needs: [group, otherGroup],
        id: inRg("Microsoft.Storage/storageAccounts/stone"),
        chosen: ["name", "type", "creationTime", "primaryEndpoints", "encryption", "networkRuleSet", "sku.tier"],
        inPlace: [{ allowSharedKeyAccess: false }, { allowSharedKeyAccess: "add" }],
        replaced: moved,
        missing: noGroup,
        conflict: exists,
        rival: [{ resourceGroupName: "rg2" }, /Code="StorageAccountAlreadyTaken"/],
    },
    "storage:BlobServiceProperties": {
        inputs: { ...inAccount, blobServicesName: "default" },
        needs: storage,
        id: inRg("Microsoft.Storage/storageAccounts/stone/blobServices/default"),
        chosen: ["name", "type", "sku", "isVersioningEnabled"],
        inPlace: [{ deleteRetentionPolicy: { enabled: true, days: 30 } }, { deleteRetentionPolicy: "add" }],
        missing: [{ accountName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: "updated",
    },
    "storage:BlobContainer": {
        inputs: { ...inAccount, containerName: "audit" },
        needs: storage,
        id: inRg("Microsoft.Storage/storageAccounts/stone/blobServices/default/containers/audit"),
        chosen: ["name", "type", "etag", "publicAccess", "hasLegalHold"],
        inPlace: [{ metadata: { a: "1" } }, { metadata: "add" }],
        replaced: named("containerName"),
        missing: [{ accountName: "nobody" }, /Code="ResourceNotFound"/],
        conflict: exists,
    },
    "storage:ManagementPolicy": {
        inputs: {
            ...inAccount,
            managementPolicyName: "default",
            policy: { rules: [lifecycleRule("old", { daysAfterModificationGreaterThan: 365 })] },
        },
        needs: storage,
        id: inRg("Microsoft.Storage/storageAccounts/stone/managementPolicies/default"),
        chosen: ["name", "type", "lastModifiedTime"],
        inPlace: [
            { policy: { rules: [lifecycleRule("old", { daysAfterModificationGreaterThan: 400 })] } },
            { "policy.rules[0].definition.actions.baseBlob.delete.daysAfterModificationGreaterThan": "update" },
        ],
        missing: [{ accountName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
    },
    "containerregistry:Registry": {
        inputs: { ...inGroup, registryName: "crone", sku: { name: "Basic" } },
        needs: [group, otherGroup],
        id: inRg("Microsoft.ContainerRegistry/registries/crone"),
        chosen: ["name", "type", "loginServer", "policies", "publicNetworkAccess", "status"],
        inPlace: [{ sku: { name: "Premium" } }, { "sku.name": "update" }],
        replaced: moved,
        missing: noGroup,
        conflict: exists,
        rival: [{ resourceGroupName: "rg2" }, /Code="AlreadyInUse"/],
    },
    "containerregistry:CredentialSet": {
        inputs: example["containerregistry:CredentialSet"] ?? {},
        needs: [group, "containerregistry:Registry"],
        id: inRg("Microsoft.ContainerRegistry/registries/crone/credentialSets/docker-hub"),
        chosen: ["name", "type", "creationDate", "identity.principalId"],
        inPlace: [
            {
                authCredentials: [
                    {
                        name: "Credential1",
                        usernameSecretIdentifier: "https://kv-one.vault.azure.net/secrets/user",
                        passwordSecretIdentifier: "https://kv-one.vault.azure.net/secrets/new",
                    },
                ],
            },
            { "authCredentials[0].passwordSecretIdentifier": "update" },
        ],
        replaced: named("credentialSetName"),
        missing: [{ registryName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
    },
    "containerregistry:CacheRule": {
        inputs: {
            resourceGroupName: "rg",
            registryName: "crone",
            cacheRuleName: "runtime",
            sourceRepository: "docker.io/library/node",
            targetRepository: "node",
            credentialSetResourceId: `${registryId}/credentialSets/docker-hub`,
        },
        needs: [
            group,
            "containerregistry:Registry",
            "containerregistry:CredentialSet",
            [
                "containerregistry:CredentialSet",
                { ...example["containerregistry:CredentialSet"], credentialSetName: "docker-hub-2" },
            ],
        ],
        id: inRg("Microsoft.ContainerRegistry/registries/crone/cacheRules/runtime"),
        chosen: ["name", "type", "creationDate", "provisioningState"],
        inPlace: [
            { credentialSetResourceId: `${registryId}/credentialSets/docker-hub-2` },
            { credentialSetResourceId: "update" },
        ],
        replaced: named("cacheRuleName"),
        missing: [
            { credentialSetResourceId: `${registryId}/credentialSets/nobody` },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ cacheRuleName: "other" }, /Code="InvalidCacheRule" .* is filled by /],
    },
    "cognitiveservices:Account": {
        inputs: {
            ...inGroup,
            accountName: "ai-one",
            kind: "ContentSafety",
            sku: { name: "S0" },
            properties: { customSubDomainName: "ai-one" },
        },
        needs: [group],
        id: inRg("Microsoft.CognitiveServices/accounts/ai-one"),
        chosen: ["name", "type", "etag", "properties.endpoint", "properties.internalId"],
        inPlace: [
            { properties: { customSubDomainName: "ai-one", disableLocalAuth: true } },
            { "properties.disableLocalAuth": "add" },
        ],
        replaced: [
            { accountName: "ai-two", properties: { customSubDomainName: "ai-two" } },
            { accountName: "update-replace", "properties.customSubDomainName": "update" },
        ],
        missing: noGroup,
        conflict: exists,
        rival: [{ accountName: "ai-two" }, /Code="CustomDomainInUse"/],
        softDelete: /Code="FlagMustBeSetForRestore"/,
    },
    "cognitiveservices:Deployment": {
        inputs: {
            ...inLanguage,
            deploymentName: "judge",
            sku: { name: "Standard", capacity: 10 },
            properties: { model: { format: "OpenAI", name: "gpt-4o-mini" } },
        },
        needs: language,
        id: inRg("Microsoft.CognitiveServices/accounts/ai-one/deployments/judge"),
        chosen: ["name", "type", "etag", "properties.provisioningState", "properties.versionUpgradeOption"],
        inPlace: [{ sku: { name: "Standard", capacity: 20 } }, { "sku.capacity": "update" }],
        replaced: named("deploymentName"),
        missing: [
            { properties: { model: { format: "OpenAI", name: "gpt-4o-mini" }, raiPolicyName: "nobody" } },
            /Code="RaiPolicyNotFound"/,
        ],
        conflict: exists,
    },
    "cognitiveservices:RaiPolicy": {
        inputs: { ...inLanguage, raiPolicyName: "strict", properties: { basePolicyName: "Microsoft.DefaultV2" } },
        needs: language,
        id: inRg("Microsoft.CognitiveServices/accounts/ai-one/raiPolicies/strict"),
        chosen: ["name", "type", "etag", "properties.type"],
        inPlace: [
            {
                properties: {
                    basePolicyName: "Microsoft.DefaultV2",
                    contentFilters: [{ name: "Jailbreak", source: "Prompt", enabled: true, blocking: true }],
                },
            },
            { "properties.contentFilters": "add" },
        ],
        replaced: named("raiPolicyName"),
        missing: [
            {
                properties: {
                    basePolicyName: "Microsoft.DefaultV2",
                    customBlocklists: [{ blocklistName: "nobody", blocking: true, source: "Prompt" }],
                },
            },
            /Code="RaiBlocklistNotFound"/,
        ],
        conflict: exists,
    },
    "cognitiveservices:RaiBlocklist": {
        inputs: { ...inLanguage, raiBlocklistName: "terms" },
        needs: language,
        id: inRg("Microsoft.CognitiveServices/accounts/ai-one/raiBlocklists/terms"),
        chosen: ["name", "type", "etag"],
        inPlace: [{ properties: { description: "terms" } }, { properties: "add" }],
        replaced: named("raiBlocklistName"),
        missing: [{ accountName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
    },
    "operationalinsights:Table": {
        inputs: { ...inWorkspace, tableName: "Tools_CL", schema: toolSchema },
        needs: logs,
        id: inRg("Microsoft.OperationalInsights/workspaces/log-one/tables/Tools_CL"),
        chosen: ["name", "type", "plan", "retentionInDays", "archiveRetentionInDays", "schema.tableType"],
        inPlace: [{ totalRetentionInDays: 365 }, { totalRetentionInDays: "add" }],
        replaced: [
            { tableName: "Other_CL", schema: { ...toolSchema, name: "Other_CL" } },
            { tableName: "update-replace", "schema.name": "update" },
        ],
        missing: [{ workspaceName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
    },
    "operationalinsights:DataExport": {
        inputs: { ...inWorkspace, dataExportName: "forensics", resourceId: accountId, tableNames: ["AuditLogs"] },
        needs: [...logs, "storage:StorageAccount"],
        id: inRg("Microsoft.OperationalInsights/workspaces/log-one/dataExports/forensics"),
        chosen: ["name", "type", "dataExportId", "createdDate", "enable"],
        inPlace: [{ tableNames: ["AuditLogs", "AzureActivity"] }, { "tableNames[1]": "add" }],
        replaced: named("dataExportName"),
        missing: [{ resourceId: gone("Microsoft.Storage/storageAccounts") }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ dataExportName: "other" }, /Code="InvalidParameter" .* is exported to .* by another rule/],
        leaves: true,
    },
    "monitor:PrivateLinkScope": {
        inputs: {
            resourceGroupName: "rg",
            location: "global",
            scopeName: "ampls",
            accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: "PrivateOnly" },
        },
        needs: [group],
        id: inRg("Microsoft.Insights/privateLinkScopes/ampls"),
        chosen: ["name", "type", "provisioningState", "accessModeSettings.exclusions"],
        inPlace: [
            { accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: "Open" } },
            { "accessModeSettings.queryAccessMode": "update" },
        ],
        replaced: named("scopeName"),
        missing: noGroup,
        conflict: exists,
    },
    "monitor:PrivateLinkScopedResource": {
        inputs: { resourceGroupName: "rg", scopeName: "ampls", name: "workspace", linkedResourceId: workspaceId },
        needs: [...logs, "monitor:PrivateLinkScope", "monitor:DataCollectionEndpoint"],
        id: inRg("Microsoft.Insights/privateLinkScopes/ampls/scopedResources/workspace"),
        chosen: ["type", "kind", "provisioningState"],
        inPlace: [{ linkedResourceId: collectionEndpointId }, { linkedResourceId: "update" }],
        replaced: named("name"),
        missing: [
            { linkedResourceId: gone("Microsoft.OperationalInsights/workspaces") },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ name: "other" }, /Code="Conflict" Message="The resource '.*' is in the scope already/],
    },
    "monitor:DataCollectionEndpoint": {
        inputs: { ...inGroup, dataCollectionEndpointName: "dce-one" },
        needs: [group],
        id: inRg("Microsoft.Insights/dataCollectionEndpoints/dce-one"),
        chosen: ["name", "type", "etag", "immutableId", "logsIngestion", "configurationAccess"],
        inPlace: [{ networkAcls: { publicNetworkAccess: "Disabled" } }, { networkAcls: "add" }],
        replaced: moved,
        missing: noGroup,
        conflict: exists,
    },
    "monitor:DataCollectionRule": {
        inputs: {
            ...inGroup,
            dataCollectionRuleName: "dcr-one",
            destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspaceId }] },
            dataFlows: [{ streams: ["Microsoft-Syslog"], destinations: ["workspace"] }],
        },
        needs: logs,
        id: inRg("Microsoft.Insights/dataCollectionRules/dcr-one"),
        chosen: ["name", "type", "etag", "immutableId", "provisioningState"],
        inPlace: [
            { dataFlows: [{ streams: ["Microsoft-Perf"], destinations: ["workspace"] }] },
            { "dataFlows[0].streams[0]": "update" },
        ],
        replaced: named("dataCollectionRuleName"),
        missing: [
            { dataCollectionEndpointId: gone("Microsoft.Insights/dataCollectionEndpoints") },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "monitor:DataCollectionRuleAssociation": {
        inputs: { resourceUri: vaultId, associationName: "logs", dataCollectionRuleId: collectionRuleId },
        needs: [...vault, "operationalinsights:Workspace", "monitor:DataCollectionRule"],
        id: inRg("Microsoft.KeyVault/vaults/kv-one/providers/Microsoft.Insights/dataCollectionRuleAssociations/logs"),
        chosen: ["name", "type", "etag"],
        inPlace: [{ description: "logs" }, { description: "add" }],
        replaced: named("associationName"),
        missing: [
            { dataCollectionRuleId: gone("Microsoft.Insights/dataCollectionRules") },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "monitor:SubscriptionDiagnosticSetting": {
        inputs: { name: "activity", workspaceId, logs: [{ category: "Administrative", enabled: true }] },
        needs: logs,
        id: new RegExp(`^${subscription}/providers/Microsoft\\.Insights/diagnosticSettings/activity$`),
        chosen: ["type"],
        inPlace: [{ logs: [{ category: "Policy", enabled: true }] }, { "logs[0].category": "update" }],
        replaced: named("name"),
        missing: [{ workspaceId: gone("Microsoft.OperationalInsights/workspaces") }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ name: "other" }, /Code="Conflict" Message="Data sink '/],
    },
    "monitor:ActionGroup": {
        inputs: {
            resourceGroupName: "rg",
            location: "global",
            actionGroupName: "on-call",
            enabled: true,
            groupShortName: "on-call",
        },
        needs: [group],
        id: inRg("Microsoft.Insights/actionGroups/on-call"),
        chosen: ["name", "type", "emailReceivers"],
        inPlace: [{ enabled: false }, { enabled: "update" }],
        replaced: named("actionGroupName"),
        missing: noGroup,
        conflict: exists,
    },
    "aadiam:DiagnosticSetting": {
        inputs: { name: "entra", workspaceId, logs: [{ category: "SignInLogs", enabled: true }] },
        needs: logs,
        id: /^\/providers\/microsoft\.aadiam\/diagnosticSettings\/entra$/,
        chosen: ["type"],
        inPlace: [{ logs: [{ category: "AuditLogs", enabled: true }] }, { "logs[0].category": "update" }],
        replaced: named("name"),
        missing: [{ workspaceId: gone("Microsoft.OperationalInsights/workspaces") }, /Code="InvalidResourceReference"/],
        conflict: exists,
        rival: [{ name: "other" }, /Code="Conflict" Message="Data sink '/],
    },
    "app:ManagedEnvironment": {
        inputs: {
            ...inGroup,
            environmentName: "env-one",
            vnetConfiguration: { infrastructureSubnetId: `${networkId}/subnets/runner` },
            workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
        },
        needs: runnerNetwork,
        id: inRg("Microsoft.App/managedEnvironments/env-one"),
        chosen: ["name", "type", "defaultDomain", "staticIp", "provisioningState", "publicNetworkAccess"],
        inPlace: [{ publicNetworkAccess: "Disabled" }, { publicNetworkAccess: "add" }],
        replaced: named("environmentName"),
        missing: [
            { vnetConfiguration: { infrastructureSubnetId: `${networkId}/subnets/nobody` } },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [
            { environmentName: "other" },
            /Code="InvalidRequestParameterWithDetails" .* is used by the environment/,
        ],
    },
    "app:Job": {
        inputs: {
            ...inGroup,
            jobName: "deliver",
            environmentId,
            configuration: { triggerType: "Manual", manualTriggerConfig: {}, replicaTimeout: 1800 },
            template: { containers: [{ name: "runner", image: "crone.azurecr.io/runner:1" }] },
        },
        needs: [group, "app:ManagedEnvironment"],
        id: inRg("Microsoft.App/jobs/deliver"),
        chosen: ["name", "type", "provisioningState", "runningState", "eventStreamEndpoint"],
        inPlace: [
            { template: { containers: [{ name: "runner", image: "crone.azurecr.io/runner:2" }] } },
            { "template.containers[0].image": "update" },
        ],
        replaced: named("jobName"),
        missing: [{ environmentId: gone("Microsoft.App/managedEnvironments") }, /Code="InvalidResourceReference"/],
        conflict: exists,
    },
    "network:WebApplicationFirewallPolicy": {
        inputs: {
            ...inGroup,
            policyName: "waf-one",
            managedRules: { managedRuleSets: [{ ruleSetType: "OWASP", ruleSetVersion: "3.2" }] },
        },
        needs: [group],
        id: inRg("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf-one"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceState", "applicationGateways"],
        inPlace: [
            {
                managedRules: {
                    managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }],
                },
            },
            {
                "managedRules.managedRuleSets[0].ruleSetType": "update",
                "managedRules.managedRuleSets[0].ruleSetVersion": "update",
            },
        ],
        replaced: named("policyName"),
        missing: noGroup,
        conflict: exists,
    },
    "network:ApplicationGateway": {
        inputs: example["network:ApplicationGateway"] ?? {},
        needs: [...network, edgeSubnet, edgeAddress, "network:WebApplicationFirewallPolicy"],
        id: inRg("Microsoft.Network/applicationGateways/agw-one"),
        chosen: ["name", "type", "etag", "provisioningState", "resourceGuid", "operationalState"],
        inPlace: [
            { autoscaleConfiguration: { minCapacity: 2, maxCapacity: 3 } },
            { "autoscaleConfiguration.minCapacity": "update" },
        ],
        replaced: [
            JSON.parse(JSON.stringify(example["network:ApplicationGateway"]).replaceAll("agw-one", "agw-two")),
            {
                applicationGatewayName: "update-replace",
                "backendHttpSettingsCollection[0].probe.id": "update",
                "httpListeners[0].frontendIPConfiguration.id": "update",
                "httpListeners[0].frontendPort.id": "update",
                "requestRoutingRules[0].backendAddressPool.id": "update",
                "requestRoutingRules[0].backendHttpSettings.id": "update",
                "requestRoutingRules[0].httpListener.id": "update",
                "requestRoutingRules[0].rewriteRuleSet.id": "update",
            },
        ],
        missing: [
            { firewallPolicy: { id: gone("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies") } },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "dns:Zone": {
        inputs: { resourceGroupName: "rg", location: "global", zoneName: "contoso.org" },
        needs: [group],
        id: inRg("Microsoft.Network/dnsZones/contoso.org"),
        chosen: ["name", "type", "etag", "nameServers", "numberOfRecordSets"],
        inPlace: tagged,
        replaced: named("zoneName", "contoso.net"),
        missing: noGroup,
        conflict: exists,
    },
    "dns:RecordSet": {
        inputs: {
            resourceGroupName: "rg",
            zoneName: "contoso.org",
            recordType: "A",
            relativeRecordSetName: "mcp",
            ttl: 300,
            aRecords: [{ ipv4Address: "203.0.113.9" }],
        },
        needs: [group, "dns:Zone"],
        id: inRg("Microsoft.Network/dnsZones/contoso.org/A/mcp"),
        chosen: ["name", "type", "etag", "fqdn", "provisioningState"],
        inPlace: [{ ttl: 60 }, { ttl: "update" }],
        replaced: named("relativeRecordSetName"),
        missing: [{ zoneName: "contoso.net" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        rival: [
            { recordType: "CNAME", aRecords: null, cnameRecord: { cname: "contoso.com" } },
            /Code="Conflict" Message="Record set .* conflicts with/,
        ],
    },
    "features:SubscriptionFeatureRegistration": {
        inputs: {
            providerNamespace: "Microsoft.Network",
            featureName: "EnableApplicationGatewayNetworkIsolation",
        },
        needs: [],
        id: new RegExp(
            `^${subscription}/providers/Microsoft\\.Features/featureProviders/Microsoft\\.Network/subscriptionFeatureRegistrations/EnableApplicationGatewayNetworkIsolation$`,
        ),
        chosen: ["name", "type"],
        inPlace: [{ properties: { description: "edge" } }, { properties: "add" }],
        missing: [{ featureName: "Nobody" }, /Code="FeatureNotFound"/],
        conflict: exists,
    },
    "consumption:Budget": {
        inputs: {
            scope: groupId,
            budgetName: "monthly",
            amount: 1000,
            category: "Cost",
            timeGrain: "Monthly",
            timePeriod: { startDate: "2026-01-01" },
        },
        needs: [group],
        id: inRg("Microsoft.Consumption/budgets/monthly"),
        chosen: ["name", "type", "currentSpend", "eTag", "timePeriod.endDate"],
        inPlace: [{ amount: 2000 }, { amount: "update" }],
        replaced: named("budgetName"),
        missing: [{ scope: `${subscription}/resourceGroups/nobody` }, /Code="ResourceGroupNotFound"/],
        conflict: exists,
    },
    "security:SecurityContact": {
        inputs: { securityContactName: "default", emails: "security@contoso.com" },
        needs: [],
        id: new RegExp(`^${subscription}/providers/Microsoft\\.Security/securityContacts/default$`),
        chosen: ["name", "type"],
        inPlace: [{ isEnabled: true }, { isEnabled: "add" }],
        missing: [{ emails: "" }, /Code="InvalidSecurityContact" .* it reaches nobody/],
        conflict: exists,
    },
};

/** The Azure resource types of the local cloud. */
export const azure: Suite = {
    name: "azure-native",
    token: (key) => `azure-native:${key}`,
    tokens: resourceTypes.map(({ token }) => token),
    cases,
    examples: example,
    deletesBeforeReplacement: true,
    deletesWhatIsGone: true,
    newWorld: newCloud,
};
