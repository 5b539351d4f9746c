import * as dns from "@pulumi/azure-native/dns";
import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedArmId, parseArmId } from "../shared";
import type { GatewayArgs } from "./gateway-args";
import { createPrivateZone } from "./private-zone";

const zoneType = "Microsoft.Network/dnsZones";

/** Where clients come in. */
export interface Frontend {
    address: pulumi.Output<string>;
    /** ARM id of the public address, where it is public. */
    publicAddressId?: pulumi.Output<string>;
}

/** Makes the host lead to the edge: in the network when only that reaches it, else in the public zone that is given. */
export function publishHost(name: string, frontend: Frontend, args: GatewayArgs, parent: pulumi.Resource): void {
    const { hostName, publicDnsZoneId } = args;
    const { address, publicAddressId } = frontend;
    if (publicAddressId === undefined) {
        createPrivateZone(name, { label: "clients", zoneName: hostName, address }, args, parent);
    } else if (publicDnsZoneId !== undefined) {
        const zone = checked(checkedArmId(publicDnsZoneId, "publicDnsZoneId", zoneType), (id) =>
            publicZoneProblem(id, args),
        ).apply((id) => parseArmId(id));
        new dns.RecordSet(
            `${name}-host-record`,
            {
                zoneName: zone.apply((parts) => parts?.names[0] ?? ""),
                resourceGroupName: zone.apply((parts) => parts?.resourceGroupName ?? ""),
                recordType: "A",
                relativeRecordSetName: zone.apply((parts) => relativeName(hostName, parts?.names[0] ?? "") ?? ""),
                ttl: 300,
                // goes when the address goes, so that whoever gets the address next does not get the name:
                // https://learn.microsoft.com/azure/dns/dns-alias#prevent-dangling-dns-records
                targetResource: { id: publicAddressId },
            },
            { parent },
        );
    }
}

/** A problem when the host cannot be a record of the zone. */
export function publicZoneProblem(
    zoneId: string,
    { hostName, subscriptionId }: { hostName: string; subscriptionId: string },
): string | undefined {
    const zone = parseArmId(zoneId);
    if (zone?.type.toLowerCase() !== zoneType.toLowerCase()) {
        return `publicDnsZoneId is "${zoneId}"; it must be the ARM id of a ${zoneType}.`;
    }
    if (zone.subscriptionId.toLowerCase() !== subscriptionId.toLowerCase()) {
        return `publicDnsZoneId is "${zoneId}"; it must lie in the subscription ${subscriptionId}.`;
    }
    return relativeName(hostName, zone.names[0] ?? "") === undefined
        ? `hostName is "${hostName}", which is not in the zone ${zone.names[0]} of publicDnsZoneId; give the zone of the host.`
        : undefined;
}

function relativeName(hostName: string, zoneName: string): string | undefined {
    if (hostName === zoneName) return "@";
    return hostName.endsWith(`.${zoneName}`) ? hostName.slice(0, -zoneName.length - 1) : undefined;
}
