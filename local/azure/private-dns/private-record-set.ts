import type { Properties } from "../../provider/provider";
import { each, integer, limited, map, object, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, lastSegment, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { recordSetsIn } from "./record-sets";

/** Types of records that a private zone can hold, and where the request has them; the zone itself makes the SOA. */
const partOf: Record<string, string> = {
    A: "aRecords",
    AAAA: "aaaaRecords",
    CNAME: "cnameRecord",
    MX: "mxRecords",
    PTR: "ptrRecords",
    SRV: "srvRecords",
    TXT: "txtRecords",
};

/** Microsoft.Network/privateDnsZones/{type}: the records of one type and name. */
export const privateRecordSet: ResourceType = {
    token: "azure-native:privatedns:PrivateRecordSet",
    apiVersion: "2024-06-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
    properties: {
        aRecords: list(object({ ipv4Address: string })),
        aaaaRecords: list(object({ ipv6Address: string })),
        cnameRecord: object({ cname: string }),
        metadata: map(string),
        mxRecords: list(object({ exchange: string, preference: integer })),
        ptrRecords: list(object({ ptrdname: string })),
        soaRecord: object({
            ...each(string, "email", "host"),
            ...each(integer, "expireTime", "minimumTtl", "refreshTime", "retryTime", "serialNumber"),
        }),
        srvRecords: list(object({ ...each(integer, "port", "priority", "weight"), target: string })),
        // https://learn.microsoft.com/azure/dns/dns-zones-records#time-to-live
        ttl: limited(integer, { minimum: 1, maximum: 2_147_483_647 }),
        txtRecords: list(object({ value: list(string) })),
        ...readOnly("etag", "fqdn", "isAutoRegistered", "name", "type", "systemData"),
    },
    // no published figures; one record, which reaches the resolvers within seconds
    seconds: { create: 5, update: 4, delete: 4 },
    outputs: ({ id, name }) => ({
        fqdn: `${name === "@" ? "" : `${name}.`}${lastSegment(zoneOf(id))}.`,
        isAutoRegistered: false,
    }),
    refuse: [typeIsWrong, recordsAreWrong, nameIsTaken],
};

function zoneOf(id: string): string {
    return parentOf(id);
}

function typeOf(id: string): string {
    return lastSegment(armTypeOf(id)).toUpperCase();
}

function typeIsWrong({ id }: Put): ArmError | undefined {
    return typeOf(id) in partOf
        ? undefined
        : badRequest(`The record type '${lastSegment(armTypeOf(id))}' is none of: ${Object.keys(partOf).join(", ")}.`);
}

function recordsAreWrong({ id, inputs }: Put): ArmError | undefined {
    const part = partOf[typeOf(id)] ?? "";
    const others = [...Object.values(partOf), "soaRecord"].filter((other) => other !== part && !isEmpty(inputs, other));
    if (isEmpty(inputs, part) || others.length > 0 || inputs.ttl === undefined) {
        return badRequest(`Record set ${id} needs ttl and ${part}, and no other records.`);
    }
    const wrong = objectsAt(inputs, "aRecords")
        .map((record) => textAt(record, "ipv4Address") ?? "")
        .find((address) => !/^\d{1,3}(\.\d{1,3}){3}$/.test(address));
    return wrong === undefined ? undefined : badRequest(`'${wrong}' in record set ${id} is no IPv4 address.`);
}

/** A name with a CNAME record has no others, and the zone itself has none. */
function nameIsTaken({ id, name, cloud }: Put): ArmError | undefined {
    const type = typeOf(id);
    if (type === "CNAME" && name === "@") {
        return badRequest(`A CNAME record cannot be at the name of the zone itself: ${id}.`);
    }
    const rival = recordSetsIn(zoneOf(id), (token) => cloud.all(token)).find(
        (other) =>
            !sameId(other.id, id) &&
            sameId(other.name, name) &&
            (sameId(other.type, type) || type === "CNAME" || sameId(other.type, "CNAME")),
    );
    return rival
        ? new ArmError(409, "Conflict", `Record set ${id} conflicts with the ${rival.type} record of ${rival.id}.`)
        : undefined;
}

function isEmpty(inputs: Properties, part: string): boolean {
    const value = inputs[part];
    return value === undefined || (Array.isArray(value) && value.length === 0);
}

function badRequest(message: string): ArmError {
    return new ArmError(400, "BadRequest", message);
}
