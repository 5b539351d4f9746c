import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { isAllowed } from "../azure/authorization/effective-role";
import type { Cloud } from "../azure/cloud";
import { issuers } from "../entra/tokens/issuers";

/** https://learn.microsoft.com/azure/ai-services/authentication#authenticate-with-microsoft-entra-id */
const audience = "https://cognitiveservices.azure.com";

/** https://learn.microsoft.com/azure/role-based-access-control/permissions/ai-machine-learning#microsoftcognitiveservices */
const actions = ["text:analyze", "text:shieldprompt"].map(
    (operation) => `Microsoft.CognitiveServices/accounts/ContentSafety/${operation}/action`,
);

/** Finds the object id of whom a token is of; undefined when it is no token of the tenant for AI services that is valid now. */
export function principalOfToken(options: {
    keys: JWTVerifyGetKey;
    tenantId: string;
    /** Milliseconds since the epoch. */
    now(): number;
}): (token: string) => Promise<string | undefined> {
    const { keys, tenantId, now } = options;
    return async (token) => {
        try {
            const { payload } = await jwtVerify(token, keys, {
                algorithms: ["RS256"],
                audience: [audience, `${audience}/`],
                issuer: Object.values(issuers(tenantId)),
                requiredClaims: ["exp", "nbf"],
                currentDate: new Date(now()),
            });
            return typeof payload.oid === "string" ? payload.oid : undefined;
        } catch (error) {
            if (error instanceof errors.JOSEError) return undefined;
            throw error;
        }
    };
}

/** Whether roles let a principal call an account. Roles that manage it, such as Contributor, do not. */
export function mayCallAccount(cloud: Cloud, accountId: string): (principalId: string) => boolean {
    const roles = ["Cognitive Services User"];
    return (principalId) =>
        actions.every((action) => isAllowed({ principalId, action, roles, scope: accountId }, cloud));
}
