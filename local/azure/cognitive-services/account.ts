import type { Properties } from "../../provider/provider";
import { boolean, each, limited, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import { immutable } from "../immutable";
import { keyIsNotUsable } from "../key-vault/encryption-key";
import { assignedIdentities, untypedIdentity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";
import { sku } from "./sku";

/** Microsoft.CognitiveServices/accounts: a deleted one keeps its id and its subdomain for two days. */
export const account: ResourceType = {
    token: "azure-native:cognitiveservices:Account",
    apiVersion: "2025-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}",
    names: {
        accountName: limited(string, { minLength: 2, maxLength: 64, pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.-]*$" }),
    },
    properties: {
        location: string,
        tags,
        kind: oneOf("AIServices", "CognitiveServices", "ContentSafety", "OpenAI", "TextAnalytics"),
        sku,
        identity: untypedIdentity,
        properties: object({
            ...each(boolean, "allowProjectManagement", "disableLocalAuth", "dynamicThrottlingEnabled"),
            allowedFqdnList: list(string),
            customSubDomainName: string,
            encryption: object({
                keySource: oneOf("Microsoft.CognitiveServices", "Microsoft.KeyVault"),
                keyVaultProperties: object(each(string, "identityClientId", "keyName", "keyVaultUri", "keyVersion")),
            }),
            networkAcls: object({
                bypass: oneOf("None", "AzureServices"),
                defaultAction: oneOf("Allow", "Deny"),
                ipRules: list(object({ value: required(string) })),
                virtualNetworkRules: list(
                    object({ id: required(string), ignoreMissingVnetServiceEndpoint: boolean, state: string }),
                ),
            }),
            publicNetworkAccess: oneOf("Enabled", "Disabled"),
            restrictOutboundNetworkAccess: boolean,
            userOwnedStorage: list(object(each(string, "identityClientId", "resourceId"))),
            // restoring a deleted account is an act of an operator
            ...notModelled("amlWorkspace", "apiProperties", "associatedProjects", "defaultProject", "locations"),
            ...notModelled("migrationToken", "networkInjections", "raiMonitorConfig", "restore"),
            ...readOnly("abusePenalty", "callRateLimit", "capabilities", "commitmentPlanAssociations", "dateCreated"),
            ...readOnly("deletionDate", "endpoint", "endpoints", "internalId", "isMigrated"),
            ...readOnly("privateEndpointConnections", "provisioningState", "quotaLimit", "scheduledPurgeDate"),
            ...readOnly("skuChangeInfo"),
        }),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    // no published figures; the account answers only when its subdomain is there
    seconds: { create: 30, update: 15, delete: 15 },
    outputs: ({ id, inputs, before, cloud }) => ({
        properties: {
            dateCreated: textAt(before, "properties.dateCreated") ?? cloud.timestamp(),
            endpoint: endpointOf(inputs),
            internalId: textAt(before, "properties.internalId") ?? cloud.newGuid(id, "internalId").replaceAll("-", ""),
            isMigrated: false,
            privateEndpointConnections: [],
            provisioningState: "Succeeded",
            publicNetworkAccess: valueAt(inputs, "properties.publicNetworkAccess") ?? "Enabled",
        },
    }),
    refuse: [
        isIncomplete,
        isSoftDeleted,
        subdomainIsTaken,
        subdomainIsMissing,
        immutable(
            (body) => textAt(body, "properties.customSubDomainName"),
            new ArmError(
                400,
                "CustomDomainUpdateNotAllowed",
                "The property 'customSubDomainName' cannot be changed once it is set.",
            ),
        ),
        encryptionKeyIsWrong,
    ],
    // https://learn.microsoft.com/azure/ai-services/recover-purge-resources
    softDelete: { days: () => 2 },
    privateLink: {
        account: (_, { body }) =>
            domainsOf(body).map(
                (domain) => `${textAt(body, "properties.customSubDomainName")?.toLowerCase()}.${domain}`,
            ),
    },
    refuseEndpoint: ({ id, body }) =>
        textAt(body, "properties.customSubDomainName") === undefined
            ? subdomainNeeded(`A private endpoint of ${id}`)
            : undefined,
    diagnostics: {
        logs: ["Audit", "AzureOpenAIRequestUsage", "RequestResponse", "Trace"],
        groups: ["Audit", "allLogs"],
        metrics: ["AllMetrics"],
        sharedTable: true,
    },
};

/** Domains that the account has its subdomain in, the one that it names as its endpoint first. */
function domainsOf({ kind }: Properties): string[] {
    const all = ["cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com"];
    return kind === "AIServices" ? all : all.slice(...(kind === "OpenAI" ? [1, 2] : [0, 1]));
}

function endpointOf(inputs: Properties): string {
    const subdomain = textAt(inputs, "properties.customSubDomainName");
    return subdomain === undefined
        ? `https://${inputs.location}.api.cognitive.microsoft.com/`
        : `https://${subdomain.toLowerCase()}.${domainsOf(inputs)[0]}/`;
}

function isIncomplete({ inputs }: Put): ArmError | undefined {
    const missing = ["kind", "sku"].find((name) => inputs[name] === undefined);
    return missing === undefined
        ? undefined
        : new ArmError(400, "InvalidResourceProperties", `The account needs a ${missing}.`);
}

function isSoftDeleted({ type, id, cloud }: Put): ArmError | undefined {
    return cloud.softDeleted(type.token, (other) => sameId(other, id)) && !cloud.find(id)
        ? new ArmError(
              409,
              "FlagMustBeSetForRestore",
              `An existing resource with ID '${id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
          )
        : undefined;
}

function subdomainIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const subdomain = textAt(inputs, "properties.customSubDomainName");
    const isRival = (other: string, body: Properties) =>
        !sameId(other, id) &&
        subdomain !== undefined &&
        sameId(textAt(body, "properties.customSubDomainName") ?? "", subdomain);
    return cloud.all(type.token).some((other) => isRival(other.id, other.body)) ||
        cloud.softDeleted(type.token, isRival)
        ? new ArmError(
              409,
              "CustomDomainInUse",
              `Please pick a different name. The subdomain name '${subdomain}' is not available as it's already used by a resource.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains */
function subdomainIsMissing({ inputs }: Put): ArmError | undefined {
    if (textAt(inputs, "properties.customSubDomainName") !== undefined) {
        return undefined;
    }
    const reasons: [boolean, string][] = [
        [valueAt(inputs, "properties.disableLocalAuth") === true, "Authentication with Entra ID only"],
        [/disabled/i.test(textAt(inputs, "properties.publicNetworkAccess") ?? ""), "Private access"],
        [textAt(inputs, "properties.networkAcls.defaultAction") === "Deny", "A network rule"],
    ];
    const [reason] = reasons.filter(([isGiven]) => isGiven);
    return reason && subdomainNeeded(reason[1]);
}

function subdomainNeeded(reason: string): ArmError {
    return new ArmError(400, "CustomDomainRequired", `${reason} needs a customSubDomainName of the account.`);
}

function encryptionKeyIsWrong({ inputs, before, cloud }: Put): ArmError | undefined {
    const key = valueAt(inputs, "properties.encryption.keyVaultProperties");
    if (!/keyvault/i.test(textAt(inputs, "properties.encryption.keySource") ?? "")) {
        return undefined;
    }
    const clientId = textAt(key, "identityClientId");
    const user = assignedIdentities(inputs)
        .map((id) => cloud.find(id)?.body)
        .find((body) => textAt(body, "clientId") === clientId);
    const principalId = textAt(
        clientId === undefined ? before : user,
        clientId === undefined ? "identity.principalId" : "principalId",
    );
    const [vaultUri, keyName] = [textAt(key, "keyVaultUri"), textAt(key, "keyName")];
    return vaultUri === undefined || keyName === undefined || principalId === undefined
        ? new ArmError(
              400,
              "InvalidEncryption",
              "properties.encryption.keyVaultProperties needs keyVaultUri, keyName and the client id of an identity that the account was assigned.",
          )
        : keyIsNotUsable({ vaultUri, keyName, principalId }, cloud);
}
