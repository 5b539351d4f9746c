/**
 * Address of a vault in the public cloud:
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
 */
export function vaultUri(vaultName: string): string {
    return `https://${vaultName.toLowerCase()}.vault.azure.net/`;
}
