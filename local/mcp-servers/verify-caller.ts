import { createHmac, timingSafeEqual } from "node:crypto";
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { issuers } from "../entra/tokens/issuers";
import { signedValues } from "./caller";

/** Role of the server's backend application that the gateway has: docs/cluster.md. */
const gatewayRole = "Gateway.Invoke";

/** The only scope of the server's backend application. */
export const userScope = "mcp.execute";

/** Seconds for which a signature is good: who sees one cannot use it later. */
const freshSeconds = 300;

/** Whom a server lets in. */
export interface TrustedGateway {
    /** Name of the server, as the gateway signs it. */
    server: string;
    tenantId: string;
    /** Client id of the server's backend application. */
    audience: string;
    /** The gateway's identity, or for a server that acts for users its own application, as which the gateway acts. */
    issuedTo: { gatewayPrincipalId: string } | { onBehalfOfClientId: string };
    /** Keys that tokens of the tenant are signed with. */
    keys: JWTVerifyGetKey;
    /** Keys that the gateway may sign with who calls, in base64. A signature is good with any of them. */
    identityKeys(): string[];
    /** Milliseconds since the epoch. */
    now(): number;
}

/**
 * Why a request is not one of the gateway, as a sentence; undefined when it is. What the ingress, the proxy and the server
 * of a pod check one after the other is checked here at once.
 */
export async function refusalOf(headers: Headers, trust: TrustedGateway): Promise<string | undefined> {
    const claims = await claimsOf(headers, trust);
    if (claims === undefined) return "No token of the tenant for this server that is valid now.";
    if (!isIssuedToGateway(claims, trust)) return "The token is not the gateway's.";
    const values = signedValues(headers);
    const signature = headers.get("X-MCP-Signature");
    if (values === undefined || signature === null) return "Nobody says who calls.";
    if (!isSigned(values, signature, trust)) return "The signature over who calls is wrong.";
    const [user, , , , issuedAt] = values;
    // a time that is no number is not fresh
    if (!(Math.abs(trust.now() / 1000 - Number(issuedAt)) <= freshSeconds))
        return "The signature over who calls is old.";
    if ("onBehalfOfClientId" in trust.issuedTo && claims.oid !== user) return "The token is of another user.";
    return undefined;
}

async function claimsOf(headers: Headers, trust: TrustedGateway): Promise<JWTPayload | undefined> {
    const token = /^Bearer (\S+)$/.exec(headers.get("Authorization") ?? "")?.[1];
    if (token === undefined) return undefined;
    try {
        const { payload } = await jwtVerify(token, trust.keys, {
            algorithms: ["RS256"],
            audience: trust.audience,
            issuer: issuers(trust.tenantId).v2,
            requiredClaims: ["exp", "nbf"],
            currentDate: new Date(trust.now()),
        });
        return payload;
    } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
    }
}

function isIssuedToGateway({ oid, azp, roles, scp }: JWTPayload, { issuedTo }: TrustedGateway): boolean {
    return "gatewayPrincipalId" in issuedTo
        ? oid === issuedTo.gatewayPrincipalId && Array.isArray(roles) && roles.includes(gatewayRole)
        : azp === issuedTo.onBehalfOfClientId && scp === userScope;
}

function isSigned(values: string[], signature: string, { server, identityKeys }: TrustedGateway): boolean {
    const signed = JSON.stringify(["identity", server, ...values]);
    return identityKeys().some((text) => {
        const key = Buffer.from(text, "base64");
        // that of a named value which nobody filled
        if (key.length < 32) throw new Error(`A key of the server ${server} has less than 32 bytes.`);
        const expected = Buffer.from(createHmac("sha256", key).update(signed).digest("base64url"));
        const given = Buffer.from(signature);
        return expected.length === given.length && timingSafeEqual(expected, given);
    });
}
