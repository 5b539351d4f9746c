import { randomBytes } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";
import { issuers } from "./issuers";
import { secondsNow, type Tenant } from "./tenant";

/** A token, and what the answer about it says. */
export interface IssuedToken {
    accessToken: string;
    /** Seconds. */
    expiresIn: number;
}

/**
 * Signs a token, with the claims that every token has.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function signToken(
    tenant: Tenant,
    { version, lifetimeSeconds, claims }: { version: 1 | 2; lifetimeSeconds: number; claims: JWTPayload },
): Promise<IssuedToken> {
    const { kid, privateKey } = tenant.key;
    const { tenantId } = tenant.graph.seed;
    const now = secondsNow(tenant);
    const accessToken = await new SignJWT({
        iss: version === 2 ? issuers(tenantId).v2 : issuers(tenantId).v1,
        iat: now,
        nbf: now,
        exp: now + lifetimeSeconds,
        ...claims,
        tid: tenantId,
        uti: randomBytes(16).toString("base64url"),
        ver: `${version}.0`,
    })
        .setProtectedHeader({ typ: "JWT", alg: "RS256", kid, ...(version === 1 && { x5t: kid }) })
        .sign(privateKey);
    return { accessToken, expiresIn: lifetimeSeconds };
}
