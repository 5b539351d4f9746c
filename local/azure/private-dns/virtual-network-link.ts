import { boolean, oneOf, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { reference, tags } from "../schema";

/** Microsoft.Network/privateDnsZones/virtualNetworkLinks */
export const virtualNetworkLink: ResourceType = {
    token: "azure-native:privatedns:VirtualNetworkLink",
    apiVersion: "2024-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
    properties: {
        location: string,
        tags,
        registrationEnabled: boolean,
        resolutionPolicy: oneOf("Default", "NxDomainRedirect"),
        virtualNetwork: reference,
        ...readOnly("etag", "provisioningState", "virtualNetworkLinkState", "name", "type", "systemData"),
    },
    locations: ["global"],
    // no published figures; the link has to reach the resolvers of the network's region
    seconds: { create: 35, update: 15, delete: 35 },
    outputs: ({ inputs }) => ({
        registrationEnabled: inputs.registrationEnabled ?? false,
        virtualNetworkLinkState: "Completed",
    }),
    refuse: [
        ({ type, id, inputs, cloud }) => {
            const network = textAt(inputs, "virtualNetwork.id") ?? "";
            const zone = lastSegment(parentOf(id));
            const rival = cloud
                .all(type.token)
                .filter((link) => !sameId(link.id, id) && sameId(textAt(link.body, "virtualNetwork.id") ?? "", network))
                .find((link) => sameId(lastSegment(parentOf(link.id)), zone));
            return rival
                ? new ArmError(
                      400,
                      "BadRequest",
                      `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network '${network}' with zone '${zone}', but it is linked by '${rival.id}' already.`,
                  )
                : undefined;
        },
    ],
};
