import { type Resource, refersTo, type Stack, sameName, text } from "../../engine";

/** Name of a vault, or of the vault that a key or secret is in. Names of vaults are unique in all of Azure. */
export function vaultNameOf(resource: Resource): string {
    return text(resource, "vaultName");
}

/** Whether a key or secret is in a vault. */
export function isIn(item: Resource, vault: Resource, stack: Stack): boolean {
    return refersTo(
        item,
        "vaultName",
        stack,
        (source) => source === vault,
        () => sameName(vaultNameOf(item), vaultNameOf(vault)),
    );
}

/** Keys or secrets that may be in a vault. */
export function contentOf(vault: Resource, type: "keyvault:Key" | "keyvault:Secret", stack: Stack) {
    return stack.withKey(type, vaultNameOf, () => vaultNameOf(vault));
}

/** Name of the vault in the ARM id of a vault or of something in it, empty for other texts. */
export function vaultInId(id: string): string {
    return /\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)/i.exec(id)?.[1] ?? "";
}
