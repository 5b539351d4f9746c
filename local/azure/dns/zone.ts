import { notModelled, oneOf, readOnly, string } from "../../provider/schema";
import { isBelow } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";

/** Microsoft.Network/dnsZones: public names. It is deleted with all records in it. */
export const zone: ResourceType = {
    token: "azure-native:dns:Zone",
    apiVersion: "2023-07-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsZones/{zoneName}",
    properties: {
        location: string,
        tags,
        zoneType: oneOf("Public"), // private ones are of privatedns
        ...notModelled("registrationVirtualNetworks", "resolutionVirtualNetworks"),
        ...readOnly("etag", "maxNumberOfRecordSets", "maxNumberOfRecordsPerRecordSet", "nameServers"),
        ...readOnly("numberOfRecordSets", "signingKeys", "name", "type", "systemData"),
    },
    locations: ["global"],
    // no published figures; the zone has to reach the name servers
    seconds: { create: 10, update: 5, delete: 15 },
    outputs: () => ({
        zoneType: "Public",
        // https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits
        maxNumberOfRecordSets: 10000,
        maxNumberOfRecordsPerRecordSet: 20,
        nameServers: ["com", "net", "org", "info"].map((end, index) => `ns${index + 1}-01.azure-dns.${end}.`),
        signingKeys: [],
    }),
    derived: ({ id }, cloud) => ({
        // two more are the records SOA and NS of the zone itself
        numberOfRecordSets: 2 + cloud.all("azure-native:dns:RecordSet").filter((set) => isBelow(set.id, id)).length,
    }),
};
