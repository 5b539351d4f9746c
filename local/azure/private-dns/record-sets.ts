import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { armTypeOf, isBelow, lastSegment, sameId } from "../arm-id";
import type { Stored } from "../cloud";

/** Records of one name in a private zone. */
export interface RecordSet {
    /** The resource that they come from: a record set, or the zone group of a private endpoint. */
    id: string;
    /** Relative to the zone; `@` is the zone itself. */
    name: string;
    /** `A`, `CNAME`... */
    type: string;
    /** Addresses of an A record, the other name of a CNAME record. */
    values: string[];
}

/** Everything that resources have put into a private zone, without its SOA record. */
export function recordSetsIn(zoneId: string, all: (token: string) => Stored[]): RecordSet[] {
    const own = all("azure-native:privatedns:PrivateRecordSet").filter(({ id }) => isBelow(id, zoneId));
    const ofEndpoints = all("azure-native:network:PrivateDnsZoneGroup").flatMap(({ id, body }) =>
        objectsAt(body, "privateDnsZoneConfigs")
            .filter((config) => sameId(textAt(config, "privateDnsZoneId") ?? "", zoneId))
            .flatMap((config) => objectsAt(config, "recordSets"))
            .map((set) => ({
                id,
                name: textAt(set, "recordSetName") ?? "",
                type: textAt(set, "recordType") ?? "",
                values: Array.isArray(set.ipAddresses) ? set.ipAddresses.map(String) : [],
            })),
    );
    return [
        ...own.map(({ id, body }) => ({
            id,
            name: lastSegment(id),
            type: lastSegment(armTypeOf(id)),
            values: valuesOf(body),
        })),
        ...ofEndpoints,
    ];
}

function valuesOf(body: Properties): string[] {
    const name = textAt(body, "cnameRecord.cname");
    return name === undefined ? objectsAt(body, "aRecords").flatMap((it) => textAt(it, "ipv4Address") ?? []) : [name];
}
