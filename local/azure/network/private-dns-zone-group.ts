import type { Properties } from "../../provider/provider";
import { each, object, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import { privateName } from "../private-dns/private-names";
import type { ResourceType } from "../resource-type";
import { list, writeOnly } from "../schema";

/** Microsoft.Network/privateEndpoints/privateDnsZoneGroups: DNS records of a private endpoint, kept by Azure. */
export const privateDnsZoneGroup: ResourceType = {
    token: "azure-native:network:PrivateDnsZoneGroup",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
    properties: {
        id: writeOnly(string),
        name: string,
        privateDnsZoneConfigs: list(object({ ...each(string, "name", "privateDnsZoneId"), ...readOnly("recordSets") })),
        ...readOnly("etag", "provisioningState"),
    },
    serializedBy: "Microsoft.Network/privateEndpoints",
    // no published figures; a record in each zone
    seconds: { create: 20, update: 20, delete: 15 },
    outputs: ({ id, name, inputs, cloud }) => {
        const endpoint = cloud.find(parentOf(id))?.body;
        return {
            name,
            privateDnsZoneConfigs: objectsAt(inputs, "privateDnsZoneConfigs").map((config) => ({
                ...config,
                recordSets: recordsIn(lastSegment(textAt(config, "privateDnsZoneId") ?? ""), endpoint),
            })),
        };
    },
    refuse: [
        ({ id, inputs, cloud }) => {
            const zones = objectsAt(inputs, "privateDnsZoneConfigs").map((config) =>
                textAt(config, "privateDnsZoneId"),
            );
            const isZone = (zone: string | undefined) =>
                zone !== undefined && cloud.find(zone)?.type === "azure-native:privatedns:PrivateZone";
            return zones.length > 0 && zones.every(isZone)
                ? undefined
                : new ArmError(
                      400,
                      "InvalidRequestFormat",
                      `Private DNS zone group ${id} needs the ids of private DNS zones.`,
                  );
        },
    ],
};

/** Records of those names of the endpoint that lead to the zone. */
function recordsIn(zone: string, endpoint: Properties | undefined): Properties[] {
    return objectsAt(endpoint, "customDnsConfigs").flatMap((config) => {
        const lead = privateName(textAt(config, "fqdn") ?? "");
        return lead !== undefined && sameId(lead.zone, zone)
            ? [
                  {
                      recordType: "A",
                      recordSetName: lead.record,
                      fqdn: `${lead.record}.${zone}`,
                      ttl: 10,
                      provisioningState: "Succeeded",
                      ipAddresses: textsAt(config, "ipAddresses"),
                  },
              ]
            : [];
    });
}
