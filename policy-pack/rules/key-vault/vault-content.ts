import { type Resource, refersTo, sameName, text } from "../../engine";

/** Whether a key or secret is in a vault. Names of vaults are unique in all of Azure. */
export function isIn(item: Resource, vault: Resource): boolean {
    return refersTo(item, "vaultName", [vault], () => sameName(text(item, "vaultName"), text(vault, "vaultName")));
}

/** Name of the vault in the ARM id of a vault or of something in it, empty for other texts. */
export function vaultInId(id: string): string {
    return /\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)/i.exec(id)?.[1] ?? "";
}
