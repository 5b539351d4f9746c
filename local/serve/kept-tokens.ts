import type { IssuedToken } from "../entra/tokens/sign";

/** Time before its end from which on a token is not used any more. */
const reserve = 5 * 60 * 1000;

/**
 * Tokens of managed identities, each kept until shortly before it ends. API Management keeps them until they have ended:
 * https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
 */
export class KeptTokens {
    readonly #kept = new Map<string, { accessToken: string; until: number }>();

    /** @param now - Milliseconds since the epoch. */
    constructor(private readonly now: () => number) {}

    /** The token of an identity for a resource, which is issued when there is none. Throws what issuing it throws. */
    async get(clientId: string, resource: string, issue: () => Promise<IssuedToken>): Promise<string> {
        const key = JSON.stringify([clientId, resource]);
        const known = this.#kept.get(key);
        if (known && this.now() < known.until) return known.accessToken;
        const { accessToken, expiresIn } = await issue();
        this.#kept.set(key, { accessToken, until: this.now() + expiresIn * 1000 - reserve });
        return accessToken;
    }
}
