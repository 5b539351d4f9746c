import { each, notModelled, oneOf, readOnly, required, string } from "../../provider/schema";
import { isGuid, isObject, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { tags } from "../schema";

/** Microsoft.Insights/workbooks: a page of queries. */
export const workbook: ResourceType = {
    token: "azure-native:applicationinsights:Workbook",
    apiVersion: "2023-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/workbooks/{resourceName}",
    properties: {
        location: required(string),
        tags,
        identity,
        kind: oneOf("shared"),
        ...each(required(string), "category", "displayName", "serializedData"),
        ...each(string, "description", "sourceId", "version"),
        ...notModelled("storageUri"),
        ...readOnly("etag", "revision", "timeModified", "userId", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ id, inputs, cloud }) => ({
        kind: inputs.kind ?? "shared",
        revision: cloud.newGuid(id, "revision").replaceAll("-", ""),
        timeModified: cloud.timestamp(),
        userId: cloud.seed.client.objectId,
        version: inputs.version ?? "Notebook/1.0",
    }),
    refuse: [nameIsNoGuid, sourceIsMissing, pageIsWrong],
};

/** https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-automate */
function nameIsNoGuid({ name }: Put): ArmError | undefined {
    return isGuid(name)
        ? undefined
        : new ArmError(400, "BadRequest", `The name of a workbook must be a GUID, not '${name}'.`);
}

/** Azure takes one without a source, and no page of the portal shows it. */
function sourceIsMissing({ inputs }: Put): ArmError | undefined {
    return textAt(inputs, "sourceId") === undefined
        ? new ArmError(400, "BadRequest", "A workbook needs sourceId, the resource that it is shown at.")
        : undefined;
}

function pageIsWrong({ inputs }: Put): ArmError | undefined {
    const page = parsed(textAt(inputs, "serializedData") ?? "");
    return isObject(page) && page.version === "Notebook/1.0" && Array.isArray(page.items)
        ? undefined
        : new ArmError(
              400,
              "BadRequest",
              "serializedData must be the JSON of a workbook: version Notebook/1.0 with items.",
          );
}

function parsed(text: string) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
