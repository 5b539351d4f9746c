import { createHash } from "node:crypto";
import { textsAt } from "../../../../local/provider/values";
import { endpoint, stranger } from "../../../local/entra/tokens/landscape";
import { type Attack, outcome } from "./attack";
import { getsCode, onEntra, servedAuthority } from "./entra";

const attackersCallback = "https://attacker.example/callback";
const attackersResource = "https://attacker.example/mcp";
const guessable = "0123456789012345678901234567890123456789012";

/** On people who sign in, and clients that they sign in to. */
export const entraAttacks: Attack[] = [
    onEntra({
        id: "A53",
        name: "has the code sent to a site of theirs",
        source: "RFC 9700 4.1",
        guards: ["redirect URIs of the client"],
        practices: ["2.1"],
        weakened: (_, body) =>
            body.displayName === "Inspector" ? { ...body, spaRedirectUris: [attackersCallback] } : body,
        attempt: (authority) => getsCode(authority, { redirect_uri: attackersCallback }),
    }),
    onEntra({
        id: "A54",
        name: "asks for a token for the server as if for a server of theirs",
        source: "RFC 8707 2; RFC 9700 4.10.2",
        guards: ["identifier URIs of the server's application"],
        practices: ["MUST-1", "7.2"],
        weakened: (_, body) =>
            textsAt(body, "identifierUris").includes(endpoint)
                ? { ...body, identifierUris: [endpoint, attackersResource] }
                : body,
        attempt: (authority) => getsCode(authority, { resource: attackersResource }),
    }),
    onEntra({
        id: "A55",
        name: "signs in as somebody of the tenant who has no business with the server",
        source: "OWASP MCP07",
        guards: ["assignment of users"],
        practices: ["2.1", "ZT-1"],
        weakened: (_, body) =>
            body.appRoleAssignmentRequired === true ? { ...body, appRoleAssignmentRequired: false } : body,
        attempt: (authority) => getsCode(authority, {}, { user: stranger }),
    }),
    onEntra({
        id: "A56",
        name: "talks a user into consent that only an administrator should give",
        source: "MCP best practices: confused deputy; OWASP MCP02",
        guards: ["scopes for administrators"],
        practices: ["MUST-3", "2.2"],
        weakened: (_, body) =>
            Array.isArray(body.oauth2PermissionScopes)
                ? {
                      ...body,
                      oauth2PermissionScopes: body.oauth2PermissionScopes.map((scope) => ({
                          ...(scope as object),
                          type: "User",
                      })),
                  }
                : body,
        attempt: (authority) => getsCode(authority, { scope: `${endpoint}/orders.admin` }),
    }),
    onEntra({
        id: "A57",
        name: "signs in with a password that a user was tricked out of",
        source: "OWASP MCP07",
        guards: ["Conditional Access, once it does more than report"],
        practices: ["2.4", "ZT-3"],
        guarded: (path, body) =>
            path.startsWith("/identity/conditionalAccess/policies/") ? { ...body, state: "enabled" } : body,
        attempt: (authority) => getsCode(authority),
    }),
    {
        id: "A58",
        name: "redeems a code that they have stolen",
        source: "RFC 9700 2.1.1, 4.5",
        guards: ["PKCE with a verifier that nobody guesses"],
        practices: ["2.1", "2.3"],
        async attempt(isGuarded) {
            const authority = await servedAuthority();
            const code_challenge = createHash("sha256").update(guessable).digest("base64url");
            const code = await authority.code(isGuarded ? {} : { code_challenge });
            const { status } = await authority.redeem(code, { code_verifier: guessable });
            return outcome(status === 200);
        },
    },
];
