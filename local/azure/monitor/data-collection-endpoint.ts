import { object, oneOf, readOnly, string } from "../../provider/schema";
import { normalLocation } from "../locations";
import { identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { tags } from "../schema";

/** Microsoft.Insights/dataCollectionEndpoints: where agents fetch their rules and send logs to. */
export const dataCollectionEndpoint: ResourceType = {
    token: "azure-native:monitor:DataCollectionEndpoint",
    apiVersion: "2022-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}",
    properties: {
        location: string,
        tags,
        description: string,
        identity,
        kind: oneOf("Linux", "Windows"),
        networkAcls: object({ publicNetworkAccess: oneOf("Enabled", "Disabled", "SecuredByPerimeter") }),
        // an answer that the specification takes in requests, too
        immutableId: string,
        ...readOnly("configurationAccess", "etag", "failoverConfiguration", "logsIngestion", "metadata"),
        ...readOnly("metricsIngestion", "privateLinkScopedResources", "provisioningState"),
        ...readOnly("name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; DNS names of the endpoint
    seconds: { create: 10, update: 5, delete: 5 },
    outputs: (put) => ({
        immutableId: put.before?.immutableId ?? immutableId("dce", put),
        configurationAccess: { endpoint: address("handler.control", put) },
        logsIngestion: { endpoint: address("ingest", put) },
        metricsIngestion: { endpoint: address("metrics.ingest", put) },
        networkAcls: { publicNetworkAccess: "Enabled", ...(put.inputs.networkAcls as object) },
    }),
};

/** The name by which agents and the ingestion API know the resource. */
export function immutableId(prefix: string, { id, cloud }: Put): string {
    return `${prefix}-${cloud.newGuid(id, "immutableId").replaceAll("-", "")}`;
}

function address(service: string, { name, inputs }: Put): string {
    return `https://${name.toLowerCase()}.${normalLocation(String(inputs.location))}-1.${service}.monitor.azure.com`;
}
