// What an environment consists of, and in which order.
import {
    AuditLog,
    KeyPurpose,
    KeyVault,
    ManagedHsm,
    Network,
    PrincipalType,
    PrivateLinkService,
    ResourceGroup,
} from "../components";
import { endWithEngine } from "./end-with-engine";
import { loadEnvironment } from "./load-environment";
import { contract } from "./outputs";
import { azureProvider } from "./providers";
import { shortenStacks } from "./short-stacks";
import { leaveOutVersionAliases } from "./version-aliases";

endWithEngine();
const env = loadEnvironment();
const { managedHsm, officerGroupId, softDeleteRetentionDays } = env.keyVault;

leaveOutVersionAliases();
shortenStacks();
const opts = { providers: [azureProvider(env)] };

const group = new ResourceGroup("environment", env.placement, opts);
const base = { ...env.placement, resourceGroupName: group.resourceGroupName };

const { Vault, ManagedHsm: Hsm } = PrivateLinkService;
const privateLinkServices = managedHsm ? [Vault, Hsm] : [Vault];
const log = new AuditLog("log", { ...base, ...env.auditLog }, opts);
const networkArgs = { ...base, ...env.network, privateLinkServices, workspaceId: log.workspaceId };
const network = new Network("network", networkArgs, opts);

const shared = { ...base, tenantId: env.tenantId, workspaceId: log.workspaceId, softDeleteRetentionDays };
const officers = { group: { principalId: officerGroupId, principalType: PrincipalType.Group } };
const forVault = { ...shared, officers, network: network.endpointsFor(Vault) };

// three vaults: secrets may not lie beside keys that Azure services read, and a cluster manages the vault of its key
const session = { contentType: "application/octet-stream;base64", ...env.sessionSecret };
const vault = new KeyVault("vault", { ...forVault, secrets: { session } }, opts);
const disk = { purpose: KeyPurpose.DiskEncryption };
const storage = { purpose: KeyPurpose.Storage };
const encryption = new KeyVault("encryption", { ...forVault, keys: { disk, storage } }, opts);
const kms = new KeyVault("kms", { ...forVault, keys: { kms: { purpose: KeyPurpose.Kms } } }, opts);
const hsm = managedHsm && new ManagedHsm("hsm", { ...shared, ...managedHsm, network: network.endpointsFor(Hsm) }, opts);

export const { resourceGroupName, virtualNetworkId, workspaceId, vaultUris, keyIds, secretUris } = contract({
    group,
    network,
    log,
    vault,
    encryption,
    kms,
    hsm,
});
