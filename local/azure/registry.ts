import { Refusal } from "../provider/provider";
import { entraDiagnosticSetting } from "./aadiam/diagnostic-setting";
import { api } from "./api-management/api";
import { apiDiagnostic } from "./api-management/api-diagnostic";
import { apiOperation } from "./api-management/api-operation";
import { apiOperationPolicy } from "./api-management/api-operation-policy";
import { apiPolicy } from "./api-management/api-policy";
import { apiTool } from "./api-management/api-tool";
import { backend } from "./api-management/backend";
import { certificate } from "./api-management/certificate";
import { diagnostic } from "./api-management/diagnostic";
import { globalSchema } from "./api-management/global-schema";
import { jsonSchema } from "./api-management/json-schema";
import { logger } from "./api-management/logger";
import { mcpApi } from "./api-management/mcp-api";
import { namedValue } from "./api-management/named-value";
import { policy } from "./api-management/policy";
import { policyFragment } from "./api-management/policy-fragment";
import { policyRestriction } from "./api-management/policy-restriction";
import { product } from "./api-management/product";
import { productApi } from "./api-management/product-api";
import { productPolicy } from "./api-management/product-policy";
import { service } from "./api-management/service";
import { subscription } from "./api-management/subscription";
import { job } from "./app/job";
import { managedEnvironment } from "./app/managed-environment";
import { workbook } from "./application-insights/workbook";
import { armTypeOf, sameId } from "./arm-id";
import { managementLockByScope } from "./authorization/management-lock-by-scope";
import { policyAssignment } from "./authorization/policy-assignment";
import { roleAssignment } from "./authorization/role-assignment";
import { roleDefinition } from "./authorization/role-definition";
import { account } from "./cognitive-services/account";
import { deployment } from "./cognitive-services/deployment";
import { raiBlocklist } from "./cognitive-services/rai-blocklist";
import { raiPolicy } from "./cognitive-services/rai-policy";
import { diskEncryptionSet } from "./compute/disk-encryption-set";
import { budget } from "./consumption/budget";
import { cacheRule } from "./container-registry/cache-rule";
import { credentialSet } from "./container-registry/credential-set";
import { registry } from "./container-registry/registry";
import { agentPool } from "./container-service/agent-pool";
import { deploymentSafeguard } from "./container-service/deployment-safeguard";
import { maintenanceConfiguration } from "./container-service/maintenance-configuration";
import { managedCluster } from "./container-service/managed-cluster";
import { managedNamespace } from "./container-service/managed-namespace";
import { recordSet } from "./dns/record-set";
import { zone } from "./dns/zone";
import { subscriptionFeatureRegistration } from "./features/subscription-feature-registration";
import { key } from "./key-vault/key";
import { managedHsm } from "./key-vault/managed-hsm";
import { secret } from "./key-vault/secret";
import { vault } from "./key-vault/vault";
import { extension } from "./kubernetes-configuration/extension";
import { fluxConfiguration } from "./kubernetes-configuration/flux-configuration";
import { workflow } from "./logic/workflow";
import { federatedIdentityCredential } from "./managed-identity/federated-identity-credential";
import { userAssignedIdentity } from "./managed-identity/user-assigned-identity";
import { actionGroup } from "./monitor/action-group";
import { dataCollectionEndpoint } from "./monitor/data-collection-endpoint";
import { dataCollectionRule } from "./monitor/data-collection-rule";
import { dataCollectionRuleAssociation } from "./monitor/data-collection-rule-association";
import { diagnosticSetting } from "./monitor/diagnostic-setting";
import { privateLinkScope } from "./monitor/private-link-scope";
import { privateLinkScopedResource } from "./monitor/private-link-scoped-resource";
import { subscriptionDiagnosticSetting } from "./monitor/subscription-diagnostic-setting";
import { applicationGateway } from "./network/application-gateway";
import { azureFirewall } from "./network/azure-firewall";
import { bastionHost } from "./network/bastion-host";
import { ddosProtectionPlan } from "./network/ddos-protection-plan";
import { firewallPolicy } from "./network/firewall-policy";
import { firewallPolicyRuleCollectionGroup } from "./network/firewall-policy-rule-collection-group";
import { flowLog } from "./network/flow-log";
import { networkSecurityGroup } from "./network/network-security-group";
import { networkWatcher } from "./network/network-watcher";
import { privateDnsZoneGroup } from "./network/private-dns-zone-group";
import { privateEndpoint } from "./network/private-endpoint";
import { publicIPAddress } from "./network/public-ip-address";
import { routeTable } from "./network/route-table";
import { subnet } from "./network/subnet";
import { virtualNetwork } from "./network/virtual-network";
import { webApplicationFirewallPolicy } from "./network/web-application-firewall-policy";
import { dataExport } from "./operational-insights/data-export";
import { savedSearch } from "./operational-insights/saved-search";
import { table } from "./operational-insights/table";
import { workspace } from "./operational-insights/workspace";
import { privateRecordSet } from "./private-dns/private-record-set";
import { privateZone } from "./private-dns/private-zone";
import { virtualNetworkLink } from "./private-dns/virtual-network-link";
import type { ResourceType } from "./resource-type";
import { templateDeployment } from "./resources/deployment";
import { genericResource } from "./resources/resource";
import { resourceGroup } from "./resources/resource-group";
import { pricing } from "./security/pricing";
import { securityContact } from "./security/security-contact";
import { anomalies } from "./security-insights/anomalies";
import { automationRule } from "./security-insights/automation-rule";
import { entityAnalytics } from "./security-insights/entity-analytics";
import { scheduledAlertRule } from "./security-insights/scheduled-alert-rule";
import { sentinelOnboardingState } from "./security-insights/sentinel-onboarding-state";
import { ueba } from "./security-insights/ueba";
import { watchlist } from "./security-insights/watchlist";
import { blobContainer } from "./storage/blob-container";
import { blobServiceProperties } from "./storage/blob-service-properties";
import { managementPolicy } from "./storage/management-policy";
import { storageAccount } from "./storage/storage-account";
import { connection } from "./web/connection";

/** Every type of Azure resource that the local cloud has. */
export const resourceTypes: ResourceType[] = [
    account,
    actionGroup,
    agentPool,
    anomalies,
    api,
    apiDiagnostic,
    apiOperation,
    apiOperationPolicy,
    apiPolicy,
    apiTool,
    applicationGateway,
    automationRule,
    azureFirewall,
    backend,
    bastionHost,
    blobContainer,
    blobServiceProperties,
    budget,
    cacheRule,
    certificate,
    credentialSet,
    dataCollectionEndpoint,
    dataCollectionRule,
    dataCollectionRuleAssociation,
    dataExport,
    ddosProtectionPlan,
    deployment,
    deploymentSafeguard,
    diagnostic,
    diagnosticSetting,
    diskEncryptionSet,
    entityAnalytics,
    entraDiagnosticSetting,
    extension,
    federatedIdentityCredential,
    firewallPolicy,
    firewallPolicyRuleCollectionGroup,
    flowLog,
    fluxConfiguration,
    genericResource([connection, jsonSchema, mcpApi], typesOfArm),
    globalSchema,
    job,
    key,
    logger,
    maintenanceConfiguration,
    managedCluster,
    managedEnvironment,
    managedHsm,
    managedNamespace,
    managementLockByScope,
    managementPolicy,
    namedValue,
    networkSecurityGroup,
    networkWatcher,
    policy,
    policyAssignment,
    policyFragment,
    policyRestriction,
    pricing,
    privateDnsZoneGroup,
    privateEndpoint,
    privateLinkScope,
    privateLinkScopedResource,
    privateRecordSet,
    privateZone,
    product,
    productApi,
    productPolicy,
    publicIPAddress,
    raiBlocklist,
    raiPolicy,
    recordSet,
    registry,
    resourceGroup,
    roleAssignment,
    roleDefinition,
    routeTable,
    savedSearch,
    scheduledAlertRule,
    secret,
    securityContact,
    sentinelOnboardingState,
    service,
    storageAccount,
    subnet,
    subscription,
    subscriptionDiagnosticSetting,
    subscriptionFeatureRegistration,
    table,
    templateDeployment(typesOfArm),
    ueba,
    userAssignedIdentity,
    vault,
    virtualNetwork,
    virtualNetworkLink,
    watchlist,
    webApplicationFirewallPolicy,
    workbook,
    workflow,
    workspace,
    zone,
];

function typesOfArm(armType: string): ResourceType[] {
    return resourceTypes.filter(({ path }) => sameId(armTypeOf(path), armType));
}

const byToken = new Map(resourceTypes.map((type) => [type.token, type]));

export function findType(token: string): ResourceType | undefined {
    return byToken.get(token);
}

/** The type of a token. Throws {@link Refusal} with what to add when the local cloud does not have it. */
export function typeOf(token: string): ResourceType {
    const type = findType(token);
    if (!type) {
        const [, module = "", name = ""] = token.split(":");
        const file = name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
        throw new Refusal(
            `Resource type ${token} not found: the local cloud does not have it. Describe it in local/azure/${module}/${file}.ts and list it in local/azure/registry.ts.`,
        );
    }
    return type;
}
