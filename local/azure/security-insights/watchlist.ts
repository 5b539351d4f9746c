import { boolean, each, integer, limited, object, oneOf, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { inWorkspace, notOnboarded, workspaceNames } from "./in-workspace";
import { aliasIsWrong, contentIsWrong, itemIsLeft } from "./watchlist-rules";

const user = object({ objectId: string, ...readOnly("email", "name") });

/**
 * Microsoft.SecurityInsights/watchlists: a table that queries read with `_GetWatchlist`. Azure answers without rawContent,
 * and has its lines as items; here it stands for them.
 */
export const watchlist: ResourceType = {
    token: "azure-native:securityinsights:Watchlist",
    apiVersion: "2024-09-01",
    path: `${inWorkspace}/watchlists/{watchlistAlias}`,
    names: workspaceNames,
    properties: {
        displayName: required(string),
        provider: required(string),
        itemsSearchKey: required(string),
        ...each(string, "contentType", "created", "defaultDuration", "description", "rawContent", "source"),
        ...each(string, "tenantId", "updated", "uploadStatus", "watchlistId", "watchlistType"),
        watchlistAlias: string,
        ...each(user, "createdBy", "updatedBy"),
        isDeleted: boolean,
        labels: list(string),
        numberOfLinesToSkip: limited(integer, { minimum: 0 }),
        sourceType: oneOf("Local", "AzureStorage"),
        ...readOnly("provisioningState", "etag", "name", "type", "systemData"),
    },
    // no published figures; the items are written in the background
    seconds: { create: 15, update: 15, delete: 15 },
    outputs: ({ id, name, before, cloud }) => {
        const now = cloud.timestamp();
        const client = { objectId: cloud.seed.client.objectId };
        return {
            watchlistAlias: name,
            watchlistId: before?.watchlistId ?? cloud.newGuid(id, "watchlistId"),
            watchlistType: "watchlist",
            created: before?.created ?? now,
            createdBy: before?.createdBy ?? client,
            updated: now,
            updatedBy: client,
            isDeleted: false,
            tenantId: cloud.seed.tenantId,
            uploadStatus: "Complete",
        };
    },
    refuse: [notOnboarded, aliasIsWrong, contentIsWrong, itemIsLeft],
};
