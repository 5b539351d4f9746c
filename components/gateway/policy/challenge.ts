import { type Code, hasRequestHeader, stringLiteral } from "./csharp";
import type { PolicyServer } from "./server";

/**
 * `WWW-Authenticate` of a 401: where the metadata is and the one scope to begin with. The token is called invalid only
 * when there was one (https://www.rfc-editor.org/rfc/rfc6750#section-3.1). Serves practices MUST-1 and 2.1.
 */
export function tokenChallenge(server: PolicyServer): Code {
    const invalid = stringLiteral('error="invalid_token", ');
    return [
        stringLiteral("Bearer "),
        `(${hasRequestHeader("Authorization")} ? ${invalid} : "")`,
        stringLiteral(`${metadata(server)}, scope="${scopeUri(server, entryScope(server))}"`),
    ].join(" + ");
}

/** `WWW-Authenticate` of a 403: the one scope that the call needs, whose name the code gives. Serves practice 2.2. */
export function scopeChallenge(server: PolicyServer, scope: Code): Code {
    return [
        stringLiteral(`Bearer error="insufficient_scope", scope="${scopeUri(server, "")}`),
        scope,
        stringLiteral(`", ${metadata(server)}`),
    ].join(" + ");
}

/**
 * `WWW-Authenticate` of a 401: the client must ask Entra for a sign-in that satisfies the authentication context.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge#claims-challenge-header-format
 * Serves practices 2.4 and ZT-3.
 */
export function claimsChallenge(server: PolicyServer): Code {
    const claims = { access_token: { acrs: { essential: true, value: server.authenticationContext } } };
    const parts = [
        `authorization_uri="https://login.microsoftonline.com/${server.tenantId}/oauth2/v2.0/authorize"`,
        'error="insufficient_claims"',
        `claims="${Buffer.from(JSON.stringify(claims)).toString("base64")}"`,
        metadata(server),
    ];
    return stringLiteral(`Bearer ${parts.join(", ")}`);
}

/** A scope as clients ask for it. */
export function scopeUri({ endpoint }: PolicyServer, scope: string): string {
    return `${endpoint.url}/${scope}`;
}

/** The scope that a client asks for when it knows nothing else. */
export function entryScope({ scopes: [first = ""] }: PolicyServer): string {
    return first;
}

function metadata({ endpoint }: PolicyServer): string {
    return `resource_metadata="${endpoint.metadataUrl}"`;
}
