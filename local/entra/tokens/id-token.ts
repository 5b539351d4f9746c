import { signToken } from "./sign";
import type { Tenant } from "./tenant";
import { pairwiseSubject } from "./user-token";

/** https://learn.microsoft.com/entra/identity-platform/id-tokens#token-lifetime */
const lifetimeSeconds = 60 * 60;

export interface IdTokenRequest {
    /** Client id of who asks. */
    clientId: string;
    /** Object id of the user who has signed in. */
    userId: string;
    /** Whether the client asked for `profile`. */
    hasProfile: boolean;
    /** Optional. What the client wants to find in it. Default: nothing. */
    nonce?: string;
}

/** What tells a client who has signed in: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export async function idToken(
    tenant: Tenant,
    { clientId, userId, hasProfile, nonce }: IdTokenRequest,
): Promise<string> {
    const { accessToken } = await signToken(tenant, {
        version: 2,
        lifetimeSeconds,
        claims: {
            aud: clientId,
            ...(hasProfile && { name: tenant.graph.principal(userId)?.name, oid: userId }),
            ...(nonce !== undefined && { nonce }),
            sub: pairwiseSubject(userId, { clientId }),
        },
    });
    return accessToken;
}
