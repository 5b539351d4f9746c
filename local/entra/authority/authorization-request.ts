import type { RedirectKind } from "../applications/redirect-uris";
import { type Client, clientOf, type Registered, resourceOf } from "../tokens/registered";
import type { Tenant } from "../tokens/tenant";
import { field, invalidRequest, optionalField } from "../tokens/token-request";
import { refusal } from "./quirks";
import { redirectKind } from "./redirect-uri";
import { checkResource, type Requested, type RequestedContexts, readContexts, readScopes } from "./requested";
import { checkTenant } from "./tenant-path";

/** Where an answer goes. */
export interface ReturnAddress {
    client: Client;
    redirectUri: string;
    kind: RedirectKind;
    responseMode: "query" | "fragment";
    /** Optional. What the client wants back. Default: nothing. */
    state?: string;
}

/** What a client sends somebody to the sign-in for. */
export interface AuthorizationRequest {
    address: ReturnAddress;
    requested: Requested;
    resource: Registered;
    contexts: RequestedContexts;
    /** SHA-256 of what only the client knows, in base64url. */
    codeChallenge: string;
    nonce?: string;
}

/**
 * Who asks, and where the answer goes. Until that is known, errors are for the person in front of the browser alone.
 * @throws TokenError when Entra would refuse it.
 */
export function readReturnAddress({ graph }: Tenant, tenantName: string, params: URLSearchParams): ReturnAddress {
    const client = clientOf(graph, field(params, "client_id"));
    checkTenant(graph, tenantName, client);
    const redirectUri = optionalField(params, "redirect_uri");
    if (redirectUri === undefined) throw refusal("noRedirectUri");
    const kind = redirectKind(client, redirectUri);
    if (kind === undefined) throw refusal("unknownRedirectUri", { redirectUri, clientId: client.clientId });
    const state = optionalField(params, "state");
    const responseMode = optionalField(params, "response_mode") === "fragment" ? "fragment" : "query";
    return { client, redirectUri, kind, responseMode, ...(state !== undefined && { state }) };
}

/**
 * What the client asks for.
 * @throws TokenError when Entra would refuse it.
 */
export function readAuthorizationRequest(
    tenant: Tenant,
    address: ReturnAddress,
    params: URLSearchParams,
): AuthorizationRequest {
    checkResponse(field(params, "response_type"), optionalField(params, "response_mode") ?? "query");
    const codeChallenge = readCodeChallenge(params);
    const requested = readScopes(tenant, address.client, field(params, "scope"));
    const resource = resourceOf(tenant.graph, requested.resource);
    checkResource(params, resource);
    const contexts = readContexts(params);
    checkPrompt(optionalField(params, "prompt"));
    const nonce = optionalField(params, "nonce");
    return { address, requested, resource, contexts, codeChallenge, ...(nonce !== undefined && { nonce }) };
}

/** Tokens are only given out for a code, and a page that sends itself, `form_post`, would need a script. */
function checkResponse(responseType: string, responseMode: string): void {
    if (responseType.split(" ").includes("id_token")) throw refusal("idTokenResponse");
    if (responseType !== "code") throw refusal("responseType", { responseType });
    if (responseMode !== "query" && responseMode !== "fragment") throw refusal("responseMode", { responseMode });
}

/** Entra takes plain ones, too, and of programs on a device and of servers none at all; here nobody goes without. */
function readCodeChallenge(params: URLSearchParams): string {
    const codeChallenge = optionalField(params, "code_challenge");
    if (codeChallenge === undefined) throw refusal("noCodeChallenge");
    if (optionalField(params, "code_challenge_method") !== "S256") throw refusal("codeChallengeMethod");
    if (!/^[\w-]{43}$/.test(codeChallenge)) throw refusal("codeChallengeSize");
    return codeChallenge;
}

/** Nobody stays signed in here, so who must not be asked is not signed in. */
function checkPrompt(prompt = "login"): void {
    if (prompt === "none") throw refusal("nobodyIsSignedIn");
    if (!["login", "consent", "select_account"].includes(prompt)) {
        throw invalidRequest(`Unsupported 'prompt' value '${prompt}'.`);
    }
}
