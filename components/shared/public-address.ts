import * as azurenetwork from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import { resourceId } from "./arm-id";
import { sendLogs } from "./diagnostics";
import { knownAfter } from "./known-after";
import { resourceName } from "./naming";
import type { PlacementArgs } from "./placement";
import { type ComponentKind, tags } from "./tags";

/** How public addresses are protected against floods of traffic. */
export const DdosProtection = {
    /** Each address by itself; the cheaper one for a few addresses. */
    Address: "address",
    /** By a plan that covers the whole network. */
    Plan: "plan",
} as const;
export type DdosProtection = (typeof DdosProtection)[keyof typeof DdosProtection];

/** A public address that exists by the time these are known outside a preview. */
export interface PublicAddress {
    id: pulumi.Output<string>;
    address: pulumi.Output<string>;
}

/** A fixed public address, protected against floods, that logs attacks. Serves practices 4.4 and 5.1. */
export function createPublicAddress(
    name: string,
    placement: PlacementArgs,
    settings: {
        component: ComponentKind;
        ddosProtection: DdosProtection | undefined;
        availabilityZones: string[];
        workspaceId: pulumi.Input<string>;
    },
    parent: pulumi.Resource,
): PublicAddress {
    const { component, ddosProtection, availabilityZones, workspaceId } = settings;
    const type = "Microsoft.Network/publicIPAddresses";
    const publicIpAddressName = resourceName(type, placement.naming, name);
    const resource = new azurenetwork.PublicIPAddress(
        `${name}-address`,
        {
            publicIpAddressName,
            resourceGroupName: placement.resourceGroupName,
            location: placement.location,
            sku: { name: "Standard", tier: "Regional" },
            publicIPAllocationMethod: "Static",
            publicIPAddressVersion: "IPv4",
            ddosSettings: {
                protectionMode: ddosProtection === DdosProtection.Plan ? "VirtualNetworkInherited" : "Enabled",
            },
            zones: availabilityZones,
            tags: tags(placement, component),
        },
        { parent },
    );
    const id = knownAfter(resource, resourceId(placement, type, publicIpAddressName));
    sendLogs(`${name}-address`, { type, resourceId: id, workspaceId }, parent);
    return { id, address: resource.ipAddress.apply((address) => address ?? "") };
}
