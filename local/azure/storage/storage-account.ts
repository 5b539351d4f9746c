import type { Properties } from "../../provider/provider";
import {
    boolean,
    each,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { isObject, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { globalName } from "../global-name";
import { keyIsNotUsable } from "../key-vault/encryption-key";
import { normalLocation } from "../locations";
import { assignedIdentities, identity } from "../managed-identity/identity";
import type { Put, Removal, ResourceType, Rule } from "../resource-type";
import { list, tags } from "../schema";
import { containersOf } from "./containers-of";
import { immutabilityRules, isLocked } from "./immutability-policy";

const encryptedService = object({
    enabled: boolean,
    keyType: oneOf("Service", "Account"),
    ...readOnly("lastEnabledTime"),
});

/** Microsoft.Storage/storageAccounts: names are global and become DNS names. */
export const storageAccount: ResourceType = {
    token: "azure-native:storage:StorageAccount",
    apiVersion: "2024-01-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}",
    names: { accountName: limited(string, { minLength: 3, maxLength: 24, pattern: "^[a-z0-9]+$" }) },
    properties: {
        location: string,
        tags,
        kind: required(oneOf("Storage", "StorageV2", "BlobStorage", "FileStorage", "BlockBlobStorage")),
        sku: required(
            object({
                name: required(
                    oneOf(
                        "Standard_LRS",
                        "Standard_GRS",
                        "Standard_RAGRS",
                        "Standard_ZRS",
                        "Premium_LRS",
                        "Premium_ZRS",
                        "Standard_GZRS",
                        "Standard_RAGZRS",
                    ),
                ),
                ...readOnly("tier"),
            }),
        ),
        identity,
        accessTier: oneOf("Hot", "Cool", "Premium", "Cold"),
        allowedCopyScope: oneOf("PrivateLink", "AAD"),
        ...each(boolean, "allowBlobPublicAccess", "allowCrossTenantReplication", "allowSharedKeyAccess"),
        ...each(boolean, "defaultToOAuthAuthentication", "enableHttpsTrafficOnly", "enableNfsV3", "isHnsEnabled"),
        ...each(boolean, "isLocalUserEnabled", "isSftpEnabled"),
        dnsEndpointType: oneOf("Standard", "AzureDnsZone"),
        encryption: object({
            encryptionIdentity: object({
                encryptionUserAssignedIdentity: string,
                ...notModelled("encryptionFederatedIdentityClientId"),
            }),
            keySource: oneOf("Microsoft.Storage", "Microsoft.Keyvault"),
            keyVaultProperties: object({
                ...each(string, "keyName", "keyVaultUri", "keyVersion"),
                ...readOnly("currentVersionedKeyExpirationTimestamp", "currentVersionedKeyIdentifier"),
                ...readOnly("lastKeyRotationTimestamp"),
            }),
            requireInfrastructureEncryption: boolean,
            services: object(each(encryptedService, "blob", "file", "queue", "table")),
        }),
        immutableStorageWithVersioning: object({
            enabled: boolean,
            immutabilityPolicy: object({
                allowProtectedAppendWrites: boolean,
                immutabilityPeriodSinceCreationInDays: integer,
                state: oneOf("Unlocked", "Locked", "Disabled"),
            }),
        }),
        keyPolicy: object({ keyExpirationPeriodInDays: required(integer) }),
        largeFileSharesState: oneOf("Disabled", "Enabled"),
        minimumTlsVersion: oneOf("TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"),
        networkRuleSet: object({
            bypass: string, // any of Logging, Metrics and AzureServices with commas between them, or None
            defaultAction: required(oneOf("Allow", "Deny")),
            ipRules: list(object({ action: oneOf("Allow"), iPAddressOrRange: required(string) })),
            virtualNetworkRules: list(
                object({ action: oneOf("Allow"), virtualNetworkResourceId: required(string), ...notModelled("state") }),
            ),
            resourceAccessRules: list(object(each(string, "resourceId", "tenantId"))),
        }),
        publicNetworkAccess: oneOf("Enabled", "Disabled", "SecuredByPerimeter"),
        routingPreference: object({
            ...each(boolean, "publishInternetEndpoints", "publishMicrosoftEndpoints"),
            routingChoice: oneOf("MicrosoftRouting", "InternetRouting"),
        }),
        sasPolicy: object({
            expirationAction: required(oneOf("Log", "Block")),
            sasExpirationPeriod: required(string),
        }),
        ...notModelled("azureFilesIdentityBasedAuthentication", "customDomain", "enableExtendedGroups"),
        ...notModelled("extendedLocation"),
        ...readOnly("accountMigrationInProgress", "blobRestoreStatus", "creationTime", "failoverInProgress"),
        ...readOnly("geoReplicationStats", "isSkuConversionBlocked", "keyCreationTime", "lastGeoFailoverTime"),
        ...readOnly("primaryEndpoints", "primaryLocation", "privateEndpointConnections", "provisioningState"),
        ...readOnly("secondaryEndpoints", "secondaryLocation", "statusOfPrimary", "statusOfSecondary"),
        ...readOnly("storageAccountSkuConversionStatus", "name", "type"),
    },
    replacedBy: ["isHnsEnabled", "location"],
    // no published figures; an account answers only when its DNS names are there
    seconds: { create: 25, update: 8, delete: 8 },
    outputs: accountOutputs,
    refuse: [
        globalName(alreadyTaken, alreadyTaken),
        ...immutabilityRules,
        fixedAtCreation("encryption.requireInfrastructureEncryption"),
        fixedAtCreation("immutableStorageWithVersioning.enabled"),
        encryptionKeyIsWrong,
    ],
    refuseDelete: [accountIsProtected],
    privateLink: { blob: (name) => [`${name}.blob.core.windows.net`] },
    diagnostics: { logs: [], groups: [], metrics: ["AllMetrics", "Capacity", "Transaction"] },
};

/** A locked account stays as long as it holds data, and so does what holds the account. */
export function accountIsProtected({ id, name, body, cloud }: Removal): ArmError | undefined {
    return isLocked(body) && containersOf(id, cloud).length > 0
        ? new ArmError(
              409,
              "AccountProtectedFromDeletion",
              `The storage account ${name} cannot be deleted: its immutability policy is locked and it holds data, which stays until its period is over. For more information, see https://aka.ms/immutable-policies.`,
          )
        : undefined;
}

function alreadyTaken(name: string): ArmError {
    return new ArmError(409, "StorageAccountAlreadyTaken", `The storage account named ${name} is already taken.`);
}

function accountOutputs({ name, inputs, before, cloud }: Put): Properties {
    const location = normalLocation(String(inputs.location));
    const created = textAt(before, "creationTime") ?? cloud.timestamp();
    const url = (service: string) => `https://${name}.${service}.core.windows.net/`;
    const service = { enabled: true, keyType: "Account", lastEnabledTime: created };
    const key = valueAt(inputs, "encryption.keyVaultProperties");
    return {
        accessTier: inputs.accessTier ?? "Hot",
        allowBlobPublicAccess: inputs.allowBlobPublicAccess ?? false,
        enableHttpsTrafficOnly: inputs.enableHttpsTrafficOnly ?? true,
        minimumTlsVersion: inputs.minimumTlsVersion ?? "TLS1_0",
        creationTime: created,
        keyCreationTime: before?.keyCreationTime ?? { key1: created, key2: created },
        primaryLocation: location,
        statusOfPrimary: "available",
        primaryEndpoints: Object.fromEntries(
            ["blob", "dfs", "file", "queue", "table"].map((service) => [service, url(service)]),
        ),
        privateEndpointConnections: [],
        sku: { tier: textAt(inputs, "sku.name")?.split("_")[0] ?? "" },
        encryption: {
            keySource: valueAt(inputs, "encryption.keySource") ?? "Microsoft.Storage",
            services: { blob: service, file: service },
            ...(isObject(key) && {
                keyVaultProperties: {
                    currentVersionedKeyIdentifier: `${textAt(key, "keyVaultUri")}keys/${textAt(key, "keyName")}`,
                    lastKeyRotationTimestamp: created,
                },
            }),
        },
        // left out means unchanged
        ...(isObject(before?.immutableStorageWithVersioning) &&
            inputs.immutableStorageWithVersioning === undefined && {
                immutableStorageWithVersioning: before.immutableStorageWithVersioning,
            }),
        networkRuleSet: {
            bypass: valueAt(inputs, "networkRuleSet.bypass") ?? "AzureServices",
            defaultAction: valueAt(inputs, "networkRuleSet.defaultAction") ?? "Allow",
            ipRules: valueAt(inputs, "networkRuleSet.ipRules") ?? [],
            virtualNetworkRules: valueAt(inputs, "networkRuleSet.virtualNetworkRules") ?? [],
        },
    };
}

/** What an account is created with and never changes; left out means unchanged, or no for a new one. */
function fixedAtCreation(path: string): Rule<Put> {
    return ({ inputs, before }) => {
        const value = valueAt(inputs, path);
        return before === undefined || value === undefined || value === (valueAt(before, path) ?? false)
            ? undefined
            : new ArmError(
                  400,
                  "AccountPropertyCannotBeUpdated",
                  `The property '${path}' was specified in the input, but it cannot be updated as it is read-only. For more information, see - https://aka.ms/storageaccountupdate`,
              );
    };
}

function encryptionKeyIsWrong({ inputs, before, cloud }: Put): ArmError | undefined {
    if (!/keyvault/i.test(textAt(inputs, "encryption.keySource") ?? "")) {
        return undefined;
    }
    const vaultUri = textAt(inputs, "encryption.keyVaultProperties.keyVaultUri");
    const keyName = textAt(inputs, "encryption.keyVaultProperties.keyName");
    const assigned = textAt(inputs, "encryption.encryptionIdentity.encryptionUserAssignedIdentity");
    if (vaultUri === undefined || keyName === undefined) {
        return invalid(
            "encryption.keyVaultProperties needs keyVaultUri and keyName when the key source is Microsoft.Keyvault.",
        );
    }
    if (assigned !== undefined && !assignedIdentities(inputs).some((each) => sameId(each, assigned))) {
        return invalid(`The identity ${assigned} that encrypts is none of the account's identities.`);
    }
    const principalId = assigned
        ? textAt(cloud.find(assigned)?.body, "principalId")
        : textAt(before, "identity.principalId");
    return principalId === undefined
        ? invalid(
              "A new account has no system-assigned identity yet that could read the key: encrypt with encryptionUserAssignedIdentity.",
          )
        : keyIsNotUsable({ vaultUri, keyName, principalId }, cloud);
}

function invalid(message: string): ArmError {
    return new ArmError(400, "InvalidRequestPropertyValue", message);
}
