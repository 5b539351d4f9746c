import type { JWTPayload } from "jose";
import { issuers } from "./issuers";
import type { Tenant } from "./tenant";
import { verifyToken } from "./verify";

/** Who has sent a request, by the token in it. */
export interface Caller {
    /** Object id. */
    principalId: string;
    claims: JWTPayload;
}

/**
 * Who has sent a request to a service of Microsoft; undefined when it has no token of the tenant for that service that is
 * valid now. Whether the caller may do what it asks for is for the service to judge.
 *
 * @param authorization - Header of that name.
 * @param audience - What its tokens are for. A slash at the end makes no difference.
 */
export async function callerOf(
    tenant: Tenant,
    authorization: string | undefined,
    audience: string,
): Promise<Caller | undefined> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    const verified = token === undefined ? undefined : await verifyToken(tenant, token);
    if (verified === undefined || !("claims" in verified)) return undefined;
    const { aud, iss, oid } = verified.claims;
    const { v1, v2 } = issuers(tenant.graph.seed.tenantId);
    const isForService = typeof aud === "string" && withoutSlash(aud) === withoutSlash(audience);
    const isOfTenant = iss === v1 || iss === v2;
    return isForService && isOfTenant && typeof oid === "string"
        ? { principalId: oid, claims: verified.claims }
        : undefined;
}

function withoutSlash(audience: string): string {
    return audience.replace(/\/$/, "");
}
