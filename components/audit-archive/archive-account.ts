import * as storage from "@pulumi/azure-native/storage";
import type * as inputs from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checkedArmId,
    createPrivateEndpoint,
    knownAfter,
    parseArmId,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    tags,
    vaultUri,
} from "../shared";
import { type AuditArchiveArgs, StorageRedundancy } from "./audit-archive-args";

/** What the two accounts do not have in common. */
interface Purpose {
    /** Nothing for an account whose blobs are written over. */
    immutability?: inputs.storage.ImmutableStorageAccountArgs;
    blobs: Pick<
        storage.BlobServicePropertiesArgs,
        "isVersioningEnabled" | "changeFeed" | "deleteRetentionPolicy" | "containerDeleteRetentionPolicy"
    >;
}

/** What encrypts an account: the key, and the identity that may use it by the time its id is known outside a preview. */
export interface Encryption {
    keyId: pulumi.Output<string>;
    identityId: pulumi.Output<string>;
}

/** An account and what belongs to it; the id and the name are known once the account and its blob service exist. */
export interface ArchiveAccount {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    /** What is inside or about the account, and waits for it. */
    children: pulumi.Resource[];
}

/** The key that encrypts the accounts, once it is certain that the id is one of a key. */
export function encryptionKey({ encryptionKeyId }: AuditArchiveArgs): pulumi.Output<string> {
    return checkedArmId(encryptionKeyId, "encryptionKeyId", "Microsoft.KeyVault/vaults/keys");
}

/** A storage account for blobs that only private endpoints, Azure's own writers and Entra identities reach. */
export function createAccount(
    name: string,
    purpose: Purpose,
    encryption: Encryption,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): ArchiveAccount {
    const type = "Microsoft.Storage/storageAccounts";
    const accountName = resourceName(type, args.naming, name);
    const { resourceGroupName, workspaceId, network, subscriptionId } = args;
    const account = new storage.StorageAccount(
        `${name}-account`,
        {
            accountName,
            resourceGroupName,
            location: args.location,
            kind: "StorageV2",
            sku: { name: args.redundancy ?? StorageRedundancy.Zone },
            ...access,
            identity: { type: "UserAssigned", userAssignedIdentities: [encryption.identityId] },
            encryption: encryptedBy(encryption),
            immutableStorageWithVersioning: purpose.immutability,
            tags: tags(args, "audit-archive"),
        },
        { parent, ...protection(type, args) },
    );
    const blobService = new storage.BlobServiceProperties(
        `${name}-blobs`,
        {
            accountName: knownAfter(account, accountName),
            blobServicesName: "default",
            resourceGroupName,
            ...purpose.blobs,
        },
        { parent },
    );
    const id = knownAfter([account, blobService], resourceId(args, type, accountName));
    const target = { service: "blob", resourceId: id, network, component: "audit-archive" } as const;
    const endpoint = createPrivateEndpoint(name, args, target, parent);
    const source = {
        type: `${type}/blobServices`,
        resourceId: pulumi.interpolate`${id}/blobServices/default`,
    } as const;
    const logs = sendLogs(name, { ...source, workspaceId }, parent);
    const role = "Storage Blob Data Reader";
    const readers = Object.entries(args.readers ?? {}).map(([reader, principal]) =>
        assignRole(`${name}-reader-${reader}`, { role, scope: id, principal, subscriptionId }, parent),
    );
    return {
        id,
        name: knownAfter([account, blobService], accountName),
        children: [blobService, endpoint, logs, ...readers],
    };
}

/**
 * Azure Monitor and Network Watcher write from outside of the network as trusted services, past a firewall that lets
 * nobody else pass: https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services
 */
const access = {
    publicNetworkAccess: "Disabled",
    networkRuleSet: {
        defaultAction: "Deny",
        bypass: "AzureServices",
        ipRules: [],
        resourceAccessRules: [],
        virtualNetworkRules: [],
    },
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2", // there is no higher one
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    defaultToOAuthAuthentication: true,
    allowCrossTenantReplication: false,
    allowedCopyScope: "PrivateLink",
    isHnsEnabled: false,
    isLocalUserEnabled: false,
    isSftpEnabled: false,
} satisfies Partial<storage.StorageAccountArgs>;

/** The key is named without version, so that the account follows its rotation. */
function encryptedBy({ keyId, identityId }: Encryption): inputs.storage.EncryptionArgs {
    const key = keyId.apply((id) => {
        const [vaultName = "", keyName = ""] = parseArmId(id)?.names ?? [];
        return { keyVaultUri: vaultUri(vaultName), keyName };
    });
    // services that are left out would be encrypted with keys of Microsoft for good
    const service = { enabled: true, keyType: "Account" };
    return {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: key,
        encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
        requireInfrastructureEncryption: true,
        services: { blob: service, file: service, queue: service, table: service },
    };
}
