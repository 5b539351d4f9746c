import type { Properties } from "../../provider/provider";
import { each, oneOf, required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { partAlreadyExists } from "../existing";
import { idForm } from "../ids";
import { completed } from "../plan";
import { defaulted, type Fields, replaces } from "../schema";
import { applicationId, claimValue, guid, nonEmpty } from "../texts";
import { partOfApplication, wordsOf } from "./part";

const fields: Fields = {
    scopeId: replaces(required(guid)),
    ...each(required(nonEmpty), "adminConsentDescription", "adminConsentDisplayName"),
    value: required(claimValue),
    type: defaulted(oneOf("Admin", "User"), "User"),
    ...each(nonEmpty, "userConsentDescription", "userConsentDisplayName"),
};

/** What a client may do on behalf of a user: a value of the claim `scp`. */
export const permissionScope = partOfApplication<Properties>(
    {
        token: "azuread:index/applicationPermissionScope:ApplicationPermissionScope",
        fields,
        list: "oauth2PermissionScopes",
        ids: idForm("/applications/{}/permissionScopes/{}"),
        keyOf: (inputs) => textAt(inputs, "scopeId") ?? "",
        has: ({ id }, key) => String(id).toLowerCase() === key.toLowerCase(),
        toItem: (inputs) => {
            const { scopeId = "", ...rest } = completed(fields, inputs);
            return { id: scopeId, isEnabled: true, ...rest };
        },
        toInputs: ({ id: _, isEnabled: __, ...rest }, key) => ({ scopeId: key, ...rest }),
        exists: (id) => partAlreadyExists("azuread_application_permission_scope", id),
        words: wordsOf("Permission Scope", "Scope ID", "permission scope"),
        disables: true,
        minutes: { create: 10, read: 5, update: 10, delete: 5 },
        // no published figures; a PATCH to create, and two with a pause of a second between them to change or delete
        seconds: { create: 1, update: 3, delete: 3 },
    },
    { applicationId: replaces(required(applicationId)) },
);
