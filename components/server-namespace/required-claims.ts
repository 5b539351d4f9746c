/** A claim of the token that must have exactly this value; of a list, one value must be it. */
export interface RequiredClaim<Value> {
    claim: string;
    value: Value | string;
    list: boolean;
}

/** Role of the server's backend application that the gateway's identity has. */
export const gatewayRole = "Gateway.Invoke";

/** Role of the server's backend application that its users have when the gateway acts for them. It opens nothing by itself. */
export const userRole = "User.Invoke";

/** Scope of the server's backend application, which has no other: it is all that `scp` says. */
export const userScope = "mcp.execute";

/**
 * Who calls, as claims: the gateway for itself or, for a user, the server's application, as which the gateway acts.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function requiredClaims<Value>(caller: {
    gatewayPrincipalId: Value;
    onBehalfOfClientId?: Value;
}): RequiredClaim<Value>[] {
    return caller.onBehalfOfClientId === undefined
        ? [
              { claim: "oid", value: caller.gatewayPrincipalId, list: false },
              { claim: "roles", value: gatewayRole, list: true },
          ]
        : [
              { claim: "azp", value: caller.onBehalfOfClientId, list: false },
              { claim: "scp", value: userScope, list: false },
          ];
}
