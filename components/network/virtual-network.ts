import * as azurenetwork from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import {
    checked,
    checkedArmId,
    DdosProtection,
    knownAfter,
    parseArmId,
    resourceId,
    resourceName,
    tags,
} from "../shared";
import { firewallAddressOf, type NetworkArgs } from "./network-args";

/** A virtual network that exists by the time these are known outside a preview. */
export interface VirtualNetwork {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    resourceGroupName: pulumi.Input<string>;
}

const type = "Microsoft.Network/virtualNetworks";

export function createVirtualNetwork(name: string, args: NetworkArgs, parent: pulumi.Resource): VirtualNetwork {
    const virtualNetworkName = resourceName(type, args.naming, name);
    const plan = args.ddosProtection === DdosProtection.Plan ? ddosPlanId(name, args, parent) : undefined;
    const network = new azurenetwork.VirtualNetwork(
        `${name}-vnet`,
        {
            virtualNetworkName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            addressSpace: { addressPrefixes: [args.addressSpace] },
            dhcpOptions: { dnsServers: [firewallAddressOf(args)] },
            enableDdosProtection: plan !== undefined,
            ddosProtectionPlan: plan === undefined ? undefined : { id: plan },
            tags: tags(args, "network"),
        },
        { parent },
    );
    return {
        id: knownAfter(network, resourceId(args, type, virtualNetworkName)),
        name: knownAfter(network, virtualNetworkName),
        resourceGroupName: args.resourceGroupName,
    };
}

export function adoptVirtualNetwork(existing: pulumi.Input<string>, { subscriptionId }: NetworkArgs): VirtualNetwork {
    const argument = "existingVirtualNetworkId";
    const id = checked(checkedArmId(existing, argument, type), (given) =>
        parseArmId(given)?.subscriptionId.toLowerCase() === subscriptionId.toLowerCase()
            ? undefined
            : `${argument} is "${given}"; it must lie in the subscription ${subscriptionId}.`,
    );
    const parts = id.apply((known) => parseArmId(known));
    return {
        id,
        name: parts.apply((known) => known?.names[0] ?? ""),
        resourceGroupName: parts.apply((known) => known?.resourceGroupName ?? ""),
    };
}

function ddosPlanId(name: string, args: NetworkArgs, parent: pulumi.Resource): pulumi.Output<string> {
    const planType = "Microsoft.Network/ddosProtectionPlans";
    if (args.existingDdosProtectionPlanId !== undefined) {
        return checkedArmId(args.existingDdosProtectionPlanId, "existingDdosProtectionPlanId", planType);
    }
    const ddosProtectionPlanName = resourceName(planType, args.naming, name);
    const plan = new azurenetwork.DdosProtectionPlan(
        `${name}-ddos-plan`,
        {
            ddosProtectionPlanName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            tags: tags(args, "network"),
        },
        { parent },
    );
    return knownAfter(plan, resourceId(args, planType, ddosProtectionPlanName));
}
