import type { Properties, Value } from "../../provider/provider";
import { any, each, integer, map, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { normalLocation } from "../locations";
import { identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { type Fields, list, tags } from "../schema";
import { immutableId } from "./data-collection-endpoint";

const streams = list(string);

function sources(properties: Fields) {
    return list(object({ name: string, streams, ...properties }));
}

/** Microsoft.Insights/dataCollectionRules: what agents collect, and where it goes. */
export const dataCollectionRule: ResourceType = {
    token: "azure-native:monitor:DataCollectionRule",
    apiVersion: "2022-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}",
    properties: {
        location: string,
        tags,
        description: string,
        identity,
        kind: oneOf("Linux", "Windows"),
        dataCollectionEndpointId: string,
        dataFlows: list(
            object({
                ...each(string, "builtInTransform", "outputStream", "transformKql"),
                destinations: list(string),
                streams,
            }),
        ),
        dataSources: object({
            extensions: sources({
                extensionName: required(string),
                extensionSettings: any,
                inputDataSources: list(string),
            }),
            performanceCounters: sources({ counterSpecifiers: list(string), samplingFrequencyInSeconds: integer }),
            platformTelemetry: list(object({ name: string, streams: required(streams) })),
            prometheusForwarder: sources({ labelIncludeFilter: map(string) }),
            syslog: sources({ facilityNames: list(string), logLevels: list(string) }),
            windowsEventLogs: sources({ xPathQueries: list(string) }),
            ...notModelled("dataImports", "iisLogs", "logFiles", "windowsFirewallLogs"),
        }),
        destinations: object({
            azureMonitorMetrics: object({ name: string }),
            logAnalytics: list(object({ ...each(string, "name", "workspaceResourceId"), ...readOnly("workspaceId") })),
            storageBlobsDirect: list(object(each(string, "containerName", "name", "storageAccountResourceId"))),
            ...notModelled("eventHubs", "eventHubsDirect", "monitoringAccounts", "storageAccounts"),
            ...notModelled("storageTablesDirect"),
        }),
        streamDeclarations: map(
            object({
                columns: list(
                    object({
                        name: string,
                        type: oneOf("string", "int", "long", "real", "boolean", "datetime", "dynamic"),
                    }),
                ),
            }),
        ),
        ...readOnly("etag", "immutableId", "metadata", "provisioningState", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; one record, agents ask for it every few minutes
    seconds: { create: 8, update: 6, delete: 4 },
    outputs: (put) => ({
        immutableId: put.before?.immutableId ?? immutableId("dcr", put),
        ...(objectsAt(put.inputs, "destinations.logAnalytics").length > 0 && {
            destinations: {
                logAnalytics: objectsAt(put.inputs, "destinations.logAnalytics").map((each) => ({
                    ...each,
                    workspaceId: workspaceOf(each, put)?.customerId ?? "",
                })),
            },
        }),
    }),
    refuse: [flowsDoNotMatch, regionDiffers],
    diagnostics: { logs: ["LogErrors", "LogTroubleshooting"], groups: ["allLogs"], metrics: ["AllMetrics"] },
};

function workspaceOf(destination: Properties, { cloud }: Put): Properties | undefined {
    return cloud.find(textAt(destination, "workspaceResourceId") ?? "")?.body;
}

/** Objects of every list in one object, and its objects that are not in lists. */
function allIn(value: Value | undefined): Properties[] {
    return isObject(value)
        ? Object.values(value).flatMap((inner) =>
              isObject(inner) ? [inner] : Array.isArray(inner) ? inner.filter(isObject) : [],
          )
        : [];
}

/** https://learn.microsoft.com/azure/azure-monitor/essentials/data-collection-rule-structure */
function flowsDoNotMatch({ inputs }: Put): ArmError | undefined {
    const flows = objectsAt(inputs, "dataFlows");
    const sourcesGiven = allIn(inputs.dataSources);
    const destinations = allIn(inputs.destinations).flatMap((each) => textAt(each, "name") ?? []);
    const declared = isObject(inputs.streamDeclarations) ? Object.keys(inputs.streamDeclarations) : [];
    const flowing = flows.flatMap((flow) => textsAt(flow, "streams"));
    const names = [...destinations, ...sourcesGiven.flatMap((each) => textAt(each, "name") ?? [])];
    const problems = [
        ...repeated(names).map((name) => `the name '${name}' is used twice`),
        ...flows
            .flatMap((flow) => textsAt(flow, "destinations"))
            .filter((name) => !destinations.includes(name))
            .map((name) => `the destination '${name}' of a data flow is not declared in destinations`),
        ...flows
            .filter((flow) => textsAt(flow, "destinations").length === 0 || textsAt(flow, "streams").length === 0)
            .map(() => "a data flow needs streams and destinations"),
        ...flowing
            .filter((stream) => stream.startsWith("Custom-") && !declared.includes(stream))
            .map((stream) => `the stream '${stream}' is not declared in streamDeclarations`),
        ...flowing
            .filter((stream) => !/^(Custom|Microsoft)-./.test(stream))
            .map((stream) => `the stream '${stream}' begins neither with Microsoft- nor with Custom-`),
        ...sourcesGiven
            .flatMap((source) => textsAt(source, "streams"))
            .filter((stream) => !flowing.includes(stream))
            .map((stream) => `the stream '${stream}' of a data source is in no data flow`),
        ...(declared.length > 0 && inputs.dataCollectionEndpointId === undefined
            ? ["streamDeclarations need a dataCollectionEndpointId"]
            : []),
    ];
    return problems.length > 0 ? invalid(problems.join("; ")) : undefined;
}

function repeated(names: string[]): string[] {
    return names.filter((name, index) => names.indexOf(name) < index);
}

/** https://learn.microsoft.com/azure/azure-monitor/essentials/data-collection-endpoint-overview#limitations */
function regionDiffers(put: Put): ArmError | undefined {
    const region = normalLocation(String(put.inputs.location));
    const targets = [
        put.cloud.find(textAt(put.inputs, "dataCollectionEndpointId") ?? "")?.body,
        ...objectsAt(put.inputs, "destinations.logAnalytics").map((each) => workspaceOf(each, put)),
    ];
    const elsewhere = targets.find((body) => body !== undefined && valueAt(body, "location") !== region);
    return elsewhere
        ? invalid(`the rule is in ${region}, but ${elsewhere.name} is in ${elsewhere.location}`)
        : undefined;
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidPayload", `Data collection rule is invalid: ${problem}.`);
}
