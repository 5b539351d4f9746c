import { signingKeys, tokenIssuer } from "../token-issuer";
import { keysCluster } from "./clusters";
import { extension, type Message } from "./extension";
import type { ProxySettings } from "./settings";

/** Under which the claims of the verified token are known to what comes after. */
export const claimsKey = "token";

export const tokenFilter = "envoy.filters.http.jwt_authn";

/**
 * Every request needs a token of the tenant for this server that has not ended. Without the keys to check it with, none
 * is valid. The server gets the token only when it is on behalf of a user. Serves practices MUST-1, 2.3, 7.1 and 7.2.
 */
export function tokenCheck({ tenantId, audience, onBehalfOfClientId }: ProxySettings): Message {
    return extension(tokenFilter, "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication", {
        providers: {
            entra: {
                issuer: tokenIssuer(tenantId),
                audiences: [audience],
                require_expiration: true,
                clock_skew_seconds: 60,
                remote_jwks: {
                    http_uri: { uri: signingKeys(tenantId), cluster: keysCluster, timeout: "5s" },
                    cache_duration: "600s",
                    // the first request does not wait for them
                    async_fetch: { fast_listener: false, failed_refetch_duration: "5s" },
                    retry_policy: { num_retries: 3 },
                },
                // in no other place: a token in a query would be in logs
                from_headers: [{ name: "Authorization", value_prefix: "Bearer " }],
                forward: onBehalfOfClientId !== undefined,
                payload_in_metadata: claimsKey,
            },
        },
        rules: [{ match: { prefix: "/" }, requires: { provider_name: "entra" } }],
        bypass_cors_preflight: false,
        strip_failure_response: true, // why is in the log; an answer would repeat what was asked
    });
}
