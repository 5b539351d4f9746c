import { errors, type JWTPayload, jwtVerify } from "jose";
import { verificationKeys } from "./signing-key";
import type { Tenant } from "./tenant";

/** A token that the tenant has signed and that is valid now, or why it is none. */
export type Verified =
    | { claims: JWTPayload }
    | { problem: "malformed" | "signature" }
    /** Both in seconds since the epoch, 0 when the token does not say. */
    | { problem: "time"; notBefore: number; expires: number };

/** Judges signature and time of a token; whom it is for, and from whom, is for the caller to judge. */
export async function verifyToken({ graph, key }: Tenant, token: string): Promise<Verified> {
    try {
        const { payload } = await jwtVerify(token, verificationKeys(key), {
            algorithms: ["RS256"],
            requiredClaims: ["exp", "nbf"],
            currentDate: new Date(graph.clock.now()),
        });
        return { claims: payload };
    } catch (error) {
        if (error instanceof errors.JWTExpired || isTooEarly(error)) {
            const { nbf = 0, exp = 0 } = error.payload;
            return { problem: "time", notBefore: nbf, expires: exp };
        }
        if (
            error instanceof errors.JWSSignatureVerificationFailed ||
            error instanceof errors.JWKSNoMatchingKey ||
            error instanceof errors.JOSEAlgNotAllowed
        ) {
            return { problem: "signature" };
        }
        if (error instanceof errors.JOSEError) return { problem: "malformed" };
        throw error;
    }
}

function isTooEarly(error: unknown): error is errors.JWTClaimValidationFailed {
    return error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf" && error.reason === "check_failed";
}
