import { readOnly, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { tags, writeOnly } from "../schema";

/** Microsoft.Network/networkWatchers: Azure makes one in each region that has a virtual network (local/seed.yaml). */
export const networkWatcher: ResourceType = {
    token: "azure-native:network:NetworkWatcher",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkWatchers/{networkWatcherName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        ...readOnly("etag", "provisioningState", "name", "type"),
    },
    // no published figures; one record in the network controller
    seconds: { create: 4, update: 3, delete: 5 },
};
