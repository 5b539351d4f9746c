import type { Properties } from "../../provider/provider";
import { each, notModelled, object, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list, tags, writeOnly } from "../schema";
import { freeAddress } from "./address-range";
import { rangesOf } from "./placement";

const connections = list(
    object({
        ...each(string, "id", "name", "privateLinkServiceId", "requestMessage"),
        groupIds: list(string),
        privateLinkServiceConnectionState: object(each(string, "actionsRequired", "description", "status")),
        ...readOnly("etag", "provisioningState", "type"),
    }),
);

/** Microsoft.Network/privateEndpoints: an address in a subnet for one group of a service. */
export const privateEndpoint: ResourceType = {
    token: "azure-native:network:PrivateEndpoint",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateEndpoints/{privateEndpointName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        customNetworkInterfaceName: string,
        privateLinkServiceConnections: connections,
        // these wait for somebody at the service to approve them
        manualPrivateLinkServiceConnections: connections,
        subnet: object({
            id: string,
            ...notModelled("addressPrefix", "addressPrefixes", "applicationGatewayIPConfigurations", "delegations"),
            ...notModelled("defaultOutboundAccess", "etag", "ipAllocations", "ipamPoolPrefixAllocations", "name"),
            ...notModelled("natGateway", "networkSecurityGroup", "routeTable", "sharingScope", "type"),
            ...notModelled("serviceEndpointPolicies", "serviceEndpoints"),
            // the SDK adds defaults to every subnet, also to one that is only a reference
            ...each(string, "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies"),
            ...notModelled("provisioningState", "resourceNavigationLinks", "serviceAssociationLinks", "serviceGateway"),
            ...readOnly("ipConfigurationProfiles", "ipConfigurations", "privateEndpoints", "purpose"),
        }),
        ...notModelled("applicationSecurityGroups", "customDnsConfigs", "extendedLocation", "ipConfigurations"),
        ...readOnly("etag", "networkInterfaces", "provisioningState", "name", "type"),
    },
    replacedBy: ["subnet"],
    // no published figures; network interface, connection and approval by the service
    seconds: { create: 45, update: 20, delete: 30 },
    outputs: (put) => {
        const { id, name, inputs, before, cloud } = put;
        const interfaceName = textAt(inputs, "customNetworkInterfaceName") || `${name}.nic.${cloud.newGuid(id, "nic")}`;
        const group = id.slice(0, id.indexOf("/providers/"));
        return {
            customDnsConfigs: addressesFor(put).map(([fqdn, address]) => ({ fqdn, ipAddresses: [address] })),
            customNetworkInterfaceName: inputs.customNetworkInterfaceName ?? "",
            ipConfigurations: [],
            networkInterfaces: before?.networkInterfaces ?? [
                { id: `${group}/providers/Microsoft.Network/networkInterfaces/${interfaceName}` },
            ],
            subnet: { id: textAt(inputs, "subnet.id") ?? "" },
            privateLinkServiceConnections: answered(put, "privateLinkServiceConnections", "Approved"),
            manualPrivateLinkServiceConnections: answered(put, "manualPrivateLinkServiceConnections", "Pending"),
        };
    },
    placement: { subnetIds: (body) => [textAt(body, "subnet.id") ?? ""].filter((id) => id !== "") },
    refuse: [connectionIsMissing, groupIsUnknown, targetRefuses, subnetIsWrong],
};

/** Whoever deploys may approve, so what does not ask for a manual approval is approved at once. */
function answered({ id, inputs }: Put, list: string, status: string): Properties[] {
    return objectsAt(inputs, list).map((connection) => ({
        ...connection,
        id: `${id}/${list}/${connection.name}`,
        provisioningState: "Succeeded",
        privateLinkServiceConnectionState: { status, description: "", actionsRequired: "None" },
        type: `Microsoft.Network/privateEndpoints/${list}`,
    }));
}

/** Connections of an endpoint, in a request or an answer: approved, or to be approved. */
export function connectionsOf(body: Properties): Properties[] {
    return [
        ...objectsAt(body, "privateLinkServiceConnections"),
        ...objectsAt(body, "manualPrivateLinkServiceConnections"),
    ];
}

function connectionIsMissing({ id, inputs }: Put): ArmError | undefined {
    const targets = connectionsOf(inputs).map((it) => textAt(it, "privateLinkServiceId"));
    return targets.length === 1 && targets[0]
        ? undefined
        : new ArmError(
              400,
              "InvalidRequestFormat",
              `Private endpoint ${id} needs one connection with a privateLinkServiceId.`,
          );
}

function connectionOf({ inputs, cloud }: Put) {
    const [connection] = connectionsOf(inputs);
    const targetId = textAt(connection, "privateLinkServiceId") ?? "";
    const target = cloud.find(targetId);
    return { targetId, target, type: target && cloud.typeOf(target.type), groups: textsAt(connection, "groupIds") };
}

function groupIsUnknown(put: Put): ArmError | undefined {
    const { targetId, type, groups } = connectionOf(put);
    const known = Object.keys(type?.privateLink ?? {});
    if (groups.length === 1 && known.some((group) => sameId(group, groups[0] ?? ""))) {
        return undefined;
    }
    return new ArmError(
        400,
        "PrivateLinkServiceGroupIdNotSupported",
        `Private endpoint connection to ${targetId} requests the group ids '${groups.join(", ")}'; it needs exactly one of: ${known.join(", ") || "none, the resource has no private link"}.`,
    );
}

function targetRefuses(put: Put): ArmError | undefined {
    const { target, type } = connectionOf(put);
    return target && type?.refuseEndpoint?.(target);
}

function subnetIsWrong(put: Put): ArmError | undefined {
    const { inputs, cloud, name } = put;
    const subnetId = textAt(inputs, "subnet.id");
    const subnet = cloud.find(subnetId ?? "");
    if (subnet?.type !== "azure-native:network:Subnet") {
        return new ArmError(
            400,
            "InvalidRequestFormat",
            `Private endpoint ${name} needs the id of a subnet, not '${subnetId}'.`,
        );
    }
    const count = namesOf(put).length;
    return addressesFor(put).length === count
        ? undefined
        : new ArmError(
              400,
              "SubnetIsFull",
              `Subnet ${lastSegment(subnet.id)} with address prefix ${rangesOf(subnet.body).join()} does not have enough capacity for ${count} IP addresses.`,
          );
}

/** DNS names that the service has for the group. */
function namesOf(put: Put): string[] {
    const { target, type, groups } = connectionOf(put);
    const [, names] = Object.entries(type?.privateLink ?? {}).find(([group]) => sameId(group, groups[0] ?? "")) ?? [];
    const all = (token: string) => put.cloud.all(token);
    return target && names ? names(lastSegment(target.id), { id: target.id, body: target.body, all }) : [];
}

/** Each name with its address: the one that it has, else the next that is free. Fewer when the subnet is full. */
function addressesFor(put: Put): [fqdn: string, address: string][] {
    const { type, inputs, before, cloud } = put;
    const subnetId = textAt(inputs, "subnet.id") ?? "";
    const [range = ""] = rangesOf(cloud.find(subnetId)?.body ?? {});
    const used = cloud
        .all(type.token)
        .filter(({ body }) => sameId(textAt(body, "subnet.id") ?? "", subnetId))
        .flatMap(({ body }) => addressesOf(body));
    const had = new Map(
        objectsAt(before, "customDnsConfigs").map((config) => [config.fqdn, textsAt(config, "ipAddresses")[0]]),
    );
    return namesOf(put).flatMap((fqdn): [string, string][] => {
        const address = had.get(fqdn) ?? freeAddress(range, used);
        if (address === undefined) {
            return [];
        }
        used.push(address);
        return [[fqdn, address]];
    });
}

export function addressesOf(body: Properties): string[] {
    return objectsAt(body, "customDnsConfigs").flatMap((config) => textsAt(config, "ipAddresses"));
}
