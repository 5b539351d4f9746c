import * as privatedns from "@pulumi/azure-native/privatedns";
import type * as pulumi from "@pulumi/pulumi";
import { checkedArmId, knownAfter, resourceName, tags } from "../shared";
import type { GatewayArgs } from "./gateway-args";

/**
 * A private DNS zone for the network, with one address for the name itself where there is one. The name waits for the
 * link and the address: before them, the network does not resolve it.
 */
export function createPrivateZone(
    name: string,
    zone: { label: string; zoneName: string; address?: pulumi.Input<string> },
    args: GatewayArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const { label, zoneName, address } = zone;
    const { resourceGroupName, naming } = args;
    const resource = new privatedns.PrivateZone(
        `${name}-${label}-zone`,
        { privateZoneName: zoneName, resourceGroupName, location: "Global", tags: tags(args, "gateway") },
        { parent },
    );
    const privateZoneName = knownAfter(resource, zoneName);
    const link = new privatedns.VirtualNetworkLink(
        `${name}-${label}-link`,
        {
            virtualNetworkLinkName: resourceName("Microsoft.Network/privateDnsZones/virtualNetworkLinks", naming, name),
            privateZoneName,
            resourceGroupName,
            location: "Global",
            virtualNetwork: {
                id: checkedArmId(args.virtualNetworkId, "virtualNetworkId", "Microsoft.Network/virtualNetworks"),
            },
            registrationEnabled: false,
            tags: tags(args, "gateway"),
        },
        { parent },
    );
    if (address === undefined) return knownAfter([resource, link], zoneName);
    const record = new privatedns.PrivateRecordSet(
        `${name}-${label}-record`,
        {
            privateZoneName,
            resourceGroupName,
            recordType: "A",
            relativeRecordSetName: "@",
            ttl: 300,
            aRecords: [{ ipv4Address: address }],
        },
        { parent },
    );
    return knownAfter([resource, link, record], zoneName);
}
