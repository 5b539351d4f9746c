import * as azurenetwork from "@pulumi/azure-native/network";
import type { network } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { knownAfter, resourceId, resourceName, tags } from "../shared";
import { firewallAddressOf, type NetworkArgs } from "./network-args";

/**
 * What a zone's traffic to the outside does.
 *
 * - `firewall`: it goes through the firewall
 * - `gateway`: the same, but for answers to Azure's management of API Management, which must leave as the calls came:
 *   https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet
 * - `edge`: there is none but answers to clients, which must leave as the calls came
 */
export const routings = ["firewall", "gateway", "edge"] as const;
export type Routing = (typeof routings)[number];

/** A route table; none learns routes from a virtual network gateway, which would lead around the firewall. */
export function createRouteTable(
    name: string,
    routing: Routing,
    args: NetworkArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const type = "Microsoft.Network/routeTables";
    const routeTableName = resourceName(type, args.naming, `${name}-${routing}`);
    const table = new azurenetwork.RouteTable(
        `${name}-${routing}-routes`,
        {
            routeTableName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            disableBgpRoutePropagation: true,
            routes: routes(routing, firewallAddressOf(args)),
            tags: tags(args, "network"),
        },
        { parent },
    );
    return knownAfter(table, resourceId(args, type, routeTableName));
}

function routes(routing: Routing, firewall: string): network.RouteArgs[] {
    const throughFirewall = {
        name: "default",
        addressPrefix: "0.0.0.0/0",
        nextHopType: "VirtualAppliance",
        nextHopIpAddress: firewall,
    };
    const management = { name: "management", addressPrefix: "ApiManagement", nextHopType: "Internet" };
    return { firewall: [throughFirewall], gateway: [throughFirewall, management], edge: [] }[routing];
}
