import { boolean, each, integer, limited, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { globalName } from "../global-name";
import type { ResourceType } from "../resource-type";
import { guid, kept, list, tags, writeOnly } from "../schema";
import { badRequest, purgeProtectionStays, retentionDays, softDeleteRules } from "./soft-delete-rules";

/** Microsoft.KeyVault/vaults: names are global and stay taken while a vault is soft-deleted. */
export const vault: ResourceType = {
    token: "azure-native:keyvault:Vault",
    apiVersion: "2024-11-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{vaultName}",
    names: { vaultName: limited(string, { pattern: "^[a-zA-Z0-9-]{3,24}$" }) },
    properties: {
        location: required(string),
        tags,
        properties: required(
            object({
                tenantId: required(guid),
                sku: required(object({ family: required(oneOf("A")), name: required(oneOf("standard", "premium")) })),
                accessPolicies: kept(
                    list(
                        object({
                            tenantId: required(guid),
                            objectId: required(string),
                            applicationId: guid,
                            permissions: required(
                                object(each(list(string), "certificates", "keys", "secrets", "storage")),
                            ),
                        }),
                    ),
                ),
                createMode: writeOnly(oneOf("default")), // recovery of a deleted vault is an act of an operator
                ...each(boolean, "enablePurgeProtection", "enableRbacAuthorization", "enableSoftDelete"),
                ...each(boolean, "enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment"),
                networkAcls: object({
                    bypass: oneOf("AzureServices", "None"),
                    defaultAction: oneOf("Allow", "Deny"),
                    ipRules: list(object({ value: required(string) })),
                    virtualNetworkRules: list(
                        object({ id: required(string), ignoreMissingVnetServiceEndpoint: boolean }),
                    ),
                }),
                publicNetworkAccess: oneOf("enabled", "disabled"),
                softDeleteRetentionInDays: integer,
                ...readOnly("hsmPoolResourceId", "privateEndpointConnections", "provisioningState", "vaultUri"),
            }),
        ),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; a vault answers only when its DNS name is there, which takes most of the time
    seconds: { create: 35, update: 12, delete: 8 },
    outputs: ({ name, before }) => ({
        properties: {
            // left out means unchanged once it is on
            ...(valueAt(before, "properties.enablePurgeProtection") === true && { enablePurgeProtection: true }),
            provisioningState: "Succeeded",
            vaultUri: `https://${name}.vault.azure.net/`,
        },
    }),
    refuse: [
        globalName(
            (name) =>
                new ArmError(
                    409,
                    "VaultAlreadyExists",
                    `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.`,
                ),
            () =>
                new ArmError(
                    409,
                    "ConflictError",
                    "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
                ),
        ),
        ({ inputs, cloud }) => {
            const tenant = textAt(inputs, "properties.tenantId");
            return tenant === cloud.seed.tenantId
                ? undefined
                : badRequest(`The tenant '${tenant}' of the vault is not the subscription's.`);
        },
        // unlike an HSM, a new vault must leave it out instead
        ({ inputs }) =>
            valueAt(inputs, "properties.enablePurgeProtection") === false ? purgeProtectionStays : undefined,
        ...softDeleteRules,
    ],
    softDelete: { days: ({ body }) => retentionDays(body) },
    privateLink: { vault: (name) => [`${name}.vault.azure.net`] },
    diagnostics: {
        logs: ["AuditEvent", "AzurePolicyEvaluationDetails"],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics"],
    },
};
