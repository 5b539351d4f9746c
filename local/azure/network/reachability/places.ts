import type { Properties } from "../../../provider/provider";
import { objectsAt, textAt, textsAt } from "../../../provider/values";
import { isBelow, lastSegment, parentOf, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import { firstUsable } from "../address-range";
import { rangesOf } from "../placement";
import { addressNumber, addressRange, includes, type Range } from "./ranges";
import { platformAddress } from "./service-tags";

/** A subnet with what decides about its packets. */
export interface Subnet {
    id: string;
    name: string;
    network: Stored;
    body: Properties;
    group: Stored | undefined;
    routes: Properties[];
    routeTable: string;
}

/** Where packets come from or go to. */
export interface Place {
    address: number;
    /** Undefined outside of the networks. */
    subnet: Subnet | undefined;
    /** The question is about the subnet, and the address stands for all of it. */
    isSubnet?: boolean;
    /** The name that it was asked by. */
    fqdn?: string;
    /** The resource that has the name. */
    target?: Stored;
}

/** Resources by type and id, in the shape of what a GET answers. */
export interface Resources {
    all(token: string): Stored[];
    find(id: string): Stored | undefined;
}

export function indexed(resources: Stored[]): Resources {
    const byId = new Map(resources.map((resource) => [resource.id.toLowerCase(), resource]));
    return {
        all: (token) => [...byId.values()].filter(({ type }) => type === token),
        find: (id) => byId.get(id.toLowerCase()),
    };
}

export function subnetOf(id: string, { find }: Resources): Subnet | undefined {
    const subnet = find(id);
    const network = find(parentOf(id));
    if (subnet?.type !== "azure-native:network:Subnet" || !network) {
        return undefined;
    }
    const table = find(textAt(subnet.body, "routeTable.id") ?? "");
    return {
        id: subnet.id,
        name: lastSegment(subnet.id),
        network,
        body: subnet.body,
        group: find(textAt(subnet.body, "networkSecurityGroup.id") ?? ""),
        routes: objectsAt(table?.body, "routes"),
        routeTable: lastSegment(table?.id ?? ""),
    };
}

/** A subnet as a place: its first address, which is that of a firewall or of the first private endpoint there. */
export function placeOfSubnet(subnet: Subnet): Place {
    const [range = ""] = rangesOf(subnet.body);
    return { address: addressNumber(firstUsable(range) ?? ""), subnet, isSubnet: true };
}

/** The place that has an address, for somebody in a network: that network's own subnets come first. */
export function placeOfAddress(address: number, resources: Resources, networkId?: string): Place {
    const holds = ({ body }: Stored) =>
        includes(
            rangesOf(body).flatMap((range) => addressRange(range) ?? []),
            address,
        );
    const subnets = resources.all("azure-native:network:Subnet").filter(holds);
    const own = subnets.find(({ id }) => networkId !== undefined && isBelow(id, networkId)) ?? subnets[0];
    return { address, subnet: own && subnetOf(own.id, resources) };
}

export function networkRanges({ network }: Subnet): Range[] {
    return textsAt(network.body, "addressSpace.addressPrefixes").flatMap((range) => addressRange(range) ?? []);
}

/**
 * Addresses of the tag VirtualNetwork in a subnet: its network, the platform, and what its routes send to an appliance,
 * a default route included. https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
 */
export function virtualNetworkTag(subnet: Subnet): Range[] {
    const routed = subnet.routes.filter(({ nextHopType }) => nextHopType === "VirtualAppliance");
    return [
        ...networkRanges(subnet),
        ...[platformAddress, ...routed.map((route) => textAt(route, "addressPrefix") ?? "")].flatMap(
            (range) => addressRange(range) ?? [],
        ),
    ];
}

export function inSameNetwork(one: Subnet, other: Subnet): boolean {
    return sameId(one.network.id, other.network.id);
}
