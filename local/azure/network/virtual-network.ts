import type { Properties } from "../../provider/provider";
import { boolean, integer, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";
import { contains, rangeProblem } from "./address-range";
import { occupantsOf, rangesOf } from "./placement";

/** Microsoft.Network/virtualNetworks: subnets are resources of their own, never part of the network's request. */
export const virtualNetwork: ResourceType = {
    token: "azure-native:network:VirtualNetwork",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        addressSpace: object({ addressPrefixes: list(string), ...notModelled("ipamPoolPrefixAllocations") }),
        ddosProtectionPlan: reference,
        dhcpOptions: object({ dnsServers: list(string) }),
        enableDdosProtection: boolean,
        enableVmProtection: boolean,
        encryption: object({ enabled: required(boolean), enforcement: oneOf("DropUnencrypted", "AllowUnencrypted") }),
        flowTimeoutInMinutes: integer,
        privateEndpointVNetPolicies: oneOf("Disabled", "Basic"),
        ...notModelled("bgpCommunities", "extendedLocation", "ipAllocations", "subnets", "virtualNetworkPeerings"),
        ...readOnly("etag", "flowLogs", "provisioningState", "resourceGuid", "name", "type"),
    },
    replacedBy: ["location"],
    serializedBy: "Microsoft.Network/virtualNetworks",
    // no published figures; one record in the network controller
    seconds: { create: 5, update: 4, delete: 10 },
    refuse: [
        ({ id, inputs }) => {
            const ranges = spaceOf(inputs);
            return ranges.length === 0
                ? new ArmError(400, "InvalidRequestFormat", `Virtual network ${id} needs at least one address prefix.`)
                : ranges.map((range) => rangeProblem(range, id)).find((problem) => problem);
        },
        ({ id, name, inputs, cloud }) => {
            const outside = cloud
                .all("azure-native:network:Subnet")
                .filter((subnet) => sameId(parentOf(subnet.id), id))
                .find(({ body }) =>
                    rangesOf(body).some((range) => !spaceOf(inputs).some((space) => contains(space, range))),
                );
            return outside
                ? new ArmError(
                      400,
                      "NetcfgSubnetRangeOutsideVnet",
                      `Subnet '${lastSegment(outside.id)}' is not valid because its IP address range is outside the IP address range of virtual network '${name}'.`,
                  )
                : undefined;
        },
    ],
    refuseDelete: [
        ({ id, cloud }) =>
            cloud
                .all("azure-native:network:Subnet")
                .filter((subnet) => sameId(parentOf(subnet.id), id))
                .flatMap((subnet) => occupantsOf(subnet.id, cloud))
                .map((user) => inUse(id, user))[0],
    ],
    diagnostics: {
        logs: ["VMProtectionAlerts"],
        groups: ["allLogs"],
        metrics: ["AllMetrics"],
        sharedTable: true,
    },
};

function spaceOf(inputs: Properties): string[] {
    return textsAt(inputs, "addressSpace.addressPrefixes");
}

function inUse(id: string, user: string): ArmError {
    return new ArmError(
        400,
        "InUseSubnetCannotBeDeleted",
        `A subnet of ${id} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    );
}
