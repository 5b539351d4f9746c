import { oneOf, readOnly, required } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { notOnboarded, workspaceNames } from "./in-workspace";
import { entityAnalyticsIsOff, nameIsNot, settingPath } from "./settings";

/** Microsoft.SecurityInsights/settings of the kind Ueba: which logs Sentinel learns the behaviour of accounts from. */
export const ueba: ResourceType = {
    token: "azure-native:securityinsights:Ueba",
    apiVersion: "2025-01-01-preview",
    path: settingPath,
    names: workspaceNames,
    properties: {
        kind: required(oneOf("Ueba")),
        dataSources: list(oneOf("AuditLogs", "AzureActivity", "SecurityEvent", "SigninLogs")),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    // no published figures; learning takes a week
    seconds: { create: 5, update: 5, delete: 4 },
    refuse: [notOnboarded, nameIsNot("Ueba"), entityAnalyticsIsOff],
};
