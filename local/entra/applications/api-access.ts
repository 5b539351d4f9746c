import type { Properties } from "../../provider/provider";
import { each, required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { partAlreadyExists } from "../existing";
import { idForm } from "../ids";
import { replaces, set } from "../schema";
import { applicationId, guid } from "../texts";
import { partOfApplication, wordsOf } from "./part";

/** Scopes and roles of another application that this one may ask for. Graph does not check that they exist. */
export const apiAccess = partOfApplication<Properties>(
    {
        token: "azuread:index/applicationApiAccess:ApplicationApiAccess",
        fields: { apiClientId: replaces(required(guid)), ...each(set(guid), "roleIds", "scopeIds") },
        combinations: [{ kind: "at-least-one", names: ["roleIds", "scopeIds"] }],
        list: "requiredResourceAccess",
        ids: idForm("/applications/{}/apiAccess/{}"),
        keyOf: (inputs) => textAt(inputs, "apiClientId") ?? "",
        has: ({ resourceAppId }, key) => String(resourceAppId).toLowerCase() === key.toLowerCase(),
        toItem: ({ apiClientId = "", roleIds = [], scopeIds = [] }) => ({
            resourceAppId: apiClientId,
            roleIds,
            scopeIds,
        }),
        toInputs: ({ roleIds, scopeIds }, key) => ({
            apiClientId: key,
            // sets that are empty are not in Terraform's state
            ...(Array.isArray(roleIds) && roleIds.length > 0 && { roleIds }),
            ...(Array.isArray(scopeIds) && scopeIds.length > 0 && { scopeIds }),
        }),
        exists: (id) => partAlreadyExists("azuread_application_api_access", id),
        words: wordsOf("Application API Access", "API Client ID", "API"),
        minutes: { create: 10, read: 5, update: 10, delete: 5 },
        // no published figures; one PATCH
        seconds: { create: 1, update: 1, delete: 1 },
    },
    { applicationId: replaces(required(applicationId)) },
);
