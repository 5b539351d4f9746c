import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { parentOf } from "../arm-id";
import type { Put, Removal } from "../resource-type";
import { retentionDays } from "./soft-delete-rules";

/** The vault that holds the key or secret. */
export function vaultOf({ id, cloud }: Pick<Put | Removal, "id" | "cloud">): Properties {
    return cloud.find(parentOf(id))?.body ?? {};
}

export function vaultUri(put: Put): string {
    return textAt(vaultOf(put), "properties.vaultUri") ?? "";
}

/** What may become of a deleted key or secret, as its attributes say it. */
export function recoveryLevel(put: Pick<Put, "id" | "cloud">): string {
    const vault = vaultOf(put);
    const level = retentionDays(vault) < 90 ? "CustomizedRecoverable" : "Recoverable";
    return valueAt(vault, "properties.enablePurgeProtection") === true ? level : `${level}+Purgeable`;
}

/** Versions are 32 hexadecimal digits. */
export function newVersion({ id, cloud }: Put): string {
    return cloud.newGuid(id, "version").replaceAll("-", "");
}
