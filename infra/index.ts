// What an environment consists of, and in which order.
import {
    AuditArchive,
    AuditLog,
    AuditLogPrivateLink,
    ContentSafety,
    Governance,
    KeyPurpose,
    KeyVault,
    ManagedHsm,
    Network,
    type Principal,
    PrincipalType,
    PrivateLinkService,
    Registry,
    RegistryService,
    ResourceGroup,
    Runner,
    StorageRedundancy,
} from "../components";
import { endWithEngine } from "./end-with-engine";
import { loadEnvironment } from "./load-environment";
import { contract } from "./outputs";
import { azureProvider } from "./providers";
import { serverEgress } from "./server-egress";
import { shortenStacks } from "./short-stacks";
import { leaveOutVersionAliases } from "./version-aliases";

endWithEngine();
const env = loadEnvironment();
const { managedHsm, officerGroupId, softDeleteRetentionDays } = env.keyVault;
const { administratorRanges, ...ranges } = env.network;
const { readerGroupId, ...archiving } = env.auditArchive;
const zoneRedundant = env.availabilityZones.length > 1;

leaveOutVersionAliases();
shortenStacks();
const opts = { providers: [azureProvider(env)] };

const group = new ResourceGroup("environment", env.placement, opts);
const base = { ...env.placement, resourceGroupName: group.resourceGroupName };

const log = new AuditLog("log", { ...base, ...env.auditLog }, opts);
const logged = { ...base, workspaceId: log.workspaceId };

const { Blob, ContentSafety: Shields, ManagedHsm: Hsm, Monitor, Registry: Images, Vault } = PrivateLinkService;
const network = new Network(
    "network",
    {
        ...logged,
        ...ranges,
        ...(administratorRanges && { bastion: true, administratorRanges }),
        availabilityZones: env.availabilityZones,
        egress: serverEgress(env.servers),
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
const session = { contentType: "application/octet-stream;base64", ...env.sessionSecret };
const vault = new KeyVault("vault", { ...forVault, secrets: { session } }, opts);
const disk = { purpose: KeyPurpose.DiskEncryption };
const storage = { purpose: KeyPurpose.Storage };
const encryption = new KeyVault("encryption", { ...forVault, keys: { disk, storage } }, opts);
const kms = new KeyVault("kms", { ...forVault, keys: { kms: { purpose: KeyPurpose.Kms } } }, opts);
const hsm = managedHsm && new ManagedHsm("hsm", { ...at(Hsm), ...keeping, ...managedHsm }, opts);

const archive = new AuditArchive(
    "archive",
    {
        ...at(Blob),
        ...archiving,
        virtualNetworkId: network.virtualNetworkId,
        encryptionKeyId: encryption.keyResourceIds.apply((ids) => ids.storage ?? ""),
        redundancy: zoneRedundant ? StorageRedundancy.Zone : StorageRedundancy.Local,
        readers: groups(readerGroupId),
    },
    opts,
);
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
        },
    },
    opts,
);
new Governance("governance", { ...base, ...env.governance }, opts);

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
    jobIds,
} = contract({ group, network, log, vault, encryption, kms, hsm, archive, registry, contentSafety, runner });

/** A group of Entra as the only principal; nobody when there is none. */
function groups(principalId: string | undefined): Record<string, Principal> {
    return principalId === undefined ? {} : { group: { principalId, principalType: PrincipalType.Group } };
}
