/** Name that clients know the authorization server by. */
export const authorityHost = "login.microsoftonline.com";

/**
 * What Entra publishes about itself: no `code_challenge_methods_supported`, though it knows PKCE, no
 * `registration_endpoint`, and no promise of `iss` in answers.
 * https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
 *
 * @param tenant - Tenant of the endpoints: its id, or `common` and the like.
 * @param issuer - Tenant of the issuer: its id, or the placeholder `{tenantid}`.
 */
export function metadata(tenant: string, issuer: string): Record<string, unknown> {
    const origin = `https://${authorityHost}`;
    return {
        token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
        token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
        response_modes_supported: ["query", "fragment", "form_post"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
        response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
        scopes_supported: ["openid", "profile", "email", "offline_access"],
        issuer: `${origin}/${issuer}/v2.0`,
        request_uri_parameter_supported: false,
        authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
        claims_supported: [
            ...["sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name"],
            ...["msgraph_host", "aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid"],
            ...["ver", "at_hash", "c_hash", "email"],
        ],
    };
}
