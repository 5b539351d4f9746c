import type { Properties } from "../../provider/provider";
import { each, oneOf, required } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { partAlreadyExists } from "../existing";
import { idForm } from "../ids";
import { completed } from "../plan";
import { type Fields, replaces, set } from "../schema";
import { applicationId, claimValue, guid, nonEmpty } from "../texts";
import { partOfApplication, wordsOf } from "./part";

const fields: Fields = {
    roleId: replaces(required(guid)),
    allowedMemberTypes: required(set(oneOf("Application", "User"), { minItems: 1 })),
    ...each(required(nonEmpty), "description", "displayName"),
    value: claimValue,
};

/** What somebody may do who is assigned it: a value of the claim `roles`. */
export const appRole = partOfApplication<Properties>(
    {
        token: "azuread:index/applicationAppRole:ApplicationAppRole",
        fields,
        list: "appRoles",
        ids: idForm("/applications/{}/appRoles/{}"),
        keyOf: (inputs) => textAt(inputs, "roleId") ?? "",
        has: ({ id }, key) => String(id).toLowerCase() === key.toLowerCase(),
        toItem: (inputs) => {
            const { roleId = "", ...rest } = completed(fields, inputs);
            return { id: roleId, isEnabled: true, ...rest };
        },
        toInputs: ({ id: _, isEnabled: __, ...rest }, key) => ({ roleId: key, ...rest }),
        exists: (id) => partAlreadyExists("azuread_application_app_role", id),
        words: wordsOf("App Role", "Role ID", "app role"),
        disables: true,
        minutes: { create: 10, read: 5, update: 10, delete: 5 },
        // no published figures; a PATCH to create, and two with a pause of a second between them to change or delete
        seconds: { create: 1, update: 3, delete: 3 },
    },
    { applicationId: replaces(required(applicationId)) },
);
