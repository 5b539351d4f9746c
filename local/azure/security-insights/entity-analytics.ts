import { oneOf, readOnly, required } from "../../provider/schema";
import { textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";
import { notOnboarded, workspaceNames } from "./in-workspace";
import { nameIsNot, settingPath, uebaNeedsIt } from "./settings";

/** Microsoft.SecurityInsights/settings of the kind EntityAnalytics: whose accounts Sentinel knows. */
export const entityAnalytics: ResourceType = {
    token: "azure-native:securityinsights:EntityAnalytics",
    apiVersion: "2025-01-01-preview",
    path: settingPath,
    names: workspaceNames,
    properties: {
        kind: required(oneOf("EntityAnalytics")),
        entityProviders: list(oneOf("ActiveDirectory", "AzureActiveDirectory")),
        ...readOnly("etag", "name", "type", "systemData"),
    },
    // no published figures; accounts are copied in the background
    seconds: { create: 5, update: 5, delete: 4 },
    refuse: [
        notOnboarded,
        nameIsNot("EntityAnalytics"),
        ({ inputs }) =>
            textsAt(inputs, "entityProviders").length > 0
                ? undefined
                : new ArmError(400, "BadRequest", "The setting EntityAnalytics needs an entity provider."),
    ],
    refuseDelete: [uebaNeedsIt],
};
