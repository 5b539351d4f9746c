import type { Properties } from "../../../local/provider/provider";
import { apiManagementExamples, apiManagementSteps } from "./api-management-landscape";
import { containerServiceExamples, containerServiceSteps } from "./container-service-landscape";
import { type Cloud, groupId, seed, storageId, subscription } from "./fixture";
import { sentinelExamples, sentinelSteps } from "./sentinel-landscape";

const inGroup = { resourceGroupName: "rg", location: "westeurope" };
export const networkId = `${groupId}/providers/Microsoft.Network/virtualNetworks/net`;
export const subnetId = `${networkId}/subnets/endpoints`;
export const vaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-one`;
export const workspaceId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-one`;
export const zoneId = `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`;
export const accountId = `${groupId}/providers/Microsoft.Storage/storageAccounts/stone`;
export const registryId = `${groupId}/providers/Microsoft.ContainerRegistry/registries/crone`;
export const languageId = `${groupId}/providers/Microsoft.CognitiveServices/accounts/ai-one`;
export const identityId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;
export const collectionEndpointId = `${groupId}/providers/Microsoft.Insights/dataCollectionEndpoints/dce-one`;
export const collectionRuleId = `${groupId}/providers/Microsoft.Insights/dataCollectionRules/dcr-one`;
export const environmentId = `${groupId}/providers/Microsoft.App/managedEnvironments/env-one`;
export const firewallSubnetId = `${networkId}/subnets/AzureFirewallSubnet`;
export const policyId = `${groupId}/providers/Microsoft.Network/firewallPolicies/policy`;
export const publicAddressId = `${groupId}/providers/Microsoft.Network/publicIPAddresses/pip-one`;
export const gatewayId = `${groupId}/providers/Microsoft.Network/applicationGateways/agw-one`;
export const wafPolicyId = `${groupId}/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf-one`;
export const publicZoneId = `${groupId}/providers/Microsoft.Network/dnsZones/contoso.org`;
export const officers = "33333333-3333-4333-8333-000000000001";

/** Complete inputs of one resource of each type, by token. */
export const example: Record<string, Properties> = {
    ...apiManagementExamples,
    ...containerServiceExamples,
    ...sentinelExamples,
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
    "network:RouteTable": {
        ...inGroup,
        routeTableName: "rt",
        disableBgpRoutePropagation: true,
        routes: [
            {
                name: "to-firewall",
                addressPrefix: "0.0.0.0/0",
                nextHopType: "VirtualAppliance",
                nextHopIpAddress: "10.0.4.4",
            },
        ],
    },
    "network:DdosProtectionPlan": { ...inGroup, ddosProtectionPlanName: "plan" },
    "network:PublicIPAddress": {
        ...inGroup,
        publicIpAddressName: "pip-one",
        publicIPAddressVersion: "IPv4",
        publicIPAllocationMethod: "Static",
        sku: { name: "Standard" },
        zones: ["1", "2", "3"],
    },
    "network:FirewallPolicy": {
        ...inGroup,
        firewallPolicyName: "policy",
        sku: { tier: "Premium" },
        threatIntelMode: "Deny",
        dnsSettings: { enableProxy: true },
        intrusionDetection: { mode: "Deny" },
    },
    "network:FirewallPolicyRuleCollectionGroup": {
        resourceGroupName: "rg",
        firewallPolicyName: "policy",
        ruleCollectionGroupName: "egress",
        priority: 200,
        ruleCollections: [
            {
                ruleCollectionType: "FirewallPolicyFilterRuleCollection",
                name: "allow-time",
                priority: 100,
                action: { type: "Allow" },
                rules: [networkRule()],
            },
        ],
    },
    "network:AzureFirewall": {
        ...inGroup,
        azureFirewallName: "firewall",
        sku: { name: "AZFW_VNet", tier: "Premium" },
        firewallPolicy: { id: policyId },
        ipConfigurations: [{ name: "one", subnet: { id: firewallSubnetId }, publicIPAddress: { id: publicAddressId } }],
    },
    "network:BastionHost": {
        ...inGroup,
        bastionHostName: "bastion",
        sku: { name: "Standard" },
        ipConfigurations: [
            {
                name: "one",
                subnet: { id: `${networkId}/subnets/AzureBastionSubnet` },
                publicIPAddress: { id: publicAddressId.replace("one", "two") },
            },
        ],
    },
    "network:WebApplicationFirewallPolicy": {
        ...inGroup,
        policyName: "waf-one",
        policySettings: { mode: "Prevention", state: "Enabled", requestBodyCheck: true },
        managedRules: {
            managedRuleSets: [
                { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" },
                { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
            ],
        },
    },
    "network:ApplicationGateway": {
        ...inGroup,
        applicationGatewayName: "agw-one",
        sku: { name: "WAF_v2", tier: "WAF_v2" },
        autoscaleConfiguration: { minCapacity: 1, maxCapacity: 3 },
        firewallPolicy: { id: wafPolicyId },
        gatewayIPConfigurations: [{ name: "gateway", subnet: { id: `${networkId}/subnets/edge` } }],
        frontendIPConfigurations: [
            { name: "public", publicIPAddress: { id: publicAddressId.replace("one", "three") } },
        ],
        frontendPorts: [{ name: "http", port: 80 }],
        httpListeners: [
            {
                name: "clients",
                protocol: "Http",
                frontendIPConfiguration: gatewayPart("frontendIPConfigurations", "public"),
                frontendPort: gatewayPart("frontendPorts", "http"),
            },
        ],
        probes: [
            {
                name: "status",
                protocol: "Https",
                path: "/status-0123456789abcdef",
                interval: 30,
                timeout: 30,
                unhealthyThreshold: 3,
                pickHostNameFromBackendHttpSettings: true,
            },
        ],
        backendAddressPools: [{ name: "gateway", backendAddresses: [{ fqdn: "apim-one.azure-api.net" }] }],
        backendHttpSettingsCollection: [
            {
                name: "gateway",
                port: 443,
                protocol: "Https",
                hostName: "apim-one.azure-api.net",
                requestTimeout: 240,
                probe: gatewayPart("probes", "status"),
            },
        ],
        rewriteRuleSets: [
            {
                name: "client",
                rewriteRules: [
                    {
                        name: "address",
                        ruleSequence: 100,
                        actionSet: {
                            requestHeaderConfigurations: [
                                { headerName: "X-MCP-Client-Address", headerValue: "{var_client_ip}" },
                            ],
                        },
                    },
                ],
            },
        ],
        requestRoutingRules: [
            {
                name: "all",
                priority: 100,
                ruleType: "Basic",
                httpListener: gatewayPart("httpListeners", "clients"),
                backendAddressPool: gatewayPart("backendAddressPools", "gateway"),
                backendHttpSettings: gatewayPart("backendHttpSettingsCollection", "gateway"),
                rewriteRuleSet: gatewayPart("rewriteRuleSets", "client"),
            },
        ],
    },
    "dns:Zone": { resourceGroupName: "rg", location: "global", zoneName: "contoso.org" },
    "dns:RecordSet": {
        resourceGroupName: "rg",
        zoneName: "contoso.org",
        recordType: "A",
        relativeRecordSetName: "mcp",
        ttl: 300,
        aRecords: [{ ipv4Address: "203.0.113.9" }],
    },
    "features:SubscriptionFeatureRegistration": {
        providerNamespace: "Microsoft.Network",
        featureName: "EnableApplicationGatewayNetworkIsolation",
    },
    "network:NetworkWatcher": { ...inGroup, networkWatcherName: "watcher" },
    "network:FlowLog": {
        resourceGroupName: "NetworkWatcherRG",
        location: "westeurope",
        networkWatcherName: "NetworkWatcher_westeurope",
        flowLogName: "flows",
        storageId,
        targetResourceId: networkId,
    },
    "privatedns:PrivateRecordSet": {
        resourceGroupName: "rg",
        privateZoneName: "privatelink.vaultcore.azure.net",
        recordType: "A",
        relativeRecordSetName: "other",
        ttl: 300,
        aRecords: [{ ipv4Address: "10.0.0.9" }],
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
    "storage:StorageAccount": {
        ...inGroup,
        accountName: "stone",
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: {
                allowProtectedAppendWrites: true,
                immutabilityPeriodSinceCreationInDays: 30,
                state: "Unlocked",
            },
        },
    },
    "storage:BlobServiceProperties": {
        resourceGroupName: "rg",
        accountName: "stone",
        blobServicesName: "default",
        isVersioningEnabled: true,
    },
    "storage:BlobContainer": { resourceGroupName: "rg", accountName: "stone", containerName: "audit" },
    "storage:ManagementPolicy": {
        resourceGroupName: "rg",
        accountName: "stone",
        managementPolicyName: "default",
        policy: { rules: [lifecycleRule("old", { daysAfterModificationGreaterThan: 365 })] },
    },
    "containerregistry:Registry": {
        ...inGroup,
        registryName: "crone",
        sku: { name: "Premium" },
        publicNetworkAccess: "Disabled",
    },
    "containerregistry:CredentialSet": {
        resourceGroupName: "rg",
        registryName: "crone",
        credentialSetName: "docker-hub",
        identity: { type: "SystemAssigned" },
        loginServer: "docker.io",
        authCredentials: [
            {
                name: "Credential1",
                usernameSecretIdentifier: "https://kv-one.vault.azure.net/secrets/user",
                passwordSecretIdentifier: "https://kv-one.vault.azure.net/secrets/password",
            },
        ],
    },
    "containerregistry:CacheRule": {
        resourceGroupName: "rg",
        registryName: "crone",
        cacheRuleName: "envoy",
        sourceRepository: "mcr.microsoft.com/oss/envoyproxy/envoy",
        targetRepository: "envoy",
    },
    "cognitiveservices:Account": {
        ...inGroup,
        accountName: "ai-one",
        kind: "AIServices",
        sku: { name: "S0" },
        properties: { customSubDomainName: "ai-one", disableLocalAuth: true, publicNetworkAccess: "Disabled" },
    },
    "cognitiveservices:Deployment": {
        resourceGroupName: "rg",
        accountName: "ai-one",
        deploymentName: "judge",
        sku: { name: "Standard", capacity: 10 },
        properties: { model: { format: "OpenAI", name: "gpt-4o-mini", version: "2024-07-18" } },
    },
    "cognitiveservices:RaiPolicy": {
        resourceGroupName: "rg",
        accountName: "ai-one",
        raiPolicyName: "strict",
        properties: { basePolicyName: "Microsoft.DefaultV2" },
    },
    "cognitiveservices:RaiBlocklist": { resourceGroupName: "rg", accountName: "ai-one", raiBlocklistName: "terms" },
    "operationalinsights:Table": {
        resourceGroupName: "rg",
        workspaceName: "log-one",
        tableName: "Tools_CL",
        totalRetentionInDays: 365,
        schema: { name: "Tools_CL", columns: [{ name: "TimeGenerated", type: "dateTime" }] },
    },
    "resources:Deployment": {
        resourceGroupName: "rg",
        deploymentName: "tables",
        properties: {
            mode: "Incremental",
            template: template(tableResource("AuditLogs", { totalRetentionInDays: 365 })),
        },
    },
    "operationalinsights:DataExport": {
        resourceGroupName: "rg",
        workspaceName: "log-one",
        dataExportName: "forensics",
        resourceId: accountId,
        tableNames: ["AuditLogs", "AzureActivity"],
    },
    "monitor:PrivateLinkScope": {
        resourceGroupName: "rg",
        location: "global",
        scopeName: "ampls",
        accessModeSettings: { ingestionAccessMode: "PrivateOnly", queryAccessMode: "PrivateOnly" },
    },
    "monitor:PrivateLinkScopedResource": {
        resourceGroupName: "rg",
        scopeName: "ampls",
        name: "workspace",
        linkedResourceId: workspaceId,
    },
    "monitor:DataCollectionEndpoint": { ...inGroup, dataCollectionEndpointName: "dce-one" },
    "monitor:DataCollectionRule": {
        ...inGroup,
        dataCollectionRuleName: "dcr-one",
        destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspaceId }] },
        dataSources: {
            extensions: [
                { name: "containers", extensionName: "ContainerInsights", streams: ["Microsoft-ContainerLogV2"] },
            ],
        },
        dataFlows: [{ streams: ["Microsoft-ContainerLogV2"], destinations: ["workspace"] }],
    },
    "monitor:DataCollectionRuleAssociation": {
        resourceUri: vaultId,
        associationName: "logs",
        dataCollectionRuleId: collectionRuleId,
    },
    "monitor:SubscriptionDiagnosticSetting": {
        name: "activity",
        workspaceId,
        logs: [{ category: "Administrative", enabled: true }],
    },
    "monitor:ActionGroup": {
        resourceGroupName: "rg",
        location: "global",
        actionGroupName: "on-call",
        enabled: true,
        groupShortName: "on-call",
        emailReceivers: [{ name: "mail", emailAddress: "on-call@contoso.com" }],
    },
    "aadiam:DiagnosticSetting": {
        name: "entra",
        workspaceId,
        logs: [{ category: "SignInLogs", enabled: true }],
    },
    "app:ManagedEnvironment": {
        ...inGroup,
        environmentName: "env-one",
        appLogsConfiguration: { destination: "azure-monitor" },
        workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
    },
    "app:Job": {
        ...inGroup,
        jobName: "deliver",
        environmentId,
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        configuration: {
            triggerType: "Manual",
            manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
            replicaTimeout: 1800,
            registries: [{ server: "crone.azurecr.io", identity: identityId }],
        },
        template: { containers: [{ name: "runner", image: "crone.azurecr.io/runner:1" }] },
        workloadProfileName: "Consumption",
    },
    "consumption:Budget": {
        scope: groupId,
        budgetName: "monthly",
        amount: 1000,
        category: "Cost",
        timeGrain: "Monthly",
        timePeriod: { startDate: "2026-01-01" },
        notifications: {
            most: { enabled: true, operator: "GreaterThan", threshold: 80, contactEmails: ["owner@contoso.com"] },
        },
    },
    "security:SecurityContact": {
        securityContactName: "default",
        emails: "security@contoso.com",
        isEnabled: true,
        notificationsByRole: { state: "On", roles: ["Owner"] },
    },
};

/** A subnet that a runner's environment lives in. */
export const runnerSubnet: Properties = {
    resourceGroupName: "rg",
    virtualNetworkName: "net",
    subnetName: "runner",
    addressPrefix: "10.0.2.0/27",
    delegations: [{ name: "environments", serviceName: "Microsoft.App/environments" }],
};

export function lifecycleRule(name: string, deletion: Properties, blobTypes = ["blockBlob"]): Properties {
    return {
        name,
        type: "Lifecycle",
        enabled: true,
        definition: { actions: { baseBlob: { delete: deletion } }, filters: { blobTypes } },
    };
}

export function networkRule(): Properties {
    return {
        ruleType: "NetworkRule",
        name: "time",
        sourceAddresses: ["10.0.0.0/16"],
        destinationAddresses: ["*"],
        destinationPorts: ["123"],
        ipProtocols: ["UDP"],
    };
}

/** A subnet of the network by its name, which decides what it is for. */
export function subnetNamed(subnetName: string, addressPrefix: string, more: Properties = {}): Properties {
    return { resourceGroupName: "rg", virtualNetworkName: "net", subnetName, addressPrefix, ...more };
}

/** What examples need besides other examples: subnets of their own, and a second public address. */
export const firewallSubnet: [token: string, inputs: Properties] = [
    "network:Subnet",
    subnetNamed("AzureFirewallSubnet", "10.0.4.0/26"),
];
export const bastionSubnet: [token: string, inputs: Properties] = [
    "network:Subnet",
    subnetNamed("AzureBastionSubnet", "10.0.5.0/26"),
];
export const bastionAddress: [token: string, inputs: Properties] = [
    "network:PublicIPAddress",
    { ...example["network:PublicIPAddress"], publicIpAddressName: "pip-two" },
];

export const edgeSubnet: [token: string, inputs: Properties] = ["network:Subnet", subnetNamed("edge", "10.0.6.0/24")];
export const edgeAddress: [token: string, inputs: Properties] = [
    "network:PublicIPAddress",
    { ...example["network:PublicIPAddress"], publicIpAddressName: "pip-three" },
];

/** A part of the example gateway, where another part refers to it. */
export function gatewayPart(collection: string, name: string): Properties {
    return { id: `${gatewayId}/${collection}/${name}` };
}

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

/** A template of Resource Manager. */
export function template(...resources: Properties[]): Properties {
    const $schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    return { $schema, contentVersion: "1.0.0.0", resources };
}

/** A table of the example workspace, as a template describes it. */
export function tableResource(name: string, properties: Properties, others: Properties = {}): Properties {
    const type = "Microsoft.OperationalInsights/workspaces/tables";
    return { type, apiVersion: "2023-09-01", name: `log-one/${name}`, properties, ...others };
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

/** Every example, in an order in which they can be created, and what they need besides. */
export const everything: (string | [token: string, inputs: Properties])[] = [
    ...vaultTokens,
    "keyvault:Key",
    "keyvault:Secret",
    "keyvault:ManagedHsm",
    "managedidentity:UserAssignedIdentity",
    "privatedns:VirtualNetworkLink",
    "network:PrivateEndpoint",
    "network:PrivateDnsZoneGroup",
    "network:RouteTable",
    "network:DdosProtectionPlan",
    "network:PublicIPAddress",
    "network:FirewallPolicy",
    "network:FirewallPolicyRuleCollectionGroup",
    firewallSubnet,
    "network:AzureFirewall",
    bastionSubnet,
    bastionAddress,
    "network:BastionHost",
    edgeSubnet,
    edgeAddress,
    "network:WebApplicationFirewallPolicy",
    "network:ApplicationGateway",
    "dns:Zone",
    "dns:RecordSet",
    "features:SubscriptionFeatureRegistration",
    "network:NetworkWatcher",
    "network:FlowLog",
    "privatedns:PrivateRecordSet",
    "authorization:RoleAssignment",
    "authorization:PolicyAssignment",
    "monitor:DiagnosticSetting",
    "storage:StorageAccount",
    "storage:BlobServiceProperties",
    "storage:BlobContainer",
    "storage:ManagementPolicy",
    "containerregistry:Registry",
    "containerregistry:CredentialSet",
    "containerregistry:CacheRule",
    "cognitiveservices:Account",
    "cognitiveservices:Deployment",
    "cognitiveservices:RaiPolicy",
    "cognitiveservices:RaiBlocklist",
    "operationalinsights:Table",
    "resources:Deployment",
    "operationalinsights:DataExport",
    "monitor:PrivateLinkScope",
    "monitor:PrivateLinkScopedResource",
    "monitor:DataCollectionEndpoint",
    "monitor:DataCollectionRule",
    "monitor:DataCollectionRuleAssociation",
    "monitor:SubscriptionDiagnosticSetting",
    "monitor:ActionGroup",
    "aadiam:DiagnosticSetting",
    "app:ManagedEnvironment",
    "app:Job",
    "consumption:Budget",
    "security:SecurityContact",
    ...apiManagementSteps,
    ...containerServiceSteps,
    ...sentinelSteps,
    "authorization:ManagementLockByScope",
];
