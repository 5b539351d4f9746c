import type { Properties } from "../../provider/provider";
import { each, integer, limited, map, notModelled, object, readOnly, string } from "../../provider/schema";
import { isObject, objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, lastSegment, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list, reference } from "../schema";

/** Types of records, and where the request has them. */
const partOf: Record<string, string> = {
    A: "aRecords",
    AAAA: "aaaaRecords",
    CAA: "caaRecords",
    CNAME: "cnameRecord",
    DS: "dsRecords",
    MX: "mxRecords",
    NAPTR: "naptrRecords",
    NS: "nsRecords",
    PTR: "ptrRecords",
    SOA: "soaRecord",
    SRV: "srvRecords",
    TLSA: "tlsaRecords",
    TXT: "txtRecords",
};

/** What an alias of each type may stand for: https://learn.microsoft.com/azure/dns/dns-alias#capabilities */
const aliasTargets: Record<string, RegExp> = {
    A: /^Microsoft\.Network\/(publicIPAddresses|dnsZones\/A)$/i,
    AAAA: /^Microsoft\.Network\/(publicIPAddresses|dnsZones\/AAAA)$/i,
    CNAME: /^Microsoft\.Network\/dnsZones\/CNAME$/i,
};

/** Microsoft.Network/dnsZones/{type}: the records of one type and name. */
export const recordSet: ResourceType = {
    token: "azure-native:dns:RecordSet",
    apiVersion: "2023-07-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}",
    properties: {
        aRecords: list(object({ ipv4Address: string })),
        aaaaRecords: list(object({ ipv6Address: string })),
        caaRecords: list(object({ flags: integer, tag: string, value: string })),
        cnameRecord: object({ cname: string }),
        dsRecords: list(
            object({ algorithm: integer, digest: object({ algorithmType: integer, value: string }), keyTag: integer }),
        ),
        metadata: map(string),
        mxRecords: list(object({ exchange: string, preference: integer })),
        naptrRecords: list(
            object({
                ...each(string, "flags", "regexp", "replacement", "services"),
                ...each(integer, "order", "preference"),
            }),
        ),
        nsRecords: list(object({ nsdname: string })),
        ptrRecords: list(object({ ptrdname: string })),
        soaRecord: object({
            ...each(string, "email", "host"),
            ...each(integer, "expireTime", "minimumTtl", "refreshTime", "retryTime", "serialNumber"),
        }),
        srvRecords: list(object({ ...each(integer, "port", "priority", "weight"), target: string })),
        targetResource: reference,
        tlsaRecords: list(
            object({ certAssociationData: string, ...each(integer, "matchingType", "selector", "usage") }),
        ),
        // https://learn.microsoft.com/azure/dns/dns-zones-records#time-to-live
        ttl: limited(integer, { minimum: 1, maximum: 2_147_483_647 }),
        txtRecords: list(object({ value: list(string) })),
        ...notModelled("trafficManagementProfile"),
        ...readOnly("etag", "fqdn", "provisioningState", "name", "type", "systemData"),
    },
    // no published figures; one record, which reaches the name servers within seconds
    seconds: { create: 5, update: 4, delete: 4 },
    outputs: ({ id, name }) => ({ fqdn: `${name === "@" ? "" : `${name}.`}${lastSegment(parentOf(id))}.` }),
    refuse: [typeIsWrong, nameIsWrong, recordsAreWrong, aliasIsWrong, nameIsTaken],
    refuseDelete: [
        ({ id, name }) =>
            name === "@" && ["NS", "SOA"].includes(typeOf(id))
                ? badRequest(`The ${typeOf(id)} record of the zone itself cannot be deleted: ${id}.`)
                : undefined,
    ],
};

function typeOf(id: string): string {
    return lastSegment(armTypeOf(id)).toUpperCase();
}

function typeIsWrong({ id, name }: Put): ArmError | undefined {
    const type = typeOf(id);
    if (!(type in partOf)) {
        return badRequest(
            `The record type '${lastSegment(armTypeOf(id))}' is none of: ${Object.keys(partOf).join(", ")}.`,
        );
    }
    return type === "SOA" && name !== "@"
        ? badRequest(`A SOA record is at the name of the zone itself only, not at ${id}.`)
        : undefined;
}

/** https://learn.microsoft.com/azure/dns/dns-zones-records#record-names */
function nameIsWrong({ id, name }: Put): ArmError | undefined {
    if (typeOf(id) === "CNAME" && name === "@") {
        return badRequest(`A CNAME record cannot be at the name of the zone itself: ${id}.`);
    }
    const [first = "", ...others] = name.split(".");
    const isLabel = (label: string) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label);
    const isName = name === "@" || ((first === "*" || isLabel(first)) && others.every(isLabel));
    return isName
        ? undefined
        : badRequest(
              `'${name}' is no name of a record set: it is '@', or labels of up to 63 letters, digits, hyphens and underscores with dots between; only the first label may be '*'.`,
          );
}

function recordsAreWrong({ id, inputs }: Put): ArmError | undefined {
    const part = partOf[typeOf(id)] ?? "";
    const others = Object.values(partOf).filter((other) => other !== part && !isEmpty(inputs, other));
    const isAlias = textAt(inputs, "targetResource.id") !== undefined;
    if (inputs.ttl === undefined || others.length > 0 || isEmpty(inputs, part) !== isAlias) {
        return badRequest(
            `Record set ${id} needs ttl and ${part}, or ttl and a targetResource instead, and no other records.`,
        );
    }
    const wrong = objectsAt(inputs, "aRecords")
        .map((record) => textAt(record, "ipv4Address") ?? "")
        .find((address) => !/^\d{1,3}(\.\d{1,3}){3}$/.test(address));
    return wrong === undefined ? undefined : badRequest(`'${wrong}' in record set ${id} is no IPv4 address.`);
}

function aliasIsWrong({ id, inputs }: Put): ArmError | undefined {
    const target = textAt(inputs, "targetResource.id");
    return target === undefined || aliasTargets[typeOf(id)]?.test(armTypeOf(target))
        ? undefined
        : badRequest(`A ${typeOf(id)} record cannot be an alias of ${target}: ${id}.`);
}

/** A name with a CNAME record has no others. */
function nameIsTaken({ type, id, name, cloud }: Put): ArmError | undefined {
    const rival = cloud
        .all(type.token)
        .filter((other) => !sameId(other.id, id) && sameId(parentOf(other.id), parentOf(id)))
        .filter((other) => sameId(lastSegment(other.id), name))
        .find((other) => typeOf(id) === "CNAME" || typeOf(other.id) === "CNAME");
    return rival
        ? new ArmError(
              409,
              "Conflict",
              `Record set ${id} conflicts with ${rival.id}: a name with a CNAME record has no others.`,
          )
        : undefined;
}

function isEmpty(inputs: Properties, part: string): boolean {
    const value = inputs[part];
    return (
        value === undefined ||
        (Array.isArray(value) && value.length === 0) ||
        (isObject(value) && !Object.keys(value).length)
    );
}

function badRequest(message: string): ArmError {
    return new ArmError(400, "BadRequest", message);
}
