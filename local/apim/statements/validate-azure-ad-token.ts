import { errors, type JWTPayload, jwtVerify } from "jose";
import { issuers } from "../../entra/tokens/issuers";
import type { Headers } from "../context";
import { Jwt } from "../dotnet/jwt";
import { type CompileStatement, childOf, childrenOf, fixed, textOf } from "../pipeline/compiler";
import { ownResponse, PolicyFailure } from "../pipeline/failure";
import { asText } from "../pipeline/value";

/** A token that is not accepted. */
class Refused extends Error {
    constructor(
        readonly reason: string,
        message: string,
    ) {
        super(message);
    }
}

interface RequiredClaim {
    name: string;
    values: string[];
}

/**
 * Lets only requests pass that bear a token of the tenant, for one audience and of certain clients. A token counts from
 * and until exactly the time that it says.
 * https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy
 */
export const validateAzureAdToken: CompileStatement = (element, compiler) => {
    const text = (each: Parameters<typeof textOf>[0]) => asText(compiler.value(textOf(each)));
    const tenantId = fixed(element, "tenant-id");
    const header = fixed(element, "header-name");
    const status = Number(fixed(element, "failed-validation-httpcode"));
    const publicMessage = fixed(element, "failed-validation-error-message");
    const variable = fixed(element, "output-token-variable-name");
    const clients = childrenOf(childOf(element, "client-application-ids"), "application-id").map(text);
    const audience = text(childOf(childOf(element, "audiences"), "audience"));
    const claims = childrenOf(childOf(element, "required-claims"), "claim").map((claim) => ({
        name: fixed(claim, "name"),
        values: childrenOf(claim, "value").map((value) => textOf(value).value),
    }));
    return async (exchange) => {
        const { context, runtime } = exchange;
        const allowedClients = await Promise.all(clients.map((client) => client(exchange)));
        try {
            const { payload } = await jwtVerify(
                tokenIn(context.request.headers, header),
                runtime.surroundings.signingKeys(tenantId),
                {
                    // the one that Entra signs with: https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature
                    algorithms: ["RS256"],
                    issuer: Object.values(issuers(tenantId)),
                    audience: await audience(exchange),
                    requiredClaims: ["exp"],
                    currentDate: new Date(context.now()),
                },
            );
            requireClient(payload, allowedClients);
            requireClaims(payload, claims);
            context.variables.set(variable, new Jwt(claimsOf(payload)));
            return "next";
        } catch (error) {
            if (!(error instanceof Refused || error instanceof errors.JOSEError)) throw error;
            throw new PolicyFailure({
                reason: error instanceof Refused ? error.reason : reasonOf(error),
                message: error.message,
                response: ownResponse(status, "Unauthorized", publicMessage),
            });
        }
    };
};

function tokenIn(headers: Headers, name: string): string {
    const [value, ...others] = headers.values(name) ?? [];
    if (value === undefined) throw new Refused("TokenNotPresent", "JWT not present.");
    if (others.length > 0) throw new Refused("JwtInvalid", `The header ${name} has several values.`);
    if (name.toLowerCase() !== "authorization") return value.trim();
    const [, token] = /^Bearer +(\S+)$/i.exec(value.trim()) ?? [];
    if (token === undefined) throw new Refused("TokenNotPresent", "JWT not present.");
    return token;
}

// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#payload-claims
function requireClient({ azp, appid }: JWTPayload, allowed: string[]): void {
    const client = azp ?? appid;
    if (typeof client === "string" && allowed.includes(client)) return;
    throw new Refused("TokenClaimValueNotAllowed", `The client application ${client} is not allowed. Access denied.`);
}

function requireClaims(payload: JWTPayload, required: RequiredClaim[]): void {
    const claims = claimsOf(payload);
    const missing = required.filter(({ name }) => !claims.has(name)).map(({ name }) => name);
    if (missing.length > 0) {
        throw new Refused(
            "TokenClaimNotFound",
            `JWT token is missing the following claims: ${missing.join(", ")}. Access denied.`,
        );
    }
    for (const { name, values } of required) {
        const given = claims.get(name) ?? [];
        if (values.every((value) => given.includes(value))) continue;
        throw new Refused(
            "TokenClaimValueNotAllowed",
            `Claim ${name} value of ${given.join(",")} is not allowed. Access denied.`,
        );
    }
}

function claimsOf(payload: JWTPayload): Map<string, string[]> {
    return new Map(
        Object.entries(payload).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(claimText)]),
    );
}

function claimText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

// the page of errors has these words for validate-jwt, which does the same; it has none for this statement:
// https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-policies
function reasonOf(error: errors.JOSEError): string {
    if (error instanceof errors.JWTExpired) return "TokenExpired";
    if (error instanceof errors.JWSSignatureVerificationFailed) return "TokenSignatureInvalid";
    if (error instanceof errors.JWKSNoMatchingKey) return "TokenSignatureKeyNotFound";
    if (error instanceof errors.JWTClaimValidationFailed) {
        const reasons: Record<string, string> = { aud: "TokenAudienceNotAllowed", iss: "TokenIssuerNotAllowed" };
        return reasons[error.claim] ?? "JwtInvalid";
    }
    return "JwtInvalid";
}
