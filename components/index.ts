export { AuditArchive } from "./audit-archive/audit-archive";
export { type AuditArchiveArgs, ForensicLock, StorageRedundancy } from "./audit-archive/audit-archive-args";
export { AuditLog } from "./audit-log/audit-log";
export { type AuditLogArgs, QueryAccess } from "./audit-log/audit-log-args";
export { AuditLogPrivateLink, type AuditLogPrivateLinkArgs } from "./audit-log/audit-log-private-link";
export { Cluster } from "./cluster/cluster";
export { type ClusterArgs, type ClusterPools, ClusterTier } from "./cluster/cluster-args";
export type { FluxSource } from "./cluster/flux";
export { KubeconfigLogin } from "./cluster/kubeconfig";
export { type MaintenanceWindow, WeekDay } from "./cluster/maintenance";
export type { NodePool } from "./cluster/node-pool";
export { ClusterGuards, type ClusterGuardsArgs } from "./cluster-guards/cluster-guards";
export { ClusterIngress } from "./cluster-ingress/cluster-ingress";
export type { ClusterIngressArgs, IngressCertificates } from "./cluster-ingress/cluster-ingress-args";
export { type AiModel, AiModels, type AiModelsArgs, ModelProcessing } from "./content-safety/ai-models";
export { ContentSafety, type ContentSafetyArgs } from "./content-safety/content-safety";
export { ConditionalAccessState, type EntraConditionalAccess } from "./entra-application/conditional-access";
export { EntraApplication } from "./entra-application/entra-application";
export {
    type EntraApplicationArgs,
    type EntraAssignment,
    type EntraFederatedCredential,
    type EntraPreAuthorizedClient,
    type EntraRole,
    type EntraScope,
    RoleMember,
} from "./entra-application/entra-application-args";
export {
    type EntraApiAccess,
    EntraPublicClient,
    type EntraPublicClientArgs,
} from "./entra-application/entra-public-client";
export { Gateway } from "./gateway/gateway";
export { GatewayApi } from "./gateway/gateway-api";
export { ApiMode, type GatewayApiArgs } from "./gateway/gateway-api-args";
export {
    EdgeAccess,
    type EdgeInstances,
    type GatewayArgs,
    GatewayTier,
} from "./gateway/gateway-args";
export type {
    McpOffer,
    McpPrompt,
    McpPromptArgument,
    McpResource,
    McpTool,
    McpToolAnnotations,
} from "./gateway/mcp-definition";
export { type WafExclusion, WafMatchVariable, WafSelectorOperator } from "./gateway/waf-exclusion";
export type { DefenderPlans } from "./governance/defender-plans";
export { type Budget, Governance, type GovernanceArgs, type SecurityNotifications } from "./governance/governance";
export { KeyPurpose } from "./key-vault/key-purpose";
export { KeyVault } from "./key-vault/key-vault";
export type { KeyVaultArgs, VaultKey, VaultSecret } from "./key-vault/key-vault-args";
export { ManagedHsm, type ManagedHsmArgs } from "./key-vault/managed-hsm";
export { McpServer } from "./mcp-server/mcp-server";
export type { McpClient, McpGateway, McpRole, McpServerArgs, McpWorkload } from "./mcp-server/mcp-server-args";
export type { EgressRule } from "./network/egress";
export { Network } from "./network/network";
export type { NetworkArgs } from "./network/network-args";
export { Registry } from "./registry/registry";
export type { RegistryArgs, RegistryCacheRule } from "./registry/registry-args";
export { RegistryService } from "./registry/registry-service";
export { ResourceGroup, type ResourceGroupArgs } from "./resource-group/resource-group";
export { Runner, type RunnerArgs } from "./runner/runner";
export type { RunnerJob } from "./runner/runner-job";
export { Sentinel } from "./sentinel/sentinel";
export type { IncidentNotification, ResponseJob, SentinelArgs } from "./sentinel/sentinel-args";
export { ServerNamespace } from "./server-namespace/server-namespace";
export type { ServerCaller, ServerCertificate, ServerNamespaceArgs } from "./server-namespace/server-namespace-args";
export {
    DataClassification,
    DdosProtection,
    type Naming,
    type Ownership,
    type PlacementArgs,
    type Principal,
    PrincipalType,
    PrivateLinkService,
    type PrivateNetwork,
    type SecretReference,
    type SubscriptionPlacementArgs,
} from "./shared";
