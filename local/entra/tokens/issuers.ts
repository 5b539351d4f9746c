/**
 * Who issues the tokens of a tenant, by their version.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats
 */
export function issuers(tenantId: string): { v1: string; v2: string } {
    return { v1: `https://sts.windows.net/${tenantId}/`, v2: `https://login.microsoftonline.com/${tenantId}/v2.0` };
}
