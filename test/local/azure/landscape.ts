import type { Properties } from "../../../local/provider/provider";
import { type Cloud, groupId, seed, subscription } from "./fixture";

const inGroup = { resourceGroupName: "rg", location: "westeurope" };
export const networkId = `${groupId}/providers/Microsoft.Network/virtualNetworks/net`;
export const subnetId = `${networkId}/subnets/endpoints`;
export const vaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one`;
export const workspaceId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-one`;
export const zoneId = `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`;
export const officers = "33333333-3333-4333-8333-000000000001";

/** Complete inputs of one resource of each type, by token. */
export const example: Record<string, Properties> = {
    "resources:ResourceGroup": { resourceGroupName: "rg", location: "westeurope" },
    "network:VirtualNetwork": {
        ...inGroup,
        virtualNetworkName: "net",
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    },
    "network:NetworkSecurityGroup": {
        ...inGroup,
        networkSecurityGroupName: "nsg",
        securityRules: [rule("deny-in", 4096, "Inbound"), rule("deny-out", 4096, "Outbound")],
    },
    "network:Subnet": {
        resourceGroupName: "rg",
        virtualNetworkName: "net",
        subnetName: "endpoints",
        addressPrefix: "10.0.0.0/24",
        networkSecurityGroup: { id: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg` },
    },
    "operationalinsights:Workspace": { ...inGroup, workspaceName: "log-one", retentionInDays: 90 },
    "keyvault:Vault": {
        ...inGroup,
        vaultName: "kv-one",
        properties: {
            tenantId: seed.tenantId,
            sku: { family: "A", name: "premium" },
            enablePurgeProtection: true,
            enableRbacAuthorization: true,
            softDeleteRetentionInDays: 90,
            publicNetworkAccess: "disabled",
        },
    },
    "keyvault:Key": {
        resourceGroupName: "rg",
        vaultName: "kv-one",
        keyName: "disk",
        properties: { kty: "RSA-HSM", keySize: 3072, keyOps: ["wrapKey", "unwrapKey"] },
    },
    "keyvault:Secret": {
        resourceGroupName: "rg",
        vaultName: "kv-one",
        secretName: "session",
        properties: { value: "not-in-the-journal", contentType: "bytes" },
    },
    "keyvault:ManagedHsm": {
        ...inGroup,
        name: "hsm-one",
        sku: { family: "B", name: "Standard_B1" },
        properties: {
            tenantId: seed.tenantId,
            initialAdminObjectIds: ["33333333-3333-4333-8333-000000000011"],
            enablePurgeProtection: true,
            softDeleteRetentionInDays: 90,
        },
    },
    "managedidentity:UserAssignedIdentity": { ...inGroup, resourceName: "id-one" },
    "privatedns:PrivateZone": {
        resourceGroupName: "rg",
        location: "global",
        privateZoneName: "privatelink.vaultcore.azure.net",
    },
    "privatedns:VirtualNetworkLink": {
        resourceGroupName: "rg",
        location: "global",
        privateZoneName: "privatelink.vaultcore.azure.net",
        virtualNetworkLinkName: "net",
        virtualNetwork: { id: networkId },
    },
    "network:PrivateEndpoint": {
        ...inGroup,
        privateEndpointName: "pe-one",
        subnet: { id: subnetId },
        privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: vaultId, groupIds: ["vault"] }],
    },
    "network:PrivateDnsZoneGroup": {
        resourceGroupName: "rg",
        privateEndpointName: "pe-one",
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: zoneId }],
    },
    "authorization:RoleAssignment": {
        scope: vaultId,
        roleAssignmentName: "55555555-5555-4555-8555-000000000001",
        principalId: officers,
        principalType: "Group",
        roleDefinitionId: role("Key Vault Administrator"),
    },
    "authorization:PolicyAssignment": {
        scope: groupId,
        policyAssignmentName: "benchmark",
        policyDefinitionId: policySet("Microsoft cloud security benchmark"),
        enforcementMode: "Default",
    },
    "authorization:ManagementLockByScope": { scope: vaultId, lockName: "keep", level: "CanNotDelete" },
    "monitor:DiagnosticSetting": {
        resourceUri: vaultId,
        name: "audit",
        workspaceId,
        logs: [{ categoryGroup: "audit", enabled: true }],
    },
};

export function role(name: string): string {
    return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${seed.roleDefinitions[name]}`;
}

export function policySet(name: string): string {
    return `/providers/Microsoft.Authorization/policySetDefinitions/${seed.policySetDefinitions[name]}`;
}

export function rule(name: string, priority: number, direction: string): Properties {
    const any = {
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "*",
        destinationPortRange: "*",
    };
    return { name, priority, direction, access: "Deny", protocol: "*", ...any };
}

/** Creates the examples of the tokens, in their order. Returns their ids by token. */
export async function deploy(cloud: Cloud, ...tokens: string[]): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const token of tokens) {
        ids[token] = (await cloud.create(token, example[token] ?? {})).id;
    }
    return ids;
}

/** Everything that a vault with a private endpoint needs, and the vault. */
export const vaultTokens = [
    "resources:ResourceGroup",
    "network:VirtualNetwork",
    "network:NetworkSecurityGroup",
    "network:Subnet",
    "operationalinsights:Workspace",
    "keyvault:Vault",
    "privatedns:PrivateZone",
];
