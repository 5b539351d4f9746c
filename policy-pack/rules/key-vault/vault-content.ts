import { type Link, nameAt } from "../../engine";

/** Names of vaults are unique in all of Azure. */
export const vaultName = nameAt("vaultName");

/** From a key to its vault. */
export const keyInVault = inVault("keyvault:Key");

/** From a secret to its vault. */
export const secretInVault = inVault("keyvault:Secret");

function inVault(type: string): Link {
    return { type, input: "vaultName", names: vaultName, to: "keyvault:Vault", nameOf: vaultName };
}

/** Name of the vault in the ARM id of a vault or of something in it, empty for other texts. */
export function vaultInId(id: string): string {
    return /\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)/i.exec(id)?.[1] ?? "";
}
