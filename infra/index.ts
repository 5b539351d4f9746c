// What an environment consists of, and in which order.
import type * as pulumi from "@pulumi/pulumi";
import {
    AuditArchive,
    AuditLog,
    AuditLogPrivateLink,
    Cluster,
    ClusterGuards,
    ClusterIngress,
    ContentSafety,
    Gateway,
    Governance,
    KeyPurpose,
    KeyVault,
    ManagedHsm,
    McpServer,
    Network,
    type Principal,
    PrincipalType,
    PrivateLinkService,
    Registry,
    RegistryService,
    ResourceGroup,
    Runner,
    Sentinel,
    StorageRedundancy,
} from "../components";
import { PlaybookName } from "../components/sentinel/playbooks/playbook-name";
import { responseJobs } from "../components/sentinel/response-jobs";
import { clusterArgs, deliveryEgress, fluxEgress, ingressCertificates } from "./cluster";
import { endWithEngine } from "./end-with-engine";
import { loadEnvironment } from "./load-environment";
import { mcpClients, mcpGateway, serverArgs, serverWorkload, wafExclusions } from "./mcp-servers";
import { named } from "./named";
import { contract } from "./outputs";
import { azureProvider, entraProvider, kubernetesProvider } from "./providers";
import { keySecrets } from "./rotating-key";
import { sentinelArgs } from "./sentinel";
import { serverEgress } from "./server-egress";
import { shortenStacks } from "./short-stacks";
import { leaveOutVersionAliases } from "./version-aliases";

endWithEngine();
const env = loadEnvironment();
const { managedHsm, officerGroupId, softDeleteRetentionDays } = env.keyVault;
const { administratorRanges, ...ranges } = env.network;
const { readerGroupId, ...archiving } = env.auditArchive;
const { certificateSecretUri, certificateVaultId, allowedOrigins: _, ...edge } = env.gateway;
const zoneRedundant = env.availabilityZones.length > 1;

leaveOutVersionAliases();
shortenStacks();
const opts = { providers: [azureProvider(env), entraProvider(env)] };

const group = new ResourceGroup("environment", env.placement, opts);
const base = { ...env.placement, resourceGroupName: group.resourceGroupName };

const log = new AuditLog("log", { ...base, ...env.auditLog }, opts);
const logged = { ...base, workspaceId: log.workspaceId };

const { Blob, ContentSafety: Shields, ManagedHsm: Hsm, Monitor, Registry: Images, Vault } = PrivateLinkService;
const egress = { ...serverEgress(env.servers), ...fluxEgress(env), ...deliveryEgress(env) };
const network = new Network(
    "network",
    {
        ...logged,
        ...ranges,
        ...(administratorRanges && { bastion: true, administratorRanges }),
        availabilityZones: env.availabilityZones,
        egress,
        privateLinkServices: [Vault, ...(managedHsm ? [Hsm] : []), Blob, Monitor, Images, Shields],
    },
    opts,
);
const at = (service: PrivateLinkService) => ({ ...logged, network: network.endpointsFor(service) });
const { dataCollectionEndpointId } = log;
new AuditLogPrivateLink("log-link", { ...at(Monitor), dataCollectionEndpointId }, opts);

const keeping = { tenantId: env.tenantId, softDeleteRetentionDays };
const forVault = { ...at(Vault), ...keeping, officers: groups(officerGroupId) };

// three vaults: secrets may not lie beside keys that Azure services read, and a cluster manages the vault of its key
const secrets = keySecrets(env.sessionKey, ...env.servers.map(({ identityKey }) => identityKey));
const vault = new KeyVault("vault", { ...forVault, secrets }, opts);
const disk = { purpose: KeyPurpose.DiskEncryption };
const storage = { purpose: KeyPurpose.Storage };
const encryption = new KeyVault("encryption", { ...forVault, keys: { disk, storage } }, opts);
const kms = new KeyVault("kms", { ...forVault, keys: { kms: { purpose: KeyPurpose.Kms } } }, opts);
const hsm = managedHsm && new ManagedHsm("hsm", { ...at(Hsm), ...keeping, ...managedHsm }, opts);

const pushers = groups(env.registry?.publisherGroupId);
const services = env.runner ? [RegistryService.ContainerApps] : [];
const registry = new Registry("registry", { ...at(Images), zoneRedundant, services, pushers }, opts);
const contentSafety = new ContentSafety("shields", at(Shields), opts);
const runner = new Runner(
    "runner",
    {
        ...logged,
        zoneRedundant,
        subnetId: network.subnetId("runner"),
        registryId: registry.registryId,
        loginServer: registry.loginServer,
        jobs: env.runner && {
            deliver: { image: env.runner.deliveryImage, starters: groups(env.runner.operatorGroupId) },
            ...responseJobs(env.cluster.utilityImage),
        },
    },
    opts,
);
const identityOf = (job: string) => env.runner && runner.jobIdentities.apply((ids) => named(ids, job));
const delivererId = identityOf("deliver");
const isolatorId = identityOf(PlaybookName.IsolateNamespace);
const evidenceCollectorId = identityOf(PlaybookName.SnapshotEvidence);

const archive = new AuditArchive(
    "archive",
    {
        ...at(Blob),
        ...archiving,
        virtualNetworkId: network.virtualNetworkId,
        encryptionKeyId: named(encryption.keyResourceIds, "storage"),
        redundancy: zoneRedundant ? StorageRedundancy.Zone : StorageRedundancy.Local,
        readers: groups(readerGroupId),
        keepers: evidenceCollectorId && { snapshot: application(evidenceCollectorId) },
    },
    opts,
);
new Governance("governance", { ...base, ...env.governance }, opts);

const secret = (name: string) => ({ uri: named(vault.secretUris, name), vaultId: vault.vaultId });
const sessionKeys = Object.fromEntries(Object.keys(env.sessionKey.secrets).map((key) => [key, secret(key)]));
const gateway = new Gateway(
    "gateway",
    {
        ...logged,
        ...edge,
        wafExclusions: wafExclusions(env.servers),
        availabilityZones: env.availabilityZones,
        ddosProtection: env.network.ddosProtection,
        gatewaySubnetId: network.subnetId("gateway"),
        edgeSubnetId: network.subnetId("edge"),
        edgeRange: network.subnetRange("edge"),
        virtualNetworkId: network.virtualNetworkId,
        certificate: { uri: certificateSecretUri, vaultId: certificateVaultId },
        certificateNetwork: network.endpointsFor(Vault),
        sessionKeys,
        signingSessionKey: env.sessionKey.current,
        contentSafetyEndpoint: contentSafety.endpoint,
        contentSafetyAccountId: contentSafety.accountId,
    },
    opts,
);
const cluster = new Cluster(
    "cluster",
    {
        ...base,
        ...clusterArgs(env, { network, log, encryption, kms, registry }),
        deliverers: delivererId && { runner: application(delivererId) },
        users: groups(env.cluster.responderGroupId),
    },
    opts,
);
const inside = { providers: [...opts.providers, kubernetesProvider(env, cluster)] };
const { oidcIssuerUrl } = cluster;
const { responderGroupId, utilityImage: image } = env.cluster;
const { enforced: guards } = new ClusterGuards(
    "guards",
    { loginServer: registry.loginServer, responderGroupId, isolatorId },
    inside,
);
const certificates = ingressCertificates(env);
const privateAddress = network.ingressPrivateAddress;
new ClusterIngress(
    "ingress",
    { ...base, tenantId: env.tenantId, oidcIssuerUrl, privateAddress, certificates, image, guards },
    inside,
);
const clients = mcpClients(env, opts);
const behind = { ...base, gateway: mcpGateway(gateway, edge.hostName, privateAddress), clients };
const servers = env.servers.map((server): [string, McpServer] => {
    const identityKey = secret(server.identityKey.previous); // which pods have had for a while, unlike the one just drawn
    const workload = serverWorkload(server, env, { oidcIssuerUrl, guards, isolatorId, evidenceCollectorId }, secret);
    return [
        server.name,
        new McpServer(server.name, { ...behind, ...serverArgs(server, env), identityKey, workload }, inside),
    ];
});

new Sentinel(
    "sentinel",
    { ...logged, ...sentinelArgs(env, { gateway, cluster, archive, runner, clients, sessionKeys, egress }) },
    opts,
);

export const {
    resourceGroupName,
    virtualNetworkId,
    workspaceId,
    vaultUris,
    keyIds,
    secretUris,
    archiveAccountNames,
    loginServer,
    contentSafetyEndpoint,
    gatewayAddress,
    endpoints,
    clusterId,
    jobIds,
} = contract({
    ...{ group, network, log, vault, encryption, kms, hsm, archive, registry, contentSafety, runner, gateway, cluster },
    servers: Object.fromEntries(servers),
});

/** An application or managed identity of Entra. */
function application(principalId: pulumi.Input<string>): Principal {
    return { principalId, principalType: PrincipalType.ServicePrincipal };
}

/** A group of Entra as the only principal; nobody when there is none. */
function groups(principalId: string | undefined): Record<string, Principal> {
    return principalId === undefined ? {} : { group: { principalId, principalType: PrincipalType.Group } };
}
