import { each, integer, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { tags } from "../schema";
import { accountHasNoModels, childNames, hasSibling, oneAtATime } from "./child";
import { sku } from "./sku";

/** Microsoft.CognitiveServices/accounts/deployments: a model that an account answers with. */
export const deployment: ResourceType = {
    token: "azure-native:cognitiveservices:Deployment",
    apiVersion: "2025-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}",
    names: childNames("deploymentName"),
    properties: {
        tags,
        sku,
        properties: object({
            model: object({
                ...each(string, "format", "name", "publisher", "source", "sourceAccount", "version"),
                ...readOnly("callRateLimit"),
            }),
            ...each(string, "parentDeploymentName", "raiPolicyName", "spilloverDeploymentName"),
            versionUpgradeOption: oneOf("OnceNewDefaultVersionAvailable", "OnceCurrentVersionExpired", "NoAutoUpgrade"),
            currentCapacity: integer,
            ...notModelled("capacitySettings", "scaleSettings"),
            ...readOnly("callRateLimit", "capabilities", "dynamicThrottlingEnabled", "provisioningState"),
            ...readOnly("rateLimits"),
        }),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    ...oneAtATime,
    // no published figures; capacity is reserved, the model runs already
    seconds: { create: 20, update: 15, delete: 10 },
    outputs: ({ inputs }) => ({
        properties: {
            provisioningState: "Succeeded",
            versionUpgradeOption: textAt(inputs, "properties.versionUpgradeOption") ?? "OnceNewDefaultVersionAvailable",
        },
    }),
    refuse: [accountHasNoModels, isIncomplete, policyIsMissing],
};

function isIncomplete({ inputs }: Put): ArmError | undefined {
    const missing = ["sku.name", "properties.model.format", "properties.model.name"].find(
        (path) => textAt(inputs, path) === undefined,
    );
    return missing === undefined
        ? undefined
        : new ArmError(400, "InvalidResourceProperties", `The deployment needs ${missing}.`);
}

function policyIsMissing(put: Put): ArmError | undefined {
    const policy = textAt(put.inputs, "properties.raiPolicyName");
    return policy === undefined || policy.startsWith("Microsoft.") || hasSibling(put, "raiPolicies", policy)
        ? undefined
        : new ArmError(400, "RaiPolicyNotFound", `The content filter '${policy}' does not exist in the account.`);
}
