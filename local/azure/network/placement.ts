import type { Properties } from "../../provider/provider";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, lastSegment, sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import type { Put } from "../resource-type";
import { prefixLength } from "./address-range";
import { delegations } from "./delegations";

/** Subnets that belong to one service each, by their name: no other can be placed there. */
const reservedNames = ["AzureBastionSubnet", "AzureFirewallManagementSubnet", "AzureFirewallSubnet", "GatewaySubnet"];

/** Resources that have addresses in the subnet: as long as there are any, it stays, with its range. */
export function occupantsOf(subnetId: string, cloud: Cloud): string[] {
    return cloud
        .all()
        .filter(({ type, body }) =>
            cloud
                .typeOf(type)
                .placement?.subnetIds(body)
                .some((id) => sameId(id, subnetId)),
        )
        .map(({ id }) => id);
}

export function rangesOf(subnet: Properties): string[] {
    const single = textAt(subnet, "addressPrefix");
    return single === undefined ? textsAt(subnet, "addressPrefixes") : [single];
}

/** Services that the subnet is delegated to; none for a subnet that is not there. */
export function servicesOf(subnet: Properties | undefined): string[] {
    return objectsAt(subnet, "delegations").map((delegation) => textAt(delegation, "serviceName") ?? "");
}

/** A subnet with a wrong name, delegation or size for what is to be placed there. */
export function subnetIsUnfit({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const { placement } = type;
    for (const subnetId of placement?.subnetIds(inputs) ?? []) {
        const subnet = cloud.find(subnetId);
        if (placement && subnet?.type === "azure-native:network:Subnet") {
            const { subnetName, delegatedTo } = placement;
            const longestPrefix = placement.longestPrefix ?? delegations[delegatedTo ?? ""] ?? 29;
            const name = lastSegment(subnet.id);
            const foreign = reservedNames.some((reserved) => sameId(reserved, name));
            if (subnetName === undefined ? foreign : !sameId(subnetName, name)) {
                return refused(
                    "InvalidSubnetName",
                    `${armTypeOf(id)} ${id} cannot use subnet ${subnet.id}: it needs ${subnetName === undefined ? "one without a reserved name" : `the one named ${subnetName}`}.`,
                );
            }
            const services = servicesOf(subnet.body);
            if (delegatedTo !== undefined && !services.some((service) => sameId(service, delegatedTo))) {
                return refused(
                    "SubnetMissingRequiredDelegation",
                    `Subnet ${subnet.id} requires any of the following delegation(s) [${delegatedTo}] to reference ${id}.`,
                );
            }
            const isForeign = (service: string) => !sameId(service, placement.acceptsDelegationTo ?? "");
            if (delegatedTo === undefined && services.some(isForeign)) {
                return refused(
                    "SubnetIsDelegated",
                    `Subnet ${subnet.id} is delegated to ${services.join(", ")} and cannot be used by ${id}.`,
                );
            }
            const stranger = strangerIn(subnet.id, { type, cloud });
            if (stranger !== undefined) {
                return refused(
                    "SubnetHasOtherResources",
                    `Subnet ${subnet.id} cannot be used by ${id}: ${stranger} is there, and one of the two needs a subnet of its own.`,
                );
            }
            const small = rangesOf(subnet.body).find((range) => prefixLength(range) > longestPrefix);
            if (small !== undefined) {
                return refused(
                    "SubnetTooSmall",
                    `Subnet ${subnet.id} with the prefix ${small} is too small for ${id}: /${longestPrefix} is the smallest.`,
                );
            }
        }
    }
    return undefined;
}

/** Something of another type in the subnet, when it or what is to come needs the subnet for itself. */
function strangerIn(subnetId: string, { type, cloud }: Pick<Put, "type" | "cloud">): string | undefined {
    return occupantsOf(subnetId, cloud).find((occupant) => {
        const other = cloud.typeOf(cloud.find(occupant)?.type ?? type.token);
        return other.token !== type.token && (type.placement?.dedicated || other.placement?.dedicated);
    });
}

function refused(code: string, message: string): ArmError {
    return new ArmError(400, code, message);
}
