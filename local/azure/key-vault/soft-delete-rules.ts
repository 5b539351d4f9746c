import type { Properties } from "../../provider/provider";
import { valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { immutable } from "../immutable";
import type { Put, Rule } from "../resource-type";

/** Days that a deleted vault or HSM keeps its name. */
export function retentionDays(body: Properties): number {
    return Number(valueAt(body, "properties.softDeleteRetentionInDays") ?? 90);
}

export const purgeProtectionStays = badRequest(
    'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
);

/** Soft delete and purge protection cannot be taken back, the days of retention not be changed. */
export const softDeleteRules: Rule<Put>[] = [
    ({ inputs, before }) =>
        valueAt(before, "properties.enablePurgeProtection") === true &&
        valueAt(inputs, "properties.enablePurgeProtection") === false
            ? purgeProtectionStays
            : undefined,
    ({ inputs }) =>
        // https://learn.microsoft.com/azure/key-vault/general/soft-delete-change: there is no way without it
        valueAt(inputs, "properties.enableSoftDelete") === false
            ? badRequest(
                  `The property "enableSoftDelete" can be set to false only for creating new vault. Enabling the 'soft delete' functionality is an irreversible action.`,
              )
            : undefined,
    immutable(
        (body) => valueAt(body, "properties.softDeleteRetentionInDays"),
        badRequest('The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.'),
    ),
    ({ inputs }) => {
        const days = retentionDays(inputs);
        return days >= 7 && days <= 90
            ? undefined
            : badRequest(`The property "softDeleteRetentionInDays" must be from 7 to 90, but is ${days}.`);
    },
];

export function badRequest(message: string): ArmError {
    return new ArmError(400, "BadRequest", message);
}
