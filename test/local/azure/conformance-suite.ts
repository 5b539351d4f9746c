import { resourceTypes } from "../../../local/azure/registry";
import type { Properties } from "../../../local/provider/provider";
import type { Case, Suite } from "../conformance/case";
import { groupId, newCloud, seed, subscription } from "./fixture";
import { example, networkId, officers, policySet, role, subnetId, vaultId, workspaceId, zoneId } from "./landscape";

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

const zoneName = "privatelink.vaultcore.azure.net";
const vaultProperties: Properties = { tenantId: seed.tenantId, sku: { family: "A", name: "standard" } };
const hsmProperties: Properties = {
    tenantId: seed.tenantId,
    initialAdminObjectIds: ["33333333-3333-4333-8333-000000000011"],
};

const cases: Record<string, Case> = {
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
};

/** The Azure resource types of the local cloud. */
export const azure: Suite = {
    prefix: "azure-native:",
    tokens: resourceTypes.map(({ token }) => token),
    cases,
    examples: example,
    deletesBeforeReplacement: true,
    newWorld: newCloud,
};
