import type { Relation, Rule } from "../engine";
import aiAccountBaseline from "./ai-services/ai-account-baseline";
import aiEgressRestricted from "./ai-services/ai-egress-restricted";
import aiModelPinning from "./ai-services/ai-model-pinning";
import aiRaiPolicy from "./ai-services/ai-rai-policy";
import apimBackendAuth from "./api-management/apim-backend-auth";
import apimBackendTls from "./api-management/apim-backend-tls";
import apimConsentGate from "./api-management/apim-consent-gate";
import apimContentSafety from "./api-management/apim-content-safety";
import apimHttpsOnly from "./api-management/apim-https-only";
import apimIdentity from "./api-management/apim-identity";
import apimJwtStrict from "./api-management/apim-jwt-strict";
import apimLogMinimisation from "./api-management/apim-log-minimisation";
import apimManagementPlane from "./api-management/apim-management-plane";
import apimNamedValuesKv from "./api-management/apim-named-values-kv";
import apimNoSessionAuth from "./api-management/apim-no-session-auth";
import apimNoTokenPassthrough from "./api-management/apim-no-token-passthrough";
import apimNoTrustedBypass from "./api-management/apim-no-trusted-bypass";
import apimOriginCors from "./api-management/apim-origin-cors";
import apimOutputFilter from "./api-management/apim-output-filter";
import apimPolicyBase from "./api-management/apim-policy-base";
import apimPrivateIngress from "./api-management/apim-private-ingress";
import apimPrmEndpoint from "./api-management/apim-prm-endpoint";
import apimProtocolVersion from "./api-management/apim-protocol-version";
import apimRateLimitLayers from "./api-management/apim-rate-limit-layers";
import apimSchemaValidation from "./api-management/apim-schema-validation";
import apimSecurityHeaders from "./api-management/apim-security-headers";
import apimSessionBinding from "./api-management/apim-session-binding";
import apimSizeTimeouts from "./api-management/apim-size-timeouts";
import apimSku from "./api-management/apim-sku";
import apimStreamSafe from "./api-management/apim-stream-safe";
import apimSubscriptions from "./api-management/apim-subscriptions";
import apimTlsFloor from "./api-management/apim-tls-floor";
import apimToolAuthz from "./api-management/apim-tool-authz";
import apimToolPinning from "./api-management/apim-tool-pinning";
import rbacCustomRoleNoWildcard from "./authorization/rbac-custom-role-no-wildcard";
import rbacNoBroadRoles from "./authorization/rbac-no-broad-roles";
import rbacPimForAdmins from "./authorization/rbac-pim-for-admins";
import rbacPrincipalType from "./authorization/rbac-principal-type";
import acrArmToken from "./container-registry/acr-arm-token";
import acrBaseline from "./container-registry/acr-baseline";
import acrCmk from "./container-registry/acr-cmk";
import acrExfiltration from "./container-registry/acr-exfiltration";
import acrNoDct from "./container-registry/acr-no-dct";
import acrPullOnly from "./container-registry/acr-pull-only";
import acrQuarantineAware from "./container-registry/acr-quarantine-aware";
import defContact from "./defender/def-contact";
import defPlans from "./defender/def-plans";
import entraAppNoSecrets from "./entra/entra-app-no-secrets";
import entraAppRedirects from "./entra/entra-app-redirects";
import entraAppSingleTenant from "./entra/entra-app-single-tenant";
import entraAppToolScopes from "./entra/entra-app-tool-scopes";
import entraAppV2Tokens from "./entra/entra-app-v2-tokens";
import entraGraphLeastPrivilege from "./entra/entra-graph-least-privilege";
import entraIdentifierUriEqualsResource from "./entra/entra-identifier-uri-equals-resource";
import entraPreauthorizedClients from "./entra/entra-preauthorized-clients";
import entraSpAssignmentRequired from "./entra/entra-sp-assignment-required";
import govApiLifecycle from "./governance/gov-api-lifecycle";
import govAzurePolicyAssigned from "./governance/gov-azure-policy-assigned";
import govKnownTypes from "./governance/gov-known-types";
import govLocations from "./governance/gov-locations";
import govLocks from "./governance/gov-locks";
import govNoIgnoredSecurity from "./governance/gov-no-ignored-security";
import govNoOpaqueTemplates from "./governance/gov-no-opaque-templates";
import govNoPlaintextSecrets from "./governance/gov-no-plaintext-secrets";
import govProtectOpts from "./governance/gov-protect-opts";
import govTags from "./governance/gov-tags";
import kvBypassJustified from "./key-vault/kv-bypass-justified";
import kvDutySeparation from "./key-vault/kv-duty-separation";
import kvKeyHsm from "./key-vault/kv-key-hsm";
import kvKeyOpsMinimal from "./key-vault/kv-key-ops-minimal";
import kvKeyRotation from "./key-vault/kv-key-rotation";
import kvKeySegregation from "./key-vault/kv-key-segregation";
import kvKeyStrength from "./key-vault/kv-key-strength";
import kvMhsmBaseline from "./key-vault/kv-mhsm-baseline";
import kvNoAccessPolicies from "./key-vault/kv-no-access-policies";
import kvNoPlatformFlags from "./key-vault/kv-no-platform-flags";
import kvPremiumSku from "./key-vault/kv-premium-sku";
import kvPrivateEndpoint from "./key-vault/kv-private-endpoint";
import kvPrivateOnly from "./key-vault/kv-private-only";
import kvRbacExplicit from "./key-vault/kv-rbac-explicit";
import kvRecoverable from "./key-vault/kv-recoverable";
import kvSecretHygiene from "./key-vault/kv-secret-hygiene";
import k8sAdmissionVap from "./kubernetes/k8s-admission-vap";
import k8sAuthzDefaultDeny from "./kubernetes/k8s-authz-default-deny";
import k8sChartPinning from "./kubernetes/k8s-chart-pinning";
import k8sEgressFqdn from "./kubernetes/k8s-egress-fqdn";
import k8sExecutionTime from "./kubernetes/k8s-execution-time";
import k8sGatewayTls13 from "./kubernetes/k8s-gateway-tls13";
import k8sImageProvenance from "./kubernetes/k8s-image-provenance";
import k8sNetpolNoAllowAll from "./kubernetes/k8s-netpol-no-allow-all";
import k8sNetpolWriteGuard from "./kubernetes/k8s-netpol-write-guard";
import k8sNoDefaultNamespace from "./kubernetes/k8s-no-default-namespace";
import k8sNoNativeSecrets from "./kubernetes/k8s-no-native-secrets";
import k8sNsDefaultDeny from "./kubernetes/k8s-ns-default-deny";
import k8sNsPss from "./kubernetes/k8s-ns-pss";
import k8sNsQuota from "./kubernetes/k8s-ns-quota";
import k8sPodRestricted from "./kubernetes/k8s-pod-restricted";
import k8sProbesPdb from "./kubernetes/k8s-probes-pdb";
import k8sRbacLeast from "./kubernetes/k8s-rbac-least";
import k8sReadonlyRootfs from "./kubernetes/k8s-readonly-rootfs";
import k8sResourceLimits from "./kubernetes/k8s-resource-limits";
import k8sSaTokens from "./kubernetes/k8s-sa-tokens";
import k8sServiceExposure from "./kubernetes/k8s-service-exposure";
import k8sSystemWorkloads from "./kubernetes/k8s-system-workloads";
import k8sToolRuntimeclass from "./kubernetes/k8s-tool-runtimeclass";
import k8sWiWiring from "./kubernetes/k8s-wi-wiring";
import aksAcns from "./kubernetes-service/aks-acns";
import aksCilium from "./kubernetes-service/aks-cilium";
import aksConfidentialPool from "./kubernetes-service/aks-confidential-pool";
import aksCsiRotation from "./kubernetes-service/aks-csi-rotation";
import aksDefender from "./kubernetes-service/aks-defender";
import aksDeploymentSafeguards from "./kubernetes-service/aks-deployment-safeguards";
import aksDiskCmk from "./kubernetes-service/aks-disk-cmk";
import aksEgressClosed from "./kubernetes-service/aks-egress-closed";
import aksEntraRbac from "./kubernetes-service/aks-entra-rbac";
import aksFluxSource from "./kubernetes-service/aks-flux-source";
import aksHostEncryption from "./kubernetes-service/aks-host-encryption";
import aksImageCleaner from "./kubernetes-service/aks-image-cleaner";
import aksKms from "./kubernetes-service/aks-kms";
import aksManagedIdentity from "./kubernetes-service/aks-managed-identity";
import aksManagedNamespace from "./kubernetes-service/aks-managed-namespace";
import aksMeshMtls from "./kubernetes-service/aks-mesh-mtls";
import aksNoLegacyAddons from "./kubernetes-service/aks-no-legacy-addons";
import aksNoLocalAccounts from "./kubernetes-service/aks-no-local-accounts";
import aksNoRunCommand from "./kubernetes-service/aks-no-run-command";
import aksNodeHardening from "./kubernetes-service/aks-node-hardening";
import aksNodeRgLockdown from "./kubernetes-service/aks-node-rg-lockdown";
import aksPolicyAddon from "./kubernetes-service/aks-policy-addon";
import aksPrivateApi from "./kubernetes-service/aks-private-api";
import aksRestrictedInitiative from "./kubernetes-service/aks-restricted-initiative";
import aksSandboxPool from "./kubernetes-service/aks-sandbox-pool";
import aksSystemPoolIsolation from "./kubernetes-service/aks-system-pool-isolation";
import aksUpgradeChannels from "./kubernetes-service/aks-upgrade-channels";
import aksVnetIntegration from "./kubernetes-service/aks-vnet-integration";
import aksWorkloadIdentity from "./kubernetes-service/aks-workload-identity";
import logActivityExport from "./logging/log-activity-export";
import logAmpls from "./logging/log-ampls";
import logAppinsights from "./logging/log-appinsights";
import logCmkCluster from "./logging/log-cmk-cluster";
import logDataExport from "./logging/log-data-export";
import logDiagnosticCategories from "./logging/log-diagnostic-categories";
import logDiagnosticDedicated from "./logging/log-diagnostic-dedicated";
import logDiagnosticsComplete from "./logging/log-diagnostics-complete";
import logEntraExport from "./logging/log-entra-export";
import logTableRetention from "./logging/log-table-retention";
import logWorkspaceBaseline from "./logging/log-workspace-baseline";
import netApimRequiredRules from "./network/net-apim-required-rules";
import netDdos from "./network/net-ddos";
import netEdgeHttpsOnly from "./network/net-edge-https-only";
import netEdgeTls13 from "./network/net-edge-tls13";
import netFirewallPremium from "./network/net-firewall-premium";
import netFlowLogs from "./network/net-flow-logs";
import netForcedEgress from "./network/net-forced-egress";
import netNsgExplicitDeny from "./network/net-nsg-explicit-deny";
import netNsgNoAnyInbound from "./network/net-nsg-no-any-inbound";
import netPePolicies from "./network/net-pe-policies";
import netPrivateDns from "./network/net-private-dns";
import netPrivateEndpointsComplete from "./network/net-private-endpoints-complete";
import netPublicIpAllowlist from "./network/net-public-ip-allowlist";
import netSubnetNsg from "./network/net-subnet-nsg";
import netSubnetPrivate from "./network/net-subnet-private";
import netVnetEncryptionConflict from "./network/net-vnet-encryption-conflict";
import netWaf from "./network/net-waf";
import netWafRateLimit from "./network/net-waf-rate-limit";
import senAutomation from "./sentinel/sen-automation";
import senNoDeadKinds from "./sentinel/sen-no-dead-kinds";
import senOnboarded from "./sentinel/sen-onboarded";
import senPlaybookHardening from "./sentinel/sen-playbook-hardening";
import senRuleCoverage from "./sentinel/sen-rule-coverage";
import senRuleQuality from "./sentinel/sen-rule-quality";
import senTablesWired from "./sentinel/sen-tables-wired";
import senUebaAnomalies from "./sentinel/sen-ueba-anomalies";
import senWatchlists from "./sentinel/sen-watchlists";
import stBaseline from "./storage/st-baseline";
import stCmk from "./storage/st-cmk";
import stForensicImmutable from "./storage/st-forensic-immutable";
import idFicExact from "./workload-identity/id-fic-exact";
import idOneIdentityPerWorkload from "./workload-identity/id-one-identity-per-workload";

const judging: readonly (Rule | Relation)[] = [
    acrArmToken,
    acrBaseline,
    acrCmk,
    acrExfiltration,
    acrNoDct,
    acrPullOnly,
    acrQuarantineAware,
    aiAccountBaseline,
    aiEgressRestricted,
    aiModelPinning,
    aiRaiPolicy,
    aksAcns,
    aksCilium,
    aksConfidentialPool,
    aksCsiRotation,
    aksDefender,
    aksDeploymentSafeguards,
    aksDiskCmk,
    aksEgressClosed,
    aksEntraRbac,
    aksFluxSource,
    aksHostEncryption,
    aksImageCleaner,
    aksKms,
    aksManagedIdentity,
    aksManagedNamespace,
    aksMeshMtls,
    aksNoLegacyAddons,
    aksNoLocalAccounts,
    aksNoRunCommand,
    aksNodeHardening,
    aksNodeRgLockdown,
    aksPolicyAddon,
    aksPrivateApi,
    aksRestrictedInitiative,
    aksSandboxPool,
    aksSystemPoolIsolation,
    aksUpgradeChannels,
    aksVnetIntegration,
    aksWorkloadIdentity,
    apimBackendAuth,
    apimBackendTls,
    apimConsentGate,
    apimContentSafety,
    apimHttpsOnly,
    apimIdentity,
    apimJwtStrict,
    apimLogMinimisation,
    apimManagementPlane,
    apimNamedValuesKv,
    apimNoSessionAuth,
    apimNoTokenPassthrough,
    apimNoTrustedBypass,
    apimOriginCors,
    apimOutputFilter,
    apimPolicyBase,
    apimPrivateIngress,
    apimPrmEndpoint,
    apimProtocolVersion,
    apimRateLimitLayers,
    apimSchemaValidation,
    apimSecurityHeaders,
    apimSessionBinding,
    apimSizeTimeouts,
    apimSku,
    apimStreamSafe,
    apimSubscriptions,
    apimTlsFloor,
    apimToolAuthz,
    apimToolPinning,
    defContact,
    defPlans,
    entraAppNoSecrets,
    entraAppRedirects,
    entraAppSingleTenant,
    entraAppToolScopes,
    entraAppV2Tokens,
    entraGraphLeastPrivilege,
    entraIdentifierUriEqualsResource,
    entraPreauthorizedClients,
    entraSpAssignmentRequired,
    govApiLifecycle,
    govAzurePolicyAssigned,
    govKnownTypes,
    govLocations,
    govLocks,
    govNoOpaqueTemplates,
    govNoPlaintextSecrets,
    govProtectOpts,
    govTags,
    idFicExact,
    idOneIdentityPerWorkload,
    k8sAdmissionVap,
    k8sAuthzDefaultDeny,
    k8sChartPinning,
    k8sEgressFqdn,
    k8sExecutionTime,
    k8sGatewayTls13,
    k8sImageProvenance,
    k8sNetpolNoAllowAll,
    k8sNetpolWriteGuard,
    k8sNoDefaultNamespace,
    k8sNoNativeSecrets,
    k8sNsDefaultDeny,
    k8sNsPss,
    k8sNsQuota,
    k8sPodRestricted,
    k8sProbesPdb,
    k8sRbacLeast,
    k8sReadonlyRootfs,
    k8sResourceLimits,
    k8sSaTokens,
    k8sServiceExposure,
    k8sSystemWorkloads,
    k8sToolRuntimeclass,
    k8sWiWiring,
    kvBypassJustified,
    kvDutySeparation,
    kvKeyHsm,
    kvKeyOpsMinimal,
    kvKeyRotation,
    kvKeySegregation,
    kvKeyStrength,
    kvMhsmBaseline,
    kvNoAccessPolicies,
    kvNoPlatformFlags,
    kvPremiumSku,
    kvPrivateEndpoint,
    kvPrivateOnly,
    kvRbacExplicit,
    kvRecoverable,
    kvSecretHygiene,
    logActivityExport,
    logAmpls,
    logAppinsights,
    logCmkCluster,
    logDataExport,
    logDiagnosticCategories,
    logDiagnosticDedicated,
    logDiagnosticsComplete,
    logEntraExport,
    logTableRetention,
    logWorkspaceBaseline,
    netApimRequiredRules,
    netDdos,
    netEdgeHttpsOnly,
    netEdgeTls13,
    netFirewallPremium,
    netFlowLogs,
    netForcedEgress,
    netNsgExplicitDeny,
    netNsgNoAnyInbound,
    netPePolicies,
    netPrivateDns,
    netPrivateEndpointsComplete,
    netPublicIpAllowlist,
    netSubnetNsg,
    netSubnetPrivate,
    netVnetEncryptionConflict,
    netWaf,
    netWafRateLimit,
    rbacCustomRoleNoWildcard,
    rbacNoBroadRoles,
    rbacPimForAdmins,
    rbacPrincipalType,
    senAutomation,
    senNoDeadKinds,
    senOnboarded,
    senPlaybookHardening,
    senRuleCoverage,
    senRuleQuality,
    senTablesWired,
    senUebaAnomalies,
    senWatchlists,
    stBaseline,
    stCmk,
    stForensicImmutable,
];

/** Every rule of the pack, in the order of its output. */
export const rules: readonly (Rule | Relation)[] = [...judging, govNoIgnoredSecurity(judging)].sort((one, other) =>
    one.id < other.id ? -1 : 1,
);
