import { readOnly, string } from "../../provider/schema";
import { ArmError } from "../arm-error";
import { isBelow } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";
import { recordSetsIn } from "./record-sets";

/** Microsoft.Network/privateDnsZones */
export const privateZone: ResourceType = {
    token: "azure-native:privatedns:PrivateZone",
    apiVersion: "2024-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}",
    properties: {
        location: string,
        tags,
        ...readOnly("etag", "internalId", "maxNumberOfRecordSets", "maxNumberOfVirtualNetworkLinks"),
        ...readOnly("maxNumberOfVirtualNetworkLinksWithRegistration", "numberOfRecordSets"),
        ...readOnly("numberOfVirtualNetworkLinks", "numberOfVirtualNetworkLinksWithRegistration"),
        ...readOnly("provisioningState", "name", "type", "systemData"),
    },
    locations: ["global"],
    // no published figures; the zone has to reach the resolvers of all regions
    seconds: { create: 30, update: 15, delete: 20 },
    outputs: () => ({
        // https://learn.microsoft.com/azure/dns/dns-faq-private#what-are-the-usage-limits-for-azure-dns-private-zones
        maxNumberOfRecordSets: 25000,
        maxNumberOfVirtualNetworkLinks: 1000,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
    }),
    derived: ({ id }, cloud) => {
        const links = cloud.all("azure-native:privatedns:VirtualNetworkLink").filter((link) => isBelow(link.id, id));
        return {
            numberOfRecordSets: 1 + recordSetsIn(id, (token) => cloud.all(token)).length, // one more is the SOA record
            numberOfVirtualNetworkLinks: links.length,
            numberOfVirtualNetworkLinksWithRegistration: links.filter(({ body }) => body.registrationEnabled).length,
        };
    },
    refuseDelete: [
        ({ id, cloud }) =>
            cloud.all("azure-native:privatedns:VirtualNetworkLink").some((link) => isBelow(link.id, id))
                ? new ArmError(
                      409,
                      "CannotDeleteResource",
                      "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks'. Please delete all nested resources before deleting this resource.",
                  )
                : undefined,
    ],
};
