import * as azurenetwork from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import { knownAfter } from "./known-after";
import { resourceName } from "./naming";
import type { PlacementArgs } from "./placement";
import { type PrivateLinkService, privateLinkServices, zoneNamesOf } from "./private-link-services";
import { type ComponentKind, tags } from "./tags";
import { checkedArmId } from "./validation";

/** What makes a service reachable inside a network. */
export interface PrivateNetwork {
    /** Required. ARM id of the subnet that holds the private endpoint. */
    subnetId: pulumi.Input<string>;
    /**
     * Required. ARM ids of the private DNS zones of the service by the zone's name, for example
     * `privatelink.vaultcore.azure.net`. They are linked to the networks that use the service.
     */
    zoneIds: Record<string, pulumi.Input<string>>;
}

/** A private endpoint and the DNS record that leads to it; wait for the zone group to reach the service by name. */
export function createPrivateEndpoint(
    name: string,
    placement: PlacementArgs,
    target: {
        service: PrivateLinkService;
        resourceId: pulumi.Input<string>;
        network: PrivateNetwork;
        component: ComponentKind;
    },
    parent: pulumi.Resource,
): azurenetwork.PrivateDnsZoneGroup {
    const { groupId } = privateLinkServices[target.service];
    const privateEndpointName = resourceName("Microsoft.Network/privateEndpoints", placement.naming, name);
    const endpoint = new azurenetwork.PrivateEndpoint(
        `${name}-endpoint`,
        {
            privateEndpointName,
            resourceGroupName: placement.resourceGroupName,
            location: placement.location,
            subnet: {
                id: checkedArmId(
                    target.network.subnetId,
                    "network.subnetId",
                    "Microsoft.Network/virtualNetworks/subnets",
                ),
                // the SDK would send "Disabled" with this reference
                privateEndpointNetworkPolicies: "Enabled",
            },
            privateLinkServiceConnections: [
                { name: groupId, privateLinkServiceId: target.resourceId, groupIds: [groupId] },
            ],
            tags: tags(placement, target.component),
        },
        { parent },
    );
    return new azurenetwork.PrivateDnsZoneGroup(
        `${name}-endpoint-zones`,
        {
            privateDnsZoneGroupName: "default",
            privateEndpointName: knownAfter(endpoint, privateEndpointName),
            resourceGroupName: placement.resourceGroupName,
            privateDnsZoneConfigs: zoneNamesOf(target.service).map((zone) => ({
                name: zone.replaceAll(".", "-"),
                privateDnsZoneId: checkedArmId(
                    target.network.zoneIds[zone] ?? "",
                    `network.zoneIds["${zone}"]`,
                    "Microsoft.Network/privateDnsZones",
                ),
            })),
        },
        { parent },
    );
}

/** Problems in where a private endpoint of the service is to lie, as sentences; empty when there are none. */
export function privateNetworkProblems(network: PrivateNetwork, service: PrivateLinkService): string[] {
    return zoneNamesOf(service)
        .filter((zone) => network.zoneIds[zone] === undefined)
        .map((zone) => `network.zoneIds has no "${zone}"; give the ARM id of the private DNS zone of that name.`);
}
