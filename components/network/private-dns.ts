import * as privatedns from "@pulumi/azure-native/privatedns";
import type * as pulumi from "@pulumi/pulumi";
import {
    checkedArmId,
    knownAfter,
    type PrivateDnsZone,
    privateDnsZones,
    resourceId,
    resourceName,
    tags,
} from "../shared";
import type { NetworkArgs } from "./network-args";
import type { VirtualNetwork } from "./virtual-network";

/**
 * Name and id of a private DNS zone, a new one unless there is one. The id waits for the link as well: before it, the
 * network does not resolve names in the zone.
 */
export function privateDnsZone(
    name: string,
    zoneLabel: PrivateDnsZone,
    virtualNetwork: VirtualNetwork,
    args: NetworkArgs,
    parent: pulumi.Resource,
): [string, pulumi.Output<string>] {
    const type = "Microsoft.Network/privateDnsZones";
    const zoneName = privateDnsZones[zoneLabel];
    const existing = args.existingPrivateDnsZoneIds?.[zoneName];
    if (existing !== undefined) {
        return [zoneName, checkedArmId(existing, `existingPrivateDnsZoneIds["${zoneName}"]`, type)];
    }
    const zone = new privatedns.PrivateZone(
        `${name}-${zoneLabel}-zone`,
        {
            privateZoneName: zoneName,
            resourceGroupName: args.resourceGroupName,
            location: "Global",
            tags: tags(args, "network"),
        },
        { parent },
    );
    const link = new privatedns.VirtualNetworkLink(
        `${name}-${zoneLabel}-link`,
        {
            virtualNetworkLinkName: resourceName(`${type}/virtualNetworkLinks`, args.naming, name),
            privateZoneName: knownAfter(zone, zoneName),
            resourceGroupName: args.resourceGroupName,
            location: "Global",
            virtualNetwork: { id: virtualNetwork.id },
            registrationEnabled: false,
            tags: tags(args, "network"),
        },
        { parent },
    );
    return [zoneName, knownAfter([zone, link], resourceId(args, type, zoneName))];
}
