export { adoptionProblems } from "./adoption";
export {
    classificationLabel,
    ingressGateway,
    ingressLabels,
    ingressNamespace,
    meshNamespace,
    podSecurityLabels,
    sandboxRuntimeClass,
    secretsDriver,
    systemNamespaces,
    tierLabel,
    tokenExchangeAudience,
    toolsTier,
} from "./aks";
export { parseArmId, resourceId } from "./arm-id";
export { pinnedImageProblem } from "./container-image";
export { type CustomRole, createRole } from "./custom-role";
export { sendLogs } from "./diagnostics";
export { registerFeature } from "./feature-registration";
export { guidFrom } from "./guid";
export { endsOfRange, ipv4RangeProblem, lastUsableAddress, rangeContains, rangesOverlap } from "./ipv4-range";
export { knownAfter } from "./known-after";
export { createObject, createObjects, type KubernetesObject, patchObject } from "./kubernetes-object";
export {
    activityTables,
    entraTables,
    evidenceTables,
    type LogClass,
    logTables,
    sentinelTables,
} from "./log-tables";
export { createIdentity, type ManagedIdentity } from "./managed-identity";
export { resourceName, shortHash } from "./naming";
export {
    DataClassification,
    type Naming,
    type Ownership,
    type PlacementArgs,
    type SubscriptionPlacementArgs,
} from "./placement";
export { podSecurity, userId } from "./pod-security";
export { createPrivateEndpoint, type PrivateNetwork, privateNetworkProblems } from "./private-endpoint";
export {
    type PrivateDnsZone,
    PrivateLinkService,
    privateDnsZones,
    privateLinkServices,
    zoneNamesOf,
    zonesOf,
} from "./private-link-services";
export { protection } from "./protection";
export { createPublicAddress, DdosProtection, type PublicAddress } from "./public-address";
export { repeated } from "./repeated";
export { assignRole, type BuiltInRole, type Principal, PrincipalType, principalProblems } from "./role-assignments";
export { secretNameProblem } from "./secret-name";
export { objectList, secretProviderClass, vaultVolume } from "./secret-provider-class";
export { parseSecretUri, readableSecret, type SecretReference, secretProblems, secretScope } from "./secret-reference";
export { systemPrincipalId } from "./system-identity";
export { type ComponentKind, tags } from "./tags";
export {
    armIdProblem,
    checked,
    checkedArmId,
    emailProblems,
    guidProblem,
    listed,
    placementProblems,
    rangeProblem,
    roleProblem,
    validate,
} from "./validation";
export { vaultUri } from "./vault-uri";
export { waitingFor } from "./waiting-for";
export { createWorkloadIdentity, issuerProblem, type WorkloadIdentity } from "./workload-identity";
