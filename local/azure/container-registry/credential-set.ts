import { each, limited, map, object, oneOf, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { immutable } from "../immutable";
import { identityType } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";

/** Microsoft.ContainerRegistry/registries/credentialSets: where a registry finds its credentials for another registry. */
export const credentialSet: ResourceType = {
    token: "azure-native:containerregistry:CredentialSet",
    apiVersion: "2023-01-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}/credentialSets/{credentialSetName}",
    names: {
        registryName: limited(string, { minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9]*$" }),
        credentialSetName: limited(string, { minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9-]*$" }),
    },
    properties: {
        authCredentials: list(
            object({
                name: oneOf("Credential1"),
                ...each(string, "passwordSecretIdentifier", "usernameSecretIdentifier"),
                ...readOnly("credentialHealth"),
            }),
        ),
        identity: object({
            type: identityType,
            userAssignedIdentities: map(object(each(string, "clientId", "principalId"))),
            ...each(string, "principalId", "tenantId"),
        }),
        loginServer: string,
        ...readOnly("creationDate", "provisioningState", "name", "type", "systemData"),
    },
    // no published figures; one record of the registry
    seconds: { create: 5, update: 5, delete: 5 },
    outputs: ({ before, cloud }) => ({ creationDate: before?.creationDate ?? cloud.timestamp() }),
    refuse: [
        isIncomplete,
        immutable(
            (body) => textAt(body, "loginServer"),
            new ArmError(400, "InvalidCredentialSet", "The login server of a credential set cannot be changed."),
        ),
    ],
};

/**
 * Whether the secrets can be read is found out at the first pull: the identity that must read them comes with the set.
 */
function isIncomplete({ inputs }: Put): ArmError | undefined {
    const credentials = objectsAt(inputs, "authCredentials");
    const secrets = credentials.flatMap((each) => [
        textAt(each, "usernameSecretIdentifier"),
        textAt(each, "passwordSecretIdentifier"),
    ]);
    const problem =
        (textAt(inputs, "loginServer") === undefined && "it needs a login server") ||
        (!/SystemAssigned/i.test(textAt(inputs, "identity.type") ?? "") && "it needs a system-assigned identity") ||
        (credentials.length !== 1 && "it needs exactly one credential") ||
        (!secrets.every((secret) => isSecret(secret)) &&
            "user name and password must be identifiers of secrets like https://<vault>.vault.azure.net/secrets/<name>");
    return problem
        ? new ArmError(400, "InvalidCredentialSet", `The credential set is invalid: ${problem}.`)
        : undefined;
}

function isSecret(identifier: string | undefined): boolean {
    return /^https:\/\/[^/]+\/secrets\/[^/]+(\/[^/]+)?$/i.test(identifier ?? "");
}
