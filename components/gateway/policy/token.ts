import { block, expression, namedValue, stringLiteral, variable } from "./csharp";
import { refuse } from "./refusal";
import type { PolicyServer } from "./server";
import { choose, setVariable } from "./statements";
import { type Element, element } from "./xml";

/** Named value of the client id of a server's application, which is the audience of its tokens. */
export function audienceNamedValue({ name }: PolicyServer): string {
    return `mcp-${name}-client-id`;
}

/**
 * Lets a request pass only with a token that Entra issued in this tenant, for this server and to an allowed client, and
 * that names a principal. Every request is judged by its own token, whatever its session. What the caller has of the
 * rights that the server defines becomes the list `rights`; nothing else of the token grants anything.
 * Serves practices MUST-1, MUST-2, 2.1, 2.3, 7.2, 7.3 and ZT-1.
 */
export function validateToken(server: PolicyServer): Element[] {
    return [
        // https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy
        element(
            "validate-azure-ad-token",
            {
                "tenant-id": server.tenantId,
                "header-name": "Authorization",
                "failed-validation-httpcode": "401",
                "failed-validation-error-message": "invalid_token",
                "output-token-variable-name": "token",
            },
            element(
                "client-application-ids",
                {},
                ...server.clientIds.map((clientId) => element("application-id", {}, clientId)),
            ),
            element("audiences", {}, element("audience", {}, namedValue(audienceNamedValue(server)))),
            element("required-claims", {}, requiredClaim("ver", "2.0"), requiredClaim("tid", server.tenantId)),
        ),
        setVariable("oid", expression(claim("oid"))),
        setVariable("azp", expression(claim("azp"))),
        setVariable("acrs", expression(`${claim("acrs")}.Replace(',', ' ')`)),
        setVariable("rights", rights(server)),
        // an application without a principal in this tenant: nobody to limit, to block or to tell the server of
        choose({
            when: `${variable("oid")} == "" || ${variable("azp")} == ""`,
            do: refuse({ status: 403, reason: "no-principal", message: "The token names no principal" }),
        }),
    ];
}

// in the order of the definition, whatever the order of the token
function rights({ scopes, roles }: PolicyServer): string {
    const grants = [
        ...scopes.map((scope) => grant("scopes", scope, `scope:${scope}`)),
        ...roles.map((role) => grant("roles", role, `role:${role}`)),
    ];
    return block(
        `var scopes = ${claim("scp")}.Split(' ');`,
        `var roles = ${claim("roles")}.Replace(" ", "").Split(',');`,
        'var rights = "";',
        ...grants,
        "return rights.Trim();",
    );
}

function grant(granted: "scopes" | "roles", name: string, right: string): string {
    return `if (${granted}.Contains(${stringLiteral(name)})) { rights = rights + ${stringLiteral(` ${right}`)}; }`;
}

// several values are joined by commas
function claim(name: string): string {
    return `((Jwt)context.Variables["token"]).Claims.GetValueOrDefault("${name}", "")`;
}

function requiredClaim(name: string, value: string): Element {
    return element("claim", { name, match: "all" }, element("value", {}, value));
}
