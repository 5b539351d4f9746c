/** Who issues the tokens of a tenant: https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats */
export function tokenIssuer(tenantId: string): string {
    return `https://${signInHost}/${tenantId}/v2.0`;
}

/** Where the keys are that the issuer signs with. */
export function signingKeys(tenantId: string): string {
    return `https://${signInHost}/${tenantId}/discovery/v2.0/keys`;
}

/** Host of Entra in the public cloud. */
export const signInHost = "login.microsoftonline.com";
