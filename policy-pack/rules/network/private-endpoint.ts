import {
    elements,
    get,
    haveCommon,
    type Link,
    type Naming,
    nameAt,
    namesOf,
    proves,
    type Resource,
    type Stack,
    some,
    someReferred,
    text,
} from "../../engine";

const connections = "privateLinkServiceConnections";

/** What is read of private endpoints to find the one of a service. */
export const endpointReads = {
    "network:PrivateEndpoint": {
        required: ["privateEndpointName", `${connections}[].privateLinkServiceId`],
        optional: [`${connections}[].groupIds`],
    },
};

/** What is read to find the DNS zones of a private endpoint. */
export const zoneReads = {
    "network:PrivateDnsZoneGroup": {
        required: ["privateEndpointName"],
        optional: ["privateDnsZoneConfigs[].privateDnsZoneId"],
    },
    "privatedns:PrivateZone": { required: ["privateZoneName"] },
};

/**
 * From an endpoint to the services of a type that it leads to.
 *
 * @param nameInId name of the service in its ARM id, empty for other ids
 * @param groupIds sub-resources of the service, one of which the endpoint must be for
 */
export function toService(to: string, nameOf: Naming, nameInId: (id: string) => string, groupIds: string[]): Link {
    return {
        type: "network:PrivateEndpoint",
        input: connections,
        names: (endpoint) =>
            namesOf(
                elements(endpoint, connections).filter((connection) =>
                    groupsOf(endpoint, connection).some((groupId) => groupIds.includes(groupId)),
                ),
                (connection) => nameInId(text(endpoint, `${connection}.privateLinkServiceId`)),
            ),
        to,
        nameOf,
    };
}

/** Sub-resources that an endpoint is for, of all its connections. */
export function allGroupsOf(endpoint: Resource): string[] {
    return elements(endpoint, connections).flatMap((connection) => groupsOf(endpoint, connection));
}

function groupsOf(endpoint: Resource, connection: string): string[] {
    return [get(endpoint, `${connection}.groupIds`) ?? []].flat().map(String);
}

/** From a zone group to its endpoint. */
export const toEndpoint: Link = {
    type: "network:PrivateDnsZoneGroup",
    input: "privateEndpointName",
    names: nameAt("privateEndpointName"),
    to: "network:PrivateEndpoint",
    nameOf: nameAt("privateEndpointName"),
};

/** From a zone group to its zones. */
const toZone: Link = {
    type: "network:PrivateDnsZoneGroup",
    input: "privateDnsZoneConfigs",
    names: (group) =>
        namesOf(
            elements(group, "privateDnsZoneConfigs"),
            (config) => text(group, `${config}.privateDnsZoneId`).split("/").at(-1) ?? "",
        ),
    to: "privatedns:PrivateZone",
    nameOf: nameAt("privateZoneName"),
};

/** Whether a zone group writes into a zone of a name, in the stack or outside. */
export function isOfZone(group: Resource, zoneName: string, stack: Stack): boolean {
    const byName = () => haveCommon(toZone.names(group), { known: [zoneName] });
    const byZone = () =>
        someReferred(toZone, group, stack, (zone) => haveCommon(toZone.nameOf(zone), { known: [zoneName] }));
    return some([byName, byZone], proves);
}
