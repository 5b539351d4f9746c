import { oneOf, readOnly, required } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { notOnboarded, workspaceNames } from "./in-workspace";
import { nameIsNot, settingPath } from "./settings";

/** Microsoft.SecurityInsights/settings of the kind Anomalies: Sentinel looks for what is unusual by itself. */
export const anomalies: ResourceType = {
    token: "azure-native:securityinsights:Anomalies",
    apiVersion: "2025-01-01-preview",
    path: settingPath,
    names: workspaceNames,
    properties: {
        kind: required(oneOf("Anomalies")),
        ...readOnly("isEnabled", "etag", "name", "type", "systemData"),
    },
    // no published figures; learning takes a week
    seconds: { create: 5, update: 5, delete: 4 },
    outputs: () => ({ isEnabled: true }),
    refuse: [notOnboarded, nameIsNot("Anomalies")],
};
