import type { Properties } from "../../provider/provider";
import { boolean, each, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { usersOf } from "../references";
import type { Put, ResourceType } from "../resource-type";
import { kept, list, tags, writeOnly } from "../schema";
import { rangeProblem } from "./address-range";
import { gatewayWouldBeCutOff } from "./application-gateway-network";

/** Microsoft.Network/routeTables: inline routes, each with a range or a service tag of its own. */
export const routeTable: ResourceType = {
    token: "azure-native:network:RouteTable",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/routeTables/{routeTableName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        disableBgpRoutePropagation: boolean,
        routes: kept(
            list(
                object({
                    ...each(string, "id", "name", "addressPrefix", "nextHopIpAddress", "etag", "type"),
                    nextHopType: required(
                        oneOf("VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"),
                    ),
                    ...notModelled("provisioningState"),
                    ...readOnly("hasBgpOverride"),
                }),
            ),
        ),
        ...readOnly("etag", "provisioningState", "resourceGuid", "subnets", "name", "type"),
    },
    // no published figures; one record in the network controller
    seconds: { create: 4, update: 4, delete: 8 },
    outputs: ({ id, inputs, before, cloud }) => ({
        disableBgpRoutePropagation: inputs.disableBgpRoutePropagation ?? false,
        routes: objectsAt(inputs.routes === undefined ? before : inputs, "routes").map((route) => ({
            ...route,
            id: `${id}/routes/${route.name}`,
            etag: `W/"${cloud.newGuid(id, "etag")}"`,
            hasBgpOverride: false,
            type: "Microsoft.Network/routeTables/routes",
            provisioningState: "Succeeded",
        })),
    }),
    derived: ({ id }, cloud) => ({ subnets: subnetsOf(id, cloud).map((subnet) => ({ id: subnet })) }),
    refuse: [nameIsWrong, prefixIsWrong, nextHopIsWrong, gatewayWouldBeCutOff],
    refuseDelete: [
        ({ id, cloud }) => {
            const users = subnetsOf(id, cloud);
            return users.length === 0
                ? undefined
                : new ArmError(
                      400,
                      "InUseRouteTableCannotBeDeleted",
                      `Route table ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In order to delete the route table, remove the association with the resource(s).`,
                  );
        },
    ],
};

function subnetsOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:Subnet", (body) => sameId(textAt(body, "routeTable.id") ?? "", id));
}

function routesOf({ inputs }: Put): Properties[] {
    return objectsAt(inputs, "routes");
}

function nameIsWrong(put: Put): ArmError | undefined {
    const names = routesOf(put).map((route) => textAt(route, "name") ?? "");
    if (names.includes("")) {
        return new ArmError(400, "InvalidRequestFormat", `A route of ${put.id} has no name.`);
    }
    const twice = names.find((name, index) => names.slice(0, index).some((other) => sameId(other, name)));
    return twice === undefined
        ? undefined
        : new ArmError(400, "InvalidRequestFormat", `Route table ${put.id} has two routes named ${twice}.`);
}

/** A range in CIDR notation, or the name of a service tag; no two routes may have the same. */
function prefixIsWrong(put: Put): ArmError | undefined {
    const seen = new Map<string, Properties>();
    for (const route of routesOf(put)) {
        const prefix = textAt(route, "addressPrefix") ?? "";
        const problem = /^[A-Za-z][\w.]*$/.test(prefix) ? undefined : rangeProblem(prefix, put.id);
        if (problem) {
            return problem;
        }
        const rival = seen.get(prefix.toLowerCase());
        if (rival) {
            return new ArmError(
                400,
                "RouteConflict",
                `Route ${route.name} conflicts with route ${rival.name}. Routes cannot have the same AddressPrefix.`,
            );
        }
        seen.set(prefix.toLowerCase(), route);
    }
    return undefined;
}

function nextHopIsWrong(put: Put): ArmError | undefined {
    const wrong = routesOf(put).find(
        (route) =>
            (route.nextHopType === "VirtualAppliance") !==
            /^\d+(\.\d+){3}$/.test(textAt(route, "nextHopIpAddress") ?? ""),
    );
    return wrong
        ? new ArmError(
              400,
              "InvalidNextHopIpAddress",
              `Route ${wrong.name} with the next hop type ${wrong.nextHopType} ${wrong.nextHopType === "VirtualAppliance" ? "needs" : "cannot have"} a nextHopIpAddress.`,
          )
        : undefined;
}
