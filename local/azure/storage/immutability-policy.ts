import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, Rule } from "../resource-type";

const policy = "immutableStorageWithVersioning.immutabilityPolicy";

/** Whether the account's policy for all of its blobs can only become stricter. */
export function isLocked(account: Properties): boolean {
    return stateOf(account) === "Locked";
}

/** Whether every blob of the account is immutable for a time, so that its containers keep all versions. */
export function isImmutable(account: Properties): boolean {
    return valueAt(account, "immutableStorageWithVersioning.enabled") === true;
}

/** https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies */
const longestPeriod = 146000;

/** What Azure refuses about the policy of an account: it begins unlocked, and a locked one only becomes stricter. */
export const immutabilityRules: Rule<Put>[] = [
    ({ inputs, before }) => {
        const state = stateOf(inputs);
        const old = before && stateOf(before);
        if (state === "Locked" && old !== "Locked" && old !== "Unlocked") {
            return refused(
                "An immutability policy can only be created in the state Disabled or Unlocked, and only an Unlocked one can be Locked.",
            );
        }
        return state !== undefined && old === "Locked" && state !== "Locked"
            ? refused(`A locked immutability policy cannot be changed to ${state}.`)
            : undefined;
    },
    ({ inputs, before }) => {
        const days = daysOf(inputs);
        if (days !== undefined && (days < 1 || days > longestPeriod)) {
            return refused(`The immutability period must be from 1 to ${longestPeriod} days, but is ${days}.`);
        }
        return before && isLocked(before) && days !== undefined && days < (daysOf(before) ?? 0)
            ? refused(
                  `The period of a locked immutability policy only grows: from ${daysOf(before)} days to ${days} is not allowed.`,
              )
            : undefined;
    },
    ({ inputs, before }) => {
        const appends = valueAt(inputs, `${policy}.allowProtectedAppendWrites`);
        const old = valueAt(before, `${policy}.allowProtectedAppendWrites`) ?? false;
        return before && isLocked(before) && appends !== undefined && appends !== old
            ? refused("allowProtectedAppendWrites of a locked immutability policy cannot be changed.")
            : undefined;
    },
    ({ inputs }) =>
        isImmutable(inputs) && inputs.isHnsEnabled === true
            ? refused("Version-level immutability needs an account without a hierarchical namespace.")
            : undefined,
];

function stateOf(account: Properties): string | undefined {
    return textAt(account, `${policy}.state`);
}

function daysOf(account: Properties): number | undefined {
    const days = valueAt(account, `${policy}.immutabilityPeriodSinceCreationInDays`);
    return typeof days === "number" ? days : undefined;
}

function refused(message: string): ArmError {
    return new ArmError(409, "AccountImmutabilityPolicyFailure", message);
}
