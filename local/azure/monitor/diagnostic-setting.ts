import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { boolean, each, integer, list, object, oneOf, readOnly, required, string } from "../schema";

const retentionPolicy = object({ days: required(integer), enabled: required(boolean) });
const destinations = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

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
    refuse: [targetHasNone, categoryIsUnknown, destinationIsMissing, destinationIsUsed],
};

function targetOf({ id, cloud }: Put) {
    const target = cloud.find(parentOf(id));
    return target && cloud.typeOf(target.type);
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

function destinationIsMissing({ inputs }: Put): ArmError | undefined {
    return destinations.some((name) => inputs[name] !== undefined)
        ? undefined
        : new ArmError(400, "BadRequest", "At least one data sink needs to be specified.");
}

/** One setting per log and destination: two would send everything twice. */
function destinationIsUsed({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const selected = selection(inputs);
    for (const other of cloud.all(type.token)) {
        if (sameId(other.id, id) || !sameId(parentOf(other.id), parentOf(id))) {
            continue;
        }
        const sink = destinations.find((name) => inputs[name] !== undefined && inputs[name] === other.body[name]);
        const category = selection(other.body).find((name) => selected.includes(name));
        if (sink && category) {
            return new ArmError(
                409,
                "Conflict",
                `Data sink '${inputs[sink]}' is already used in diagnostic setting '${other.body.name}' for category '${category}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
            );
        }
    }
    return undefined;
}

function selection(body: Properties): string[] {
    return [...objectsAt(body, "logs"), ...objectsAt(body, "metrics")]
        .filter(({ enabled }) => enabled === true)
        .flatMap((setting) => textAt(setting, "category") ?? textAt(setting, "categoryGroup") ?? []);
}
