import { parentOf } from "../arm-id";
import type { Put, Removal } from "../resource-type";
import { textAt, valueAt } from "../values";

/** URI of the vault that holds the key or secret. */
export function vaultUri({ id, cloud }: Put): string {
    return textAt(cloud.find(parentOf(id) ?? "")?.body, "properties.vaultUri") ?? "";
}

/** Days that a deleted key or secret stays in its vault. */
export function retentionOfVault({ id, cloud }: Removal): number {
    return Number(valueAt(cloud.find(parentOf(id) ?? "")?.body, "properties.softDeleteRetentionInDays") ?? 90);
}

/** What may become of a deleted key, as its attributes say it. */
export function recoveryLevel({ id, cloud }: Put): string {
    const vault = cloud.find(parentOf(id) ?? "")?.body;
    const kind =
        Number(valueAt(vault, "properties.softDeleteRetentionInDays") ?? 90) < 90
            ? "CustomizedRecoverable"
            : "Recoverable";
    return valueAt(vault, "properties.enablePurgeProtection") === true ? kind : `${kind}+Purgeable`;
}

/** Versions are 32 hexadecimal digits. */
export function newVersion({ id, cloud }: Put): string {
    return cloud.newGuid(id, "version").replaceAll("-", "");
}
