/** A validated token: https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ref-jwt */
export class Jwt {
    /** @param claims All values of each claim; names are case-sensitive. */
    constructor(readonly claims: ReadonlyMap<string, string[]>) {}
}
