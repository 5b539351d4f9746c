import { get, type Resource } from "../../engine";

/** Input of a storage account that makes it keep what was once written, for forensics. */
export const immutability = "immutableStorageWithVersioning.enabled";

/** Whether a storage account keeps what was once written. */
export function isForensic(account: Resource): boolean {
    return get(account, immutability) === true;
}
