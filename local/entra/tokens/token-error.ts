import { randomUUID } from "node:crypto";

/**
 * Why Entra gives no token. Numbers are those of
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export class TokenError extends Error {
    /**
     * @param code - Number after `AADSTS`.
     * @param error - Word of OAuth.
     * @param suberror - Optional. What a client can do about it. Default: none.
     */
    constructor(
        readonly code: number,
        readonly error: string,
        text: string,
        readonly suberror?: "consent_required" | "basic_action",
    ) {
        super(`AADSTS${code}: ${text}`);
    }

    /** Status of the answer that has it. */
    get status(): number {
        return this.error === "invalid_client" ? 401 : 400;
    }
}

/** What an endpoint of Entra answers. */
export interface TokenAnswer {
    status: number;
    body: Record<string, unknown>;
}

/** The answer of the token endpoint that has an error. */
export function errorAnswer({ code, error, message, status, suberror }: TokenError, now: Date): TokenAnswer {
    const timestamp = now.toISOString().replace(/T(.*)\..*/, " $1Z");
    const [traceId, correlationId] = [randomUUID(), randomUUID()];
    return {
        status,
        body: {
            error,
            error_description: `${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
            error_codes: [code],
            timestamp,
            trace_id: traceId,
            correlation_id: correlationId,
            error_uri: `https://login.microsoftonline.com/error?code=${code}`,
            ...(suberror && { suberror }),
        },
    };
}
