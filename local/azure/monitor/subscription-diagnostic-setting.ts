import { boolean, each, object, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { categoryIsNoneOf, destinationIsMissing, destinationIsUsed, tooManySettings } from "./log-destination";

/** Microsoft.Insights/diagnosticSettings of a subscription: where its activity log goes. */
export const subscriptionDiagnosticSetting: ResourceType = {
    token: "azure-native:monitor:SubscriptionDiagnosticSetting",
    apiVersion: "2021-05-01-preview",
    path: "/subscriptions/{subscriptionId}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    properties: {
        ...each(string, "eventHubAuthorizationRuleId", "eventHubName", "marketplacePartnerId", "serviceBusRuleId"),
        ...each(string, "storageAccountId", "workspaceId"),
        logs: list(object({ category: string, categoryGroup: string, enabled: required(boolean) })),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 3, delete: 3 },
    refuse: [
        // https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log-schema#categories
        categoryIsNoneOf(
            "Administrative",
            "Alert",
            "Autoscale",
            "Policy",
            "Recommendation",
            "ResourceHealth",
            "Security",
            "ServiceHealth",
        ),
        destinationIsMissing,
        destinationIsUsed,
        tooManySettings,
    ],
};
