/**
 * A problem when the text cannot be the name of a secret in a vault:
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers
 */
export function secretNameProblem(name: string, argument: string): string | undefined {
    return /^[0-9A-Za-z-]{1,127}$/.test(name)
        ? undefined
        : `${argument} is "${name}"; it must be 1 to 127 letters, digits and hyphens.`;
}
