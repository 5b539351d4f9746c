import { object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isBelow, sameId } from "../arm-id";
import type { LinkTarget, Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";

const accessMode = oneOf("Open", "PrivateOnly");

/**
 * Names that every scope has.
 * https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure#review-your-dns-settings
 */
const names = [
    "api.monitor.azure.com",
    "diagservices-query.monitor.azure.com",
    "global.in.ai.monitor.azure.com",
    "live.monitor.azure.com",
    "profiler.monitor.azure.com",
    "snapshot.monitor.azure.com",
    "scadvisorcontentpl.blob.core.windows.net",
];

/** Microsoft.Insights/privateLinkScopes: what of Azure Monitor a private endpoint reaches. */
export const privateLinkScope: ResourceType = {
    token: "azure-native:monitor:PrivateLinkScope",
    apiVersion: "2023-06-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/privateLinkScopes/{scopeName}",
    properties: {
        location: string,
        tags,
        accessModeSettings: required(
            object({
                exclusions: list(
                    object({
                        ingestionAccessMode: accessMode,
                        queryAccessMode: accessMode,
                        privateEndpointConnectionName: string,
                    }),
                ),
                ingestionAccessMode: required(accessMode),
                queryAccessMode: required(accessMode),
            }),
        ),
        ...readOnly("privateEndpointConnections", "provisioningState", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    locations: ["global"],
    // no published figures; one record
    seconds: { create: 5, update: 5, delete: 10 },
    outputs: ({ inputs }) => ({
        accessModeSettings: { exclusions: objectsAt(inputs, "accessModeSettings.exclusions") },
        privateEndpointConnections: [],
    }),
    refuse: [exclusionNamesNothing],
    privateLink: { azuremonitor: (_, scope) => [...names, ...namesOfLinked(scope)] },
};

/** Names of the workspaces and collection endpoints in the scope, as far as they are in it when the endpoint is written. */
function namesOfLinked({ id, all }: LinkTarget): string[] {
    const linked = all("azure-native:monitor:PrivateLinkScopedResource")
        .filter((each) => isBelow(each.id, id))
        .map(({ body }) => textAt(body, "linkedResourceId") ?? "");
    const isLinked = (other: { id: string }) => linked.some((each) => sameId(each, other.id));
    const workspaces = all("azure-native:operationalinsights:Workspace").filter(isLinked);
    const endpoints = all("azure-native:monitor:DataCollectionEndpoint").filter(isLinked);
    return [
        ...workspaces.flatMap(({ body }) =>
            ["ods.opinsights.azure.com", "oms.opinsights.azure.com", "agentsvc.azure-automation.net"].map(
                (domain) => `${body.customerId}.${domain}`,
            ),
        ),
        ...endpoints.flatMap(({ body }) =>
            ["configurationAccess", "logsIngestion", "metricsIngestion"].flatMap((part) => {
                const address = textAt(body, `${part}.endpoint`);
                return address === undefined ? [] : new URL(address).hostname;
            }),
        ),
    ];
}

function exclusionNamesNothing({ inputs }: Put): ArmError | undefined {
    const exclusions = objectsAt(inputs, "accessModeSettings.exclusions");
    return exclusions.every((each) => textAt(each, "privateEndpointConnectionName"))
        ? undefined
        : new ArmError(
              400,
              "InvalidAccessModeSettings",
              "Each exclusion in accessModeSettings needs a privateEndpointConnectionName.",
          );
}
