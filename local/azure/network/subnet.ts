import { boolean, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list, reference, writeOnly } from "../schema";
import { contains, overlap, prefixLength, rangeProblem } from "./address-range";
import { gatewayWouldBeCutOff } from "./application-gateway-network";
import { bastionGroupProblem } from "./bastion-security-group";
import { delegations } from "./delegations";
import { securityGroupReference } from "./network-security-group";
import { occupantsOf, rangesOf, servicesOf } from "./placement";

/** Microsoft.Network/virtualNetworks/subnets: written one at a time, inside the network's range, without overlap. */
export const subnet: ResourceType = {
    token: "azure-native:network:Subnet",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
    properties: {
        id: writeOnly(string),
        name: string,
        type: string,
        addressPrefix: string,
        addressPrefixes: list(string),
        defaultOutboundAccess: boolean,
        delegations: list(
            object({
                ...{ id: string, name: string, serviceName: string, type: string, etag: string },
                actions: list(string),
                ...readOnly("provisioningState"),
            }),
        ),
        natGateway: reference,
        networkSecurityGroup: securityGroupReference,
        privateEndpointNetworkPolicies: oneOf(
            "Enabled",
            "Disabled",
            "NetworkSecurityGroupEnabled",
            "RouteTableEnabled",
        ),
        privateLinkServiceNetworkPolicies: oneOf("Enabled", "Disabled"),
        routeTable: object({
            id: string,
            ...notModelled("disableBgpRoutePropagation", "etag", "location", "provisioningState", "resourceGuid"),
            ...notModelled("routes", "tags"),
            ...readOnly("name", "subnets", "type"),
        }),
        serviceEndpoints: list(
            object({
                service: string,
                locations: list(string),
                networkIdentifier: reference,
                ...notModelled("provisioningState"),
            }),
        ),
        sharingScope: oneOf("Tenant", "DelegatedServices"),
        ...notModelled("applicationGatewayIPConfigurations", "ipAllocations", "ipamPoolPrefixAllocations"),
        ...notModelled("serviceEndpointPolicies"),
        ...readOnly("etag", "ipConfigurationProfiles", "ipConfigurations", "privateEndpoints", "provisioningState"),
        ...readOnly("purpose", "resourceNavigationLinks", "serviceAssociationLinks"),
    },
    serializedBy: "Microsoft.Network/virtualNetworks",
    // no published figures; one record in the network controller
    seconds: { create: 5, update: 5, delete: 10 },
    outputs: ({ id, name, inputs, cloud }) => ({
        name,
        type: "Microsoft.Network/virtualNetworks/subnets",
        privateEndpointNetworkPolicies: inputs.privateEndpointNetworkPolicies ?? "Disabled",
        privateLinkServiceNetworkPolicies: inputs.privateLinkServiceNetworkPolicies ?? "Enabled",
        delegations: objectsAt(inputs, "delegations").map((delegation) => ({
            ...delegation,
            id: `${id}/delegations/${delegation.name}`,
            etag: `W/"${cloud.newGuid(id, "etag")}"`,
            type: "Microsoft.Network/virtualNetworks/subnets/delegations",
            provisioningState: "Succeeded",
        })),
    }),
    refuse: [
        rangeIsWrong,
        rangeIsOutside,
        rangeOverlaps,
        usedRangeChanges,
        delegationIsWrong,
        usedDelegationChanges,
        groupIsWrong,
        routesAreWrong,
        gatewayWouldBeCutOff,
    ],
    refuseDelete: [
        ({ id, name, cloud }) => {
            const [user] = occupantsOf(id, cloud);
            return user
                ? new ArmError(
                      400,
                      "InUseSubnetCannotBeDeleted",
                      `Subnet ${name} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
                  )
                : undefined;
        },
    ],
};

function rangeIsWrong({ id, inputs }: Put): ArmError | undefined {
    const ranges = rangesOf(inputs);
    const tooSmall = (range: string) =>
        prefixLength(range) > 29 // Azure keeps five addresses
            ? new ArmError(
                  400,
                  "NetcfgInvalidSubnet",
                  `Subnet ${id} with the prefix ${range} is too small: /29 is the smallest.`,
              )
            : undefined;
    return ranges.length === 0
        ? new ArmError(400, "InvalidRequestFormat", `Subnet ${id} needs an address prefix.`)
        : ranges.map((range) => rangeProblem(range, id) ?? tooSmall(range)).find((problem) => problem);
}

function rangeIsOutside({ id, name, inputs, cloud }: Put): ArmError | undefined {
    const network = parentOf(id);
    const space = textsAt(cloud.find(network)?.body, "addressSpace.addressPrefixes");
    return rangesOf(inputs).every((range) => space.some((outer) => contains(outer, range)))
        ? undefined
        : new ArmError(
              400,
              "NetcfgSubnetRangeOutsideVnet",
              `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${lastSegment(network)}'.`,
          );
}

function rangeOverlaps({ type, id, name, inputs, cloud }: Put): ArmError | undefined {
    const network = parentOf(id);
    const rival = cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), network) && !sameId(other.id, id))
        .find(({ body }) => rangesOf(body).some((one) => rangesOf(inputs).some((other) => overlap(one, other))));
    return rival
        ? new ArmError(
              400,
              "NetcfgSubnetRangesOverlap",
              `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet '${lastSegment(rival.id)}' in virtual network '${lastSegment(network)}'.`,
          )
        : undefined;
}

function usedRangeChanges({ id, name, inputs, before, cloud }: Put): ArmError | undefined {
    const changes = before && rangesOf(before).join() !== rangesOf(inputs).join();
    const [user] = changes ? occupantsOf(id, cloud) : [];
    return user
        ? new ArmError(
              400,
              "InUsePrefixCannotBeDeleted",
              `IpPrefix ${before && rangesOf(before).join()} on Subnet ${name} has active allocations and cannot be deleted.`,
          )
        : undefined;
}

function delegationIsWrong({ id, inputs }: Put): ArmError | undefined {
    const services = servicesOf(inputs);
    const unknown = services.find((service) => !Object.keys(delegations).some((known) => sameId(known, service)));
    if (unknown !== undefined) {
        return new ArmError(
            400,
            "InvalidServiceNameOnDelegation",
            `The service name ${unknown} specified on delegation ${id}/delegations is not valid. Valid value(s) are: ${Object.keys(delegations).join(",")}.`,
        );
    }
    return services.length > 1
        ? new ArmError(
              400,
              "SubnetHasMoreThanOneDelegation",
              `Subnet ${id} can be delegated to one service only, not to ${services.join(", ")}.`,
          )
        : undefined;
}

function usedDelegationChanges({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const [olds, news] = [servicesOf(before).join(","), servicesOf(inputs).join(",")];
    const [user] = before && !sameId(olds, news) ? occupantsOf(id, cloud) : [];
    return user
        ? new ArmError(
              400,
              "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
              `Delegations of subnet ${id} cannot be changed from [${olds}] to [${news}] because it is being used by the resource ${user}.`,
          )
        : undefined;
}

/** The firewall filters for itself, and Bastion needs some rules. */
function groupIsWrong({ id, name, inputs, cloud }: Put): ArmError | undefined {
    const group = textAt(inputs, "networkSecurityGroup.id");
    if (group === undefined) {
        return undefined;
    }
    if (sameId(name, "AzureBastionSubnet")) {
        return bastionGroupProblem(group, cloud.find(group)?.body);
    }
    // https://learn.microsoft.com/azure/firewall/firewall-faq#are-network-security-groups--nsgs--supported-on-the-azurefirewallsubnet
    return ["AzureFirewallSubnet", "AzureFirewallManagementSubnet", "GatewaySubnet"].some((other) =>
        sameId(other, name),
    )
        ? new ArmError(
              400,
              "NetworkSecurityGroupNotAllowedOnSubnet",
              `Network security group ${group} cannot be associated with subnet ${id}: ${name} takes none.`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/bastion/bastion-faq#udr */
function routesAreWrong({ id, name, inputs }: Put): ArmError | undefined {
    const table = textAt(inputs, "routeTable.id");
    return table !== undefined && sameId(name, "AzureBastionSubnet")
        ? new ArmError(
              400,
              "RouteTableCannotBeAttachedForAzureBastionSubnet",
              `Route table ${table} cannot be attached to subnet ${id}.`,
          )
        : undefined;
}
