import { boolean, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list, tags, writeOnly } from "../schema";
import { accountHasNoModels, childNames, hasSibling, oneAtATime } from "./child";

const source = oneOf("Prompt", "Completion", "PreToolCall", "PostToolCall", "PreRun", "PostRun");

/** Policies that every account has. */
const builtIn = ["Microsoft.Default", "Microsoft.DefaultV2"];

/** Microsoft.CognitiveServices/accounts/raiPolicies: which contents the models of an account refuse. */
export const raiPolicy: ResourceType = {
    token: "azure-native:cognitiveservices:RaiPolicy",
    apiVersion: "2025-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}/raiPolicies/{raiPolicyName}",
    names: childNames("raiPolicyName"),
    properties: {
        tags,
        properties: object({
            basePolicyName: string,
            contentFilters: list(
                object({
                    action: writeOnly(oneOf("None", "BLOCKING", "ANNOTATING", "HITL", "RETRY")),
                    blocking: boolean,
                    enabled: boolean,
                    name: string,
                    severityThreshold: oneOf("Low", "Medium", "High"),
                    source,
                }),
            ),
            customBlocklists: list(object({ blocking: boolean, blocklistName: string, source })),
            mode: oneOf("Default", "Deferred", "Blocking", "Asynchronous_filter"),
            ...notModelled("safetyProviders"),
            ...readOnly("type"),
        }),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    ...oneAtATime,
    // no published figures; one record of the account
    seconds: { create: 5, update: 5, delete: 5 },
    outputs: () => ({ properties: { type: "UserManaged" } }),
    refuse: [accountHasNoModels, baseIsUnknown, blocklistIsMissing],
};

function baseIsUnknown({ inputs }: Put): ArmError | undefined {
    const base = textAt(inputs, "properties.basePolicyName");
    return base !== undefined && builtIn.includes(base)
        ? undefined
        : new ArmError(
              400,
              "InvalidRaiPolicy",
              `A content filter needs a basePolicyName, one of: ${builtIn.join(", ")}. It is ${base}.`,
          );
}

function blocklistIsMissing(put: Put): ArmError | undefined {
    const missing = objectsAt(put.inputs, "properties.customBlocklists")
        .map((list) => textAt(list, "blocklistName") ?? "")
        .find((name) => !hasSibling(put, "raiBlocklists", name));
    return missing === undefined
        ? undefined
        : new ArmError(400, "RaiBlocklistNotFound", `The blocklist '${missing}' does not exist in the account.`);
}
