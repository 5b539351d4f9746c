import type { Properties } from "../../provider/provider";
import { boolean, each, integer, limited, map, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { globalName } from "../global-name";
import { keyIsNotUsable, parseKeyIdentifier } from "../key-vault/encryption-key";
import { normalLocation } from "../locations";
import { assignedIdentities, identityType } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";

const status = oneOf("enabled", "disabled");

/** Microsoft.ContainerRegistry/registries: names are global and become DNS names. */
export const registry: ResourceType = {
    token: "azure-native:containerregistry:Registry",
    apiVersion: "2023-01-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}",
    names: { registryName: limited(string, { minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9]*$" }) },
    properties: {
        location: string,
        tags,
        sku: required(
            object({ name: required(oneOf("Classic", "Basic", "Standard", "Premium")), ...readOnly("tier") }),
        ),
        identity: object({
            type: identityType,
            userAssignedIdentities: map(object(each(string, "clientId", "principalId"))),
            ...each(string, "principalId", "tenantId"),
        }),
        ...each(boolean, "adminUserEnabled", "anonymousPullEnabled", "dataEndpointEnabled"),
        encryption: object({
            status,
            keyVaultProperties: object({
                ...each(string, "identity", "keyIdentifier"),
                ...readOnly("keyRotationEnabled", "lastKeyRotationTimestamp", "versionedKeyIdentifier"),
            }),
        }),
        networkRuleBypassOptions: oneOf("AzureServices", "None"),
        networkRuleSet: object({
            defaultAction: required(oneOf("Allow", "Deny")),
            ipRules: list(object({ action: oneOf("Allow"), iPAddressOrRange: required(string) })),
        }),
        policies: object({
            ...each(object({ status }), "azureADAuthenticationAsArmPolicy", "exportPolicy", "quarantinePolicy"),
            retentionPolicy: object({ status, days: integer, ...readOnly("lastUpdatedTime") }),
            softDeletePolicy: object({ status, retentionDays: integer, ...readOnly("lastUpdatedTime") }),
            trustPolicy: object({ status, type: oneOf("Notary") }),
        }),
        publicNetworkAccess: oneOf("Enabled", "Disabled"),
        zoneRedundancy: oneOf("Enabled", "Disabled"),
        ...readOnly("creationDate", "dataEndpointHostNames", "loginServer", "privateEndpointConnections"),
        ...readOnly("provisioningState", "status", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; storage and DNS names of the registry
    seconds: { create: 20, update: 10, delete: 10 },
    outputs: registryOutputs,
    refuse: [
        globalName(alreadyInUse, alreadyInUse),
        needsAnotherTier,
        exportNeedsClosedNetwork,
        policiesConflict,
        encryptionChanges,
        zoneRedundancyChanges,
        encryptionKeyIsWrong,
    ],
    privateLink: {
        registry: (name, { body }) => {
            const server = name.toLowerCase();
            return [`${server}.azurecr.io`, `${server}.${textAt(body, "location")}.data.azurecr.io`];
        },
    },
    refuseEndpoint: ({ id, body }) =>
        tierOf(body) === "Premium"
            ? undefined
            : new ArmError(
                  400,
                  "PrivateEndpointNotSupported",
                  `Private endpoints need a registry of the tier Premium, ${id} is ${tierOf(body)}.`,
              ),
    diagnostics: {
        logs: ["ContainerRegistryRepositoryEvents", "ContainerRegistryLoginEvents"],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics"],
    },
};

function alreadyInUse(name: string): ArmError {
    return new ArmError(
        409,
        "AlreadyInUse",
        `The registry DNS name ${name.toLowerCase()}.azurecr.io is already in use.`,
    );
}

function tierOf(body: Properties): string | undefined {
    return textAt(body, "sku.name");
}

function registryOutputs({ name, inputs, before, cloud }: Put): Properties {
    const server = name.toLowerCase();
    const location = normalLocation(String(inputs.location));
    const created = textAt(before, "creationDate") ?? cloud.timestamp();
    const statusOf = (policy: string, otherwise = "disabled") => ({
        status: valueAt(inputs, `policies.${policy}.status`) ?? otherwise,
    });
    return {
        adminUserEnabled: inputs.adminUserEnabled ?? false,
        anonymousPullEnabled: inputs.anonymousPullEnabled ?? false,
        creationDate: created,
        dataEndpointEnabled: inputs.dataEndpointEnabled ?? false,
        dataEndpointHostNames: inputs.dataEndpointEnabled === true ? [`${server}.${location}.data.azurecr.io`] : [],
        encryption: {
            status: valueAt(inputs, "encryption.status") ?? "disabled",
            ...(isObject(valueAt(inputs, "encryption.keyVaultProperties")) && {
                keyVaultProperties: {
                    keyRotationEnabled: true,
                    lastKeyRotationTimestamp: created,
                    versionedKeyIdentifier: valueAt(inputs, "encryption.keyVaultProperties.keyIdentifier") ?? "",
                },
            }),
        },
        loginServer: `${server}.azurecr.io`,
        networkRuleBypassOptions: inputs.networkRuleBypassOptions ?? "AzureServices",
        policies: {
            azureADAuthenticationAsArmPolicy: statusOf("azureADAuthenticationAsArmPolicy", "enabled"),
            exportPolicy: statusOf("exportPolicy", "enabled"),
            quarantinePolicy: statusOf("quarantinePolicy"),
            retentionPolicy: {
                ...statusOf("retentionPolicy"),
                days: valueAt(inputs, "policies.retentionPolicy.days") ?? 7,
                lastUpdatedTime: created,
            },
            softDeletePolicy: {
                ...statusOf("softDeletePolicy"),
                retentionDays: valueAt(inputs, "policies.softDeletePolicy.retentionDays") ?? 7,
                lastUpdatedTime: created,
            },
            trustPolicy: { ...statusOf("trustPolicy"), type: "Notary" },
        },
        privateEndpointConnections: [],
        publicNetworkAccess: inputs.publicNetworkAccess ?? "Enabled",
        sku: { tier: tierOf(inputs) ?? "" },
        status: { displayStatus: "Ready", message: "The registry is ready to use.", timestamp: created },
        zoneRedundancy: inputs.zoneRedundancy ?? "Disabled",
    };
}

const isEnabled = (path: string) => (inputs: Properties) => /^enabled$/i.test(textAt(inputs, path) ?? "");
const isDisabled = (path: string) => (inputs: Properties) => /^disabled$/i.test(textAt(inputs, path) ?? "");

/** https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const premiumFeatures: [name: string, uses: (inputs: Properties) => boolean][] = [
    ["publicNetworkAccess Disabled", isDisabled("publicNetworkAccess")],
    ["networkRuleSet", ({ networkRuleSet }) => networkRuleSet !== undefined],
    ["policies.retentionPolicy", isEnabled("policies.retentionPolicy.status")],
    ["policies.trustPolicy", isEnabled("policies.trustPolicy.status")],
    ["policies.exportPolicy disabled", isDisabled("policies.exportPolicy.status")],
    ["encryption", isEnabled("encryption.status")],
    ["dataEndpointEnabled", ({ dataEndpointEnabled }) => dataEndpointEnabled === true],
    ["zoneRedundancy", isEnabled("zoneRedundancy")],
];

function needsAnotherTier({ inputs }: Put): ArmError | undefined {
    const tier = tierOf(inputs) ?? "";
    const [feature] = tier.toLowerCase() === "premium" ? [] : premiumFeatures.filter(([, uses]) => uses(inputs));
    return feature
        ? new ArmError(
              400,
              "FeatureNotSupported",
              `${feature[0]} is not supported in the registry tier ${tier}, but in Premium.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/container-registry/data-loss-prevention */
function exportNeedsClosedNetwork({ inputs }: Put): ArmError | undefined {
    return isDisabled("policies.exportPolicy.status")(inputs) && !isDisabled("publicNetworkAccess")(inputs)
        ? new ArmError(
              400,
              "InvalidExportPolicy",
              "policies.exportPolicy can be disabled only when publicNetworkAccess is Disabled.",
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy#known-preview-limitations */
function policiesConflict({ inputs }: Put): ArmError | undefined {
    const problems: [boolean, string][] = [
        [
            isEnabled("policies.retentionPolicy.status")(inputs) &&
                isEnabled("policies.softDeletePolicy.status")(inputs),
            "The retention policy and the soft delete policy cannot be enabled at the same time.",
        ],
        [
            isOutside(valueAt(inputs, "policies.retentionPolicy.days"), 0, 365),
            "The days of the retention policy must be from 0 to 365.",
        ],
        [
            isOutside(valueAt(inputs, "policies.softDeletePolicy.retentionDays"), 1, 90),
            "The days of the soft delete policy must be from 1 to 90.",
        ],
    ];
    const [problem] = problems.filter(([isWrong]) => isWrong);
    return problem ? new ArmError(400, "InvalidPolicies", problem[1]) : undefined;
}

function isOutside(value: unknown, least: number, most: number): boolean {
    return typeof value === "number" && (value < least || value > most);
}

/** https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys#limitations */
function encryptionChanges({ inputs, before }: Put): ArmError | undefined {
    const status = isEnabled("encryption.status");
    return before && status(before) !== status(inputs)
        ? new ArmError(
              400,
              "EncryptionCannotBeChanged",
              "Encryption with a customer-managed key can only be chosen when the registry is created.",
          )
        : undefined;
}

function zoneRedundancyChanges({ inputs, before }: Put): ArmError | undefined {
    const zones = isEnabled("zoneRedundancy");
    return before && inputs.zoneRedundancy !== undefined && zones(before) !== zones(inputs)
        ? new ArmError(
              400,
              "ZoneRedundancyCannotBeChanged",
              "zoneRedundancy can only be chosen when the registry is created.",
          )
        : undefined;
}

/** The identity is named by its client id here. */
function encryptionKeyIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    if (!isEnabled("encryption.status")(inputs)) {
        return undefined;
    }
    const clientId = textAt(inputs, "encryption.keyVaultProperties.identity");
    const user = assignedIdentities(inputs)
        .map((id) => cloud.find(id)?.body)
        .find((body) => clientId !== undefined && textAt(body, "clientId") === clientId);
    const key = parseKeyIdentifier(textAt(inputs, "encryption.keyVaultProperties.keyIdentifier") ?? "");
    const principalId = textAt(user, "principalId");
    return key === undefined || principalId === undefined
        ? new ArmError(
              400,
              "InvalidEncryption",
              "encryption.keyVaultProperties needs the identifier of a key, and as identity the client id of an identity that the registry was assigned.",
          )
        : keyIsNotUsable({ ...key, principalId }, cloud);
}
