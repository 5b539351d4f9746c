import { each, integer, limited, object, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { builtInTable } from "./tables";

/** Microsoft.OperationalInsights/workspaces/savedSearches: a query that is kept, and may be called as a function. */
export const savedSearch: ResourceType = {
    token: "azure-native:operationalinsights:SavedSearch",
    // no published figures; one record
    seconds: { create: 3, update: 3, delete: 2 },
    apiVersion: "2023-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}/savedSearches/{savedSearchId}",
    names: {
        workspaceName: limited(string, {
            minLength: 4,
            maxLength: 63,
            pattern: "^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$",
        }),
    },
    properties: {
        ...each(required(string), "category", "displayName", "query"),
        ...each(string, "functionAlias", "functionParameters"),
        tags: list(object(each(required(string), "name", "value"))),
        version: integer,
        ...readOnly("etag", "name", "type"),
    },
    outputs: ({ inputs }) => ({ version: inputs.version ?? 2 }),
    refuse: [isThere, aliasIsWrong],
};

/**
 * Azure takes a change only with the ETag of what it replaces, which nobody here sends.
 * https://github.com/MicrosoftDocs/azure-docs/issues/49275
 */
function isThere({ name, before }: Put): ArmError | undefined {
    return (
        before &&
        new ArmError(
            409,
            "Conflict",
            `The saved search '${name}' is there already, and the request has no ETag: replace it.`,
        )
    );
}

/** A function is called by its alias, which means one thing in a workspace. */
function aliasIsWrong({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const alias = textAt(inputs, "functionAlias");
    if (alias === undefined) {
        return inputs.functionParameters === undefined
            ? undefined
            : invalid("functionParameters needs a functionAlias");
    }
    if (!/^[A-Za-z_]\w*$/.test(alias)) {
        return invalid(`functionAlias '${alias}' must be a letter or _, and letters, digits and _`);
    }
    const rival = cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), parentOf(id)))
        .find((other) => sameId(textAt(other.body, "functionAlias") ?? "", alias));
    const owner = rival?.id ?? (builtInTable(alias) ? `the table ${alias}` : undefined);
    return owner === undefined ? undefined : invalid(`functionAlias '${alias}' is that of ${owner}`);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidParameter", `The saved search is invalid: ${problem}.`);
}
