import { boolean, each, limited, notModelled, object, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";

const receiver = { name: required(string) };
const kinds = ["armRoleReceivers", "azureAppPushReceivers", "emailReceivers", "smsReceivers", "webhookReceivers"];

/** Microsoft.Insights/actionGroups: whom an alert reaches. */
export const actionGroup: ResourceType = {
    token: "azure-native:monitor:ActionGroup",
    apiVersion: "2024-10-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/actionGroups/{actionGroupName}",
    properties: {
        location: string,
        tags,
        identity,
        enabled: required(boolean),
        groupShortName: required(limited(string, { maxLength: 12 })),
        armRoleReceivers: list(object({ ...receiver, roleId: required(string), useCommonAlertSchema: boolean })),
        azureAppPushReceivers: list(object({ ...receiver, emailAddress: required(string) })),
        emailReceivers: list(
            object({
                ...receiver,
                emailAddress: required(string),
                useCommonAlertSchema: boolean,
                ...readOnly("status"),
            }),
        ),
        smsReceivers: list(
            object({ ...receiver, ...each(required(string), "countryCode", "phoneNumber"), ...readOnly("status") }),
        ),
        webhookReceivers: list(
            object({
                ...receiver,
                serviceUri: required(string),
                ...each(string, "identifierUri", "managedIdentity", "objectId", "tenantId"),
                ...each(boolean, "useAadAuth", "useCommonAlertSchema"),
            }),
        ),
        ...notModelled("automationRunbookReceivers", "azureFunctionReceivers", "eventHubReceivers"),
        ...notModelled("incidentReceivers", "itsmReceivers", "logicAppReceivers", "voiceReceivers"),
        ...readOnly("name", "type", "systemData"),
    },
    // https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups: alerts of one region stay there, others are global
    locations: ["global", "germanywestcentral", "northcentralus", "southcentralus", "swedencentral"],
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 3 },
    outputs: ({ inputs }) => ({
        ...Object.fromEntries(kinds.map((kind) => [kind, objectsAt(inputs, kind)])),
        emailReceivers: objectsAt(inputs, "emailReceivers").map((each) => ({ ...each, status: "Enabled" })),
        smsReceivers: objectsAt(inputs, "smsReceivers").map((each) => ({ ...each, status: "Enabled" })),
    }),
    refuse: [nameIsRepeated],
};

function nameIsRepeated({ inputs }: Put): ArmError | undefined {
    const names = kinds.flatMap((kind) => objectsAt(inputs, kind).map((each) => textAt(each, "name") ?? ""));
    const repeated = names.find((name, index) => names.indexOf(name) < index);
    return repeated === undefined
        ? undefined
        : new ArmError(
              400,
              "ReceiverNameAlreadyUsed",
              `The receivers of an action group need different names, '${repeated}' is used twice.`,
          );
}
