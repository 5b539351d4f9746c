import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put } from "../resource-type";
import { holdersOf } from "./public-ip-address";

/** A public address that is none, that is not Standard, or that somebody else holds. */
export function publicAddressIsUnfit({ type, id, inputs, cloud }: Put): ArmError | undefined {
    for (const addressId of type.publicAddressIds?.(inputs) ?? []) {
        const address = cloud.find(addressId);
        if (address?.type !== "azure-native:network:PublicIPAddress") {
            return new ArmError(
                400,
                "InvalidRequestFormat",
                `${id} needs the id of a public address, not '${addressId}'.`,
            );
        }
        if (!/^Standard/i.test(textAt(address.body, "sku.name") ?? "")) {
            return new ArmError(
                400,
                "PublicIPAddressSkuNotSupported",
                `${id} needs the public address ${addressId} to be Standard.`,
            );
        }
        const holder = holdersOf(addressId, cloud).find((other) => !sameId(other, id));
        if (holder !== undefined) {
            return new ArmError(
                400,
                "PublicIPAddressInUse",
                `Resource ${addressId} is in use by ${holder}: ${id} needs its own.`,
            );
        }
    }
    return undefined;
}
