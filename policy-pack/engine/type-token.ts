/**
 * Type of a resource as rules name it. For Azure that is `<module>:<Resource>`, without package and API version, so that
 * a rule meets a resource however its package was made:
 *
 * - `azure-native:keyvault:Vault`, the SDK's default version
 * - `azure-native:keyvault/v20230701:Vault`, another version of the SDK
 * - `azure-native_keyvault_v20260201:keyvault:Vault`, a package from `pulumi package add`
 *
 * Types of other packages stay as they are.
 */
export function resourceType(token: string): string {
    const match = /^azure-native(?:_\w+)?:(\w+)(?:\/v\w+)?:(\w+)$/.exec(token);
    return match ? `${match[1]}:${match[2]}` : token;
}
