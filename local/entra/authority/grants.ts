import { createHash, randomBytes } from "node:crypto";
import type { RedirectKind } from "../applications/redirect-uris";
import type { SignIn } from "./conditional-access";
import { refusal } from "./quirks";
import type { Requested, RequestedContexts } from "./requested";

const minute = 60 * 1000;
const day = 24 * 60 * minute;

/**
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 * https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime
 */
const lifetimes = { code: 10 * minute, refreshToken: 90 * day, refreshTokenOfSpa: day };

/** What somebody who has signed in lets a client have. */
export interface Grant {
    clientId: string;
    kind: RedirectKind;
    signIn: SignIn;
    requested: Requested;
    /** Optional. What the client wants to find in the ID token. Default: nothing. */
    nonce?: string;
}

/** A grant, until a client takes tokens for it. */
export interface Code {
    grant: Grant;
    contexts: RequestedContexts;
    redirectUri: string;
    /** SHA-256 of what only the client knows, in base64url. */
    codeChallenge: string;
}

interface RefreshToken {
    grant: Grant;
    issuedAt: number;
    expiresAt: number;
}

/** Codes, refresh tokens and consents that are given out. They end with the process. */
export class Grants {
    readonly #codes = new Map<string, Code & { expiresAt: number; isRedeemed: boolean }>();
    readonly #refreshTokens = new Map<string, RefreshToken>();
    readonly #consents = new Map<string, Set<string>>();

    /** @param now - Milliseconds since the epoch. */
    issueCode(code: Code, now: number): string {
        const text = newSecret();
        this.#codes.set(text, { ...code, expiresAt: now + lifetimes.code, isRedeemed: false });
        return text;
    }

    /**
     * A code as long as it is good.
     * @throws TokenError when it is not, or belongs to another client.
     */
    code(text: string, clientId: string, now: number): Code {
        const code = this.#codes.get(text);
        if (code === undefined) throw refusal("unreadableGrant");
        if (code.grant.clientId !== clientId) throw refusal("grantOfOther");
        if (code.isRedeemed) throw refusal("codeRedeemed");
        if (code.expiresAt <= now) throw refusal("codeExpired");
        return code;
    }

    /**
     * Uses a code up.
     * @throws TokenError as {@link code} does, so that of two at once one comes too late.
     */
    redeem(text: string, clientId: string, now: number): void {
        this.code(text, clientId, now);
        const code = this.#codes.get(text);
        if (code !== undefined) code.isRedeemed = true;
    }

    /** @param former - The one that it replaces, which stays good. */
    issueRefreshToken(grant: Grant, now: number, former?: RefreshToken): string {
        const isOfSpa = grant.kind === "SPA";
        // that of a program in a browser ends 24 hours after the sign-in, however often it is replaced
        const expiresAt =
            isOfSpa && former !== undefined
                ? former.expiresAt
                : now + (isOfSpa ? lifetimes.refreshTokenOfSpa : lifetimes.refreshToken);
        const text = newSecret();
        this.#refreshTokens.set(text, { grant, issuedAt: now, expiresAt });
        return text;
    }

    /** @throws TokenError when it is none of the client, or has ended. */
    refreshToken(text: string, clientId: string, now: number): RefreshToken {
        const token = this.#refreshTokens.get(text);
        if (token === undefined) throw refusal("unreadableGrant");
        const { grant, issuedAt, expiresAt } = token;
        if (grant.clientId !== clientId) throw refusal("grantOfOther");
        if (expiresAt <= now) {
            const rule = grant.kind === "SPA" ? "refreshTokenOfSpaExpired" : "refreshTokenExpired";
            throw refusal(rule, { issued: new Date(issuedAt).toISOString() });
        }
        return token;
    }

    /** Names of scopes that a user lets a client have. */
    consented(...names: ConsentKey): string[] {
        return [...(this.#consents.get(names.join(" ")) ?? [])];
    }

    consent(names: ConsentKey, scopes: string[]): void {
        this.#consents.set(names.join(" "), new Set([...this.consented(...names), ...scopes]));
    }
}

type ConsentKey = [userId: string, clientId: string, resourceClientId: string];

/** Whether a client knows what the challenge of its request was made of: https://www.rfc-editor.org/rfc/rfc7636#section-4.6 */
export function isVerifier(verifier: string, codeChallenge: string): boolean {
    return createHash("sha256").update(verifier).digest("base64url") === codeChallenge;
}

/** What nobody guesses. */
export function newSecret(): string {
    return randomBytes(32).toString("base64url");
}
