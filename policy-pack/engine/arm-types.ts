/** How the typed resource of azure-native writes what Azure Resource Manager takes. */
export interface TypedForm {
    /** As rules name it. */
    type: string;
    /** Inputs for the segments of the ARM name, in their order. */
    names: string[];
    /** Where `properties` of ARM stand in the object around them: paths of these objects, empty for the resource. */
    lifted?: string[];
    /** Inputs that have another name: by path without the last segment, which is the ARM name. */
    renamed?: Record<string, string>;
}

const attributes = { "properties.attributes.exp": "expires", "properties.attributes.nbf": "notBefore" };

/**
 * ARM types that the pack can judge when they come as `resources.Resource` or in a template. What is not on the list is
 * refused by `gov-no-opaque-templates`; resources at the scope of others, such as role assignments, cannot be on it,
 * because neither form says their scope in an input.
 *
 * The declarations in @pulumi/azure-native are the source; a test compares them.
 */
export const armTypes: Readonly<Record<string, TypedForm>> = {
    "Microsoft.ApiManagement/service": { type: "apimanagement:ApiManagementService", names: inService(), lifted: [""] },
    "Microsoft.ApiManagement/service/apis": { type: "apimanagement:Api", names: inService("apiId"), lifted: [""] },
    "Microsoft.ApiManagement/service/apis/diagnostics": {
        type: "apimanagement:ApiDiagnostic",
        names: inService("apiId", "diagnosticId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/apis/operations": {
        type: "apimanagement:ApiOperation",
        names: inService("apiId", "operationId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/apis/operations/policies": {
        type: "apimanagement:ApiOperationPolicy",
        names: inService("apiId", "operationId", "policyId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/apis/policies": {
        type: "apimanagement:ApiPolicy",
        names: inService("apiId", "policyId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/apis/tools": {
        type: "apimanagement:ApiTool",
        names: inService("apiId", "toolId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/backends": {
        type: "apimanagement:Backend",
        names: inService("backendId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/diagnostics": {
        type: "apimanagement:Diagnostic",
        names: inService("diagnosticId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/loggers": {
        type: "apimanagement:Logger",
        names: inService("loggerId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/namedValues": {
        type: "apimanagement:NamedValue",
        names: inService("namedValueId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/policies": {
        type: "apimanagement:Policy",
        names: inService("policyId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/policyFragments": {
        type: "apimanagement:PolicyFragment",
        names: inService("id"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/policyRestrictions": {
        type: "apimanagement:PolicyRestriction",
        names: inService("policyRestrictionId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/products": {
        type: "apimanagement:Product",
        names: inService("productId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/products/apis": {
        type: "apimanagement:ProductApi",
        names: inService("productId", "apiId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/products/policies": {
        type: "apimanagement:ProductPolicy",
        names: inService("productId", "policyId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/schemas": {
        type: "apimanagement:GlobalSchema",
        names: inService("schemaId"),
        lifted: [""],
    },
    "Microsoft.ApiManagement/service/subscriptions": {
        type: "apimanagement:Subscription",
        names: inService("sid"),
        lifted: [""],
    },
    "Microsoft.Compute/diskEncryptionSets": {
        type: "compute:DiskEncryptionSet",
        names: ["diskEncryptionSetName"],
        lifted: [""],
    },
    "Microsoft.ContainerRegistry/registries": {
        type: "containerregistry:Registry",
        names: ["registryName"],
        lifted: [""],
    },
    "Microsoft.ContainerService/managedClusters": {
        type: "containerservice:ManagedCluster",
        names: ["resourceName"],
        lifted: [""],
    },
    "Microsoft.KeyVault/managedHSMs": { type: "keyvault:ManagedHsm", names: ["name"] },
    "Microsoft.KeyVault/vaults": { type: "keyvault:Vault", names: ["vaultName"] },
    "Microsoft.KeyVault/vaults/accessPolicies": { type: "keyvault:AccessPolicy", names: ["vaultName"] },
    "Microsoft.KeyVault/vaults/keys": { type: "keyvault:Key", names: ["vaultName", "keyName"], renamed: attributes },
    "Microsoft.KeyVault/vaults/secrets": {
        type: "keyvault:Secret",
        names: ["vaultName", "secretName"],
        renamed: attributes,
    },
    "Microsoft.Network/privateDnsZones": { type: "privatedns:PrivateZone", names: ["privateZoneName"], lifted: [""] },
    "Microsoft.Network/privateEndpoints": {
        type: "network:PrivateEndpoint",
        names: ["privateEndpointName"],
        lifted: ["", "privateLinkServiceConnections[]", "manualPrivateLinkServiceConnections[]"],
    },
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups": {
        type: "network:PrivateDnsZoneGroup",
        names: ["privateEndpointName", "privateDnsZoneGroupName"],
        lifted: ["", "privateDnsZoneConfigs[]"],
    },
    "Microsoft.OperationalInsights/clusters": {
        type: "operationalinsights:Cluster",
        names: ["clusterName"],
        lifted: [""],
    },
    "Microsoft.OperationalInsights/workspaces": {
        type: "operationalinsights:Workspace",
        names: ["workspaceName"],
        lifted: [""],
    },
    "Microsoft.OperationalInsights/workspaces/tables": {
        type: "operationalinsights:Table",
        names: ["workspaceName", "tableName"],
        lifted: [""],
    },
    "Microsoft.Storage/storageAccounts": {
        type: "storage:StorageAccount",
        names: ["accountName"],
        lifted: [""],
        renamed: { supportsHttpsTrafficOnly: "enableHttpsTrafficOnly", networkAcls: "networkRuleSet" },
    },
    "Microsoft.Web/connections": { type: "web:Connection", names: ["connectionName"] },
};

/** Names of what lies in a service of API Management. */
function inService(...names: string[]): string[] {
    return ["serviceName", ...names];
}

const byLowerCase = new Map(Object.entries(armTypes).map(([armType, form]) => [armType.toLowerCase(), form]));

/** The typed form of an ARM type, which Azure takes in any case; undefined when the pack cannot judge it. */
export function typedForm(armType: string): TypedForm | undefined {
    return byLowerCase.get(armType.toLowerCase());
}
