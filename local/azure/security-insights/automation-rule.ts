import { any, boolean, object, oneOf, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { actionsAreWrong, conditionsAreWrong } from "./automation-parts";
import { inWorkspace, notOnboarded, workspaceNames } from "./in-workspace";
import { playbookIsNotRunnable } from "./playbook";
import { nameIsNoGuid } from "./rule-name";

/** Microsoft.SecurityInsights/automationRules: what Sentinel does by itself with an incident. */
export const automationRule: ResourceType = {
    token: "azure-native:securityinsights:AutomationRule",
    apiVersion: "2024-09-01",
    path: `${inWorkspace}/automationRules/{automationRuleId}`,
    names: workspaceNames,
    properties: {
        displayName: required({ ...string, maxLength: 500 }),
        order: required({ type: "integer", minimum: 1, maximum: 1000 }),
        // each is one of several shapes: see automation-parts.ts
        actions: required(list(any)),
        triggeringLogic: required(
            object({
                isEnabled: required(boolean),
                expirationTimeUtc: string,
                triggersOn: required(oneOf("Incidents", "Alerts")),
                triggersWhen: required(oneOf("Created", "Updated")),
                conditions: list(any),
            }),
        ),
        ...readOnly("createdBy", "createdTimeUtc", "lastModifiedBy", "lastModifiedTimeUtc"),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 3, update: 3, delete: 3 },
    outputs: ({ before, cloud }) => {
        const client = { objectId: cloud.seed.client.objectId };
        const now = cloud.timestamp();
        return {
            createdBy: before?.createdBy ?? client,
            createdTimeUtc: before?.createdTimeUtc ?? now,
            lastModifiedBy: client,
            lastModifiedTimeUtc: now,
        };
    },
    refuse: [notOnboarded, nameIsNoGuid, actionsAreWrong, conditionsAreWrong, playbookIsNotRunnable],
};
