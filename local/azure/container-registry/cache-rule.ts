import { each, limited, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import { immutable } from "../immutable";
import type { Put, ResourceType } from "../resource-type";

/** Microsoft.ContainerRegistry/registries/cacheRules: a repository of another registry that is kept here. */
export const cacheRule: ResourceType = {
    token: "azure-native:containerregistry:CacheRule",
    apiVersion: "2024-11-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}/cacheRules/{cacheRuleName}",
    names: {
        registryName: limited(string, { minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9]*$" }),
        cacheRuleName: limited(string, { minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9-]*$" }),
    },
    properties: {
        ...each(string, "credentialSetResourceId", "sourceRepository", "targetRepository"),
        ...readOnly("creationDate", "provisioningState", "name", "type", "systemData"),
    },
    // no published figures; one record of the registry
    seconds: { create: 5, update: 5, delete: 5 },
    outputs: ({ before, cloud }) => ({ creationDate: before?.creationDate ?? cloud.timestamp() }),
    refuse: [
        isIncomplete,
        credentialsAreWrong,
        targetIsTaken,
        ...["sourceRepository", "targetRepository"].map((name) =>
            immutable((body) => textAt(body, name), invalid(`the ${name} of a cache rule cannot be changed`)),
        ),
    ],
};

function isIncomplete({ inputs }: Put): ArmError | undefined {
    const missing = ["sourceRepository", "targetRepository"].find((name) => textAt(inputs, name) === undefined);
    return missing === undefined ? undefined : invalid(`it needs a ${missing}`);
}

/** The one upstream whose images everybody may pull without limits. */
const withoutCredentials = "mcr.microsoft.com";

function credentialsAreWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const [server = ""] = (textAt(inputs, "sourceRepository") ?? "").split("/");
    const setId = textAt(inputs, "credentialSetResourceId");
    if (setId === undefined) {
        return server === withoutCredentials
            ? undefined
            : invalid(`pulls from ${server} need a credential set, only those from ${withoutCredentials} do not`);
    }
    const set = cloud.find(setId);
    const loginServer = textAt(set?.body, "loginServer");
    if (set?.type !== "azure-native:containerregistry:CredentialSet" || !sameId(parentOf(set.id), parentOf(id))) {
        return invalid(`${setId} is no credential set of this registry`);
    }
    return loginServer === server ? undefined : invalid(`${setId} is for ${loginServer}, not for ${server}`);
}

function targetIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const target = textAt(inputs, "targetRepository");
    const rival = cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id))
        .find(({ body }) => textAt(body, "targetRepository") === target);
    return rival ? invalid(`the repository ${target} is filled by ${rival.id} already`) : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidCacheRule", `The cache rule is invalid: ${problem}.`);
}
