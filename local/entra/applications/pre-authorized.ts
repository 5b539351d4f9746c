import type { Properties } from "../../provider/provider";
import { required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { alreadyExists } from "../existing";
import { idForm } from "../ids";
import { replaces, set } from "../schema";
import { applicationId, guid } from "../texts";
import { partOfApplication } from "./part";
import { describe } from "./registration";

/** A client that gets scopes without asking the user. Graph does not check that the client exists. */
export const preAuthorized = partOfApplication<Properties>(
    {
        token: "azuread:index/applicationPreAuthorized:ApplicationPreAuthorized",
        fields: { authorizedClientId: replaces(required(guid)), permissionIds: required(set(guid)) },
        list: "preAuthorizedApplications",
        ids: idForm("{}/preAuthorizedApplication/{}"),
        keyOf: (inputs) => textAt(inputs, "authorizedClientId") ?? "",
        has: ({ appId }, key) => String(appId).toLowerCase() === key.toLowerCase(),
        toItem: ({ authorizedClientId = "", permissionIds = [] }) => ({
            appId: authorizedClientId,
            delegatedPermissionIds: permissionIds,
        }),
        toInputs: ({ delegatedPermissionIds = [] }, key) => ({
            authorizedClientId: key,
            permissionIds: delegatedPermissionIds,
        }),
        exists: (id) => alreadyExists("azuread_application_pre_authorized", id),
        words: {
            missingApplication: (objectId) => `[application_id] Retrieving ${describe(objectId)}`,
            creating: (objectId, key) => `Adding pre-authorized application "${key}" for ${describe(objectId)}`,
            updating: (objectId, key) => `Updating pre-authorized application "${key}" for ${describe(objectId)}`,
            deleting: (objectId, key) => `Removing pre-authorized application "${key}" from ${describe(objectId)}`,
            item: "pre-authorized application",
        },
        minutes: { create: 5, read: 5, update: 5, delete: 5 },
        // no published figures; one PATCH
        seconds: { create: 1, update: 1, delete: 1 },
    },
    { applicationId: replaces(required(applicationId)) },
);
