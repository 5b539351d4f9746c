import { textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";

/**
 * Most units of each classic tier. https://learn.microsoft.com/azure/api-management/api-management-features
 *
 * The v2 tiers and Consumption, which have another network and other limits, are not modelled.
 */
export const mostUnits: Record<string, number> = { Developer: 1, Basic: 2, Standard: 4, Premium: 31 };

export function unitsAreWrong({ inputs }: Put): ArmError | undefined {
    const [tier, units] = [textAt(inputs, "sku.name") ?? "", Number(valueAt(inputs, "sku.capacity"))];
    const most = mostUnits[tier] ?? 0;
    return units >= 1 && units <= most
        ? undefined
        : invalidSku(`the tier ${tier} has ${most === 1 ? "exactly 1 unit" : `1 to ${most} units`}, not ${units}`);
}

/** https://learn.microsoft.com/azure/api-management/enable-availability-zone-support */
export function zonesAreWrong({ inputs }: Put): ArmError | undefined {
    const zones = textsAt(inputs, "zones");
    const [tier, units] = [textAt(inputs, "sku.name"), Number(valueAt(inputs, "sku.capacity"))];
    if (zones.length === 0) {
        return undefined;
    }
    if (tier !== "Premium") {
        return invalidSku(`availability zones need the tier Premium, this one is ${tier}`);
    }
    if (new Set(zones).size !== zones.length || !zones.every((zone) => ["1", "2", "3"].includes(zone))) {
        return invalidSku(`zones are some of 1, 2 and 3, each once, not ${zones.join(", ")}`);
    }
    return units % zones.length === 0
        ? undefined
        : invalidSku(`${units} units cannot be spread evenly over ${zones.length} zones`);
}

function invalidSku(problem: string): ArmError {
    return new ArmError(400, "InvalidParameters", `The service is invalid: ${problem}.`);
}
