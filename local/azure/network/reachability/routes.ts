import { objectsAt, textAt } from "../../../provider/values";
import { networkRanges, type Place, type Subnet } from "./places";
import { addressRange, allAddresses, includes, type Range, sizeOf } from "./ranges";
import { privateRanges, tagRanges } from "./service-tags";

export interface Hop {
    type:
        | "InterfaceEndpoint"
        | "Internet"
        | "None"
        | "VirtualAppliance"
        | "VirtualNetworkGateway"
        | "VirtualNetworkServiceEndpoint"
        | "VnetLocal";
    /** The route that leads there. */
    by: string;
    /** Address of a virtual appliance. */
    appliance?: string;
}

interface Route extends Hop {
    range: Range;
}

/** Tags of the services that a subnet can have an endpoint for. */
const tagOfService: Record<string, string> = {
    "Microsoft.ContainerRegistry": "AzureContainerRegistry",
    "Microsoft.EventHub": "EventHub",
    "Microsoft.KeyVault": "AzureKeyVault",
    "Microsoft.ServiceBus": "ServiceBus",
    "Microsoft.Sql": "Sql",
    "Microsoft.Storage": "Storage",
};

/**
 * Where packets from a subnet go next: the longest prefix decides, routes of one's own before those of Azure. Service
 * endpoints cannot be overridden. https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview
 *
 * @param endpoint - When the destination is a private endpoint of the network: whether routes apply to it.
 */
export function nextHop(from: Subnet, to: Place, endpoint: { routesApply: boolean } | undefined): Hop {
    const own = ownRoutes(from).filter(({ range }) => includes([range], to.address));
    if (endpoint) {
        return overEndpoint(from, own, endpoint.routesApply) ?? { type: "InterfaceEndpoint", by: "InterfaceEndpoint" };
    }
    const service = objectsAt(from.body, "serviceEndpoints")
        .map((each) => textAt(each, "service") ?? "")
        .find((name) => includes(serviceRanges(name), to.address));
    if (service !== undefined) {
        return { type: "VirtualNetworkServiceEndpoint", by: `service endpoint ${service}` };
    }
    // of one length, the first stays first
    const [best] = [...own, ...systemRoutes(from).filter(({ range }) => includes([range], to.address))].toSorted(
        (one, other) => sizeOf(one.range) - sizeOf(other.range),
    );
    return best ?? { type: "None", by: "no route" };
}

/**
 * A route leads around a private endpoint when it names its very address, or, with network policies, when it is no shorter
 * than the range of the network. https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
 */
function overEndpoint(from: Subnet, own: Route[], routesApply: boolean): Hop | undefined {
    const longest = Math.min(...networkRanges(from).map(sizeOf));
    const [route] = own
        .filter(({ range }) => sizeOf(range) === 1 || (routesApply && sizeOf(range) <= longest))
        .toSorted((one, other) => sizeOf(one.range) - sizeOf(other.range));
    return route;
}

function serviceRanges(service: string): Range[] {
    const tag = tagOfService[service];
    return tag === undefined ? [] : tagRanges(tag, []);
}

function ownRoutes({ routes, routeTable }: Subnet): Route[] {
    return routes.flatMap((route) => {
        const prefix = textAt(route, "addressPrefix") ?? "";
        const ranges = addressRange(prefix) ?? tagRanges(prefix, []);
        const appliance = textAt(route, "nextHopIpAddress");
        return [ranges].flat().map((range) => ({
            range,
            type: (textAt(route, "nextHopType") ?? "None") as Hop["type"],
            by: `${routeTable}/${route.name}`,
            ...(appliance !== undefined && { appliance }),
        }));
    });
}

function systemRoutes(subnet: Subnet): Route[] {
    const system = (range: Range, type: Hop["type"]): Route => ({ range, type, by: type });
    return [
        ...networkRanges(subnet).map((range) => system(range, "VnetLocal")),
        ...privateRanges.map((range) => system(range, "None")),
        system(allAddresses, "Internet"),
    ];
}
