import { object, readOnly, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";
import { childNames, oneAtATime } from "./child";

/** Microsoft.CognitiveServices/accounts/raiBlocklists: its terms are entered at the account's own address, not by ARM. */
export const raiBlocklist: ResourceType = {
    token: "azure-native:cognitiveservices:RaiBlocklist",
    apiVersion: "2025-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}/raiBlocklists/{raiBlocklistName}",
    names: childNames("raiBlocklistName"),
    properties: {
        tags,
        properties: object({ description: string }),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    ...oneAtATime,
    // no published figures; one record of the account
    seconds: { create: 5, update: 5, delete: 5 },
};
