import type { Properties } from "../../provider/provider";
import { boolean, each, integer, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { typeWithParent } from "../with-parent";
import { destinationIsMissing, destinationIsUsed, destinations, tooManySettings } from "./log-destination";

const retentionPolicy = object({ days: required(integer), enabled: required(boolean) });

/** Microsoft.Insights/diagnosticSettings: which logs of a resource go where. */
export const diagnosticSetting: ResourceType = {
    token: "azure-native:monitor:DiagnosticSetting",
    apiVersion: "2021-05-01-preview",
    path: "/{resourceUri}/providers/microsoft.insights/diagnosticSettings/{name}",
    lowerCasesScope: true,
    properties: {
        ...each(string, ...destinations, "eventHubName", "serviceBusRuleId"),
        logAnalyticsDestinationType: oneOf("Dedicated", "AzureDiagnostics"),
        logs: list(object({ category: string, categoryGroup: string, enabled: required(boolean), retentionPolicy })),
        metrics: list(object({ category: string, enabled: required(boolean), retentionPolicy, timeGrain: string })),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record, checked against the resource's provider
    seconds: { create: 4, update: 3, delete: 3 },
    refuse: [targetHasNone, categoryIsUnknown, tableIsShared, destinationIsMissing, destinationIsUsed, tooManySettings],
};

function targetOf({ id, cloud }: Put): ResourceType | undefined {
    const target = cloud.find(parentOf(id));
    return target ? cloud.typeOf(target.type) : typeWithParent(parentOf(id));
}

function targetHasNone(put: Put): ArmError | undefined {
    const target = targetOf(put);
    return target?.diagnostics
        ? undefined
        : new ArmError(
              400,
              "ResourceTypeNotSupported",
              `The resource type '${target && armTypeOf(target.path)}' does not support diagnostic settings.`,
          );
}

function categoryIsUnknown(put: Put): ArmError | undefined {
    const { logs = [], groups = [], metrics = [] } = targetOf(put)?.diagnostics ?? {};
    const lists: [Properties[], string, string, string[]][] = [
        [objectsAt(put.inputs, "logs"), "category", "Category", logs],
        [objectsAt(put.inputs, "logs"), "categoryGroup", "Category group", groups],
        [objectsAt(put.inputs, "metrics"), "category", "Metric category", metrics],
    ];
    for (const [settings, property, title, allowed] of lists) {
        const wrong = settings
            .map((setting) => textAt(setting, property))
            .find((name) => name !== undefined && !allowed.some((one) => sameId(one, name)));
        if (wrong !== undefined) {
            const advice = allowed.length > 0 ? `supported are: ${allowed.join(", ")}` : "the resource has none";
            return new ArmError(400, "BadRequest", `${title} '${wrong}' is not supported, ${advice}.`);
        }
    }
    return undefined;
}

/** Azure takes it and answers without it, so that it differs for ever; here it is said at once. */
function tableIsShared(put: Put): ArmError | undefined {
    const target = targetOf(put);
    return target?.diagnostics?.sharedTable && put.inputs.logAnalyticsDestinationType === "Dedicated"
        ? new ArmError(
              400,
              "BadRequest",
              `The logs of '${armTypeOf(target.path)}' have no tables of their own: leave logAnalyticsDestinationType out.`,
          )
        : undefined;
}
