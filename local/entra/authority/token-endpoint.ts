import { textAt } from "../../provider/values";
import { appOnlyToken } from "../tokens/app-only-token";
import { verifyFederatedAssertion } from "../tokens/federated-assertion";
import { idToken } from "../tokens/id-token";
import { exchangeOnBehalfOf } from "../tokens/on-behalf-of";
import { type Client, clientOf, registeredClient, resourceOf } from "../tokens/registered";
import type { Tenant } from "../tokens/tenant";
import { errorAnswer, type TokenAnswer, TokenError } from "../tokens/token-error";
import { clientAssertion, field, optionalField, requestedScopes, scopeText } from "../tokens/token-request";
import { issueUserToken, lifetimeSeconds } from "../tokens/user-token";
import { conditionalAccess, conditionalAccessOfWorkload } from "./conditional-access";
import { type Grant, type Grants, isVerifier } from "./grants";
import { refusal } from "./quirks";
import { checkResource, type Requested, type RequestedContexts, readContexts, readScopes } from "./requested";
import { checkTenant } from "./tenant-path";

/** What a client sends to `POST /<tenant>/oauth2/v2.0/token`. */
export interface TokenRequest {
    /** Name of the tenant in the path. */
    tenantName: string;
    form: URLSearchParams;
    /** Optional. The site of a program in a browser. Default: it is no such program. */
    origin?: string;
}

type Flow = (tenant: Tenant, grants: Grants, request: TokenRequest) => Promise<Record<string, unknown>>;

/** By `grant_type`. */
const flows: ReadonlyMap<string, Flow> = new Map([
    ["authorization_code", redeemCode],
    ["refresh_token", refresh],
    ["client_credentials", actForItself],
]);

/** Answers a client that wants tokens. */
export async function answerTokenRequest(tenant: Tenant, grants: Grants, request: TokenRequest): Promise<TokenAnswer> {
    const { form, tenantName } = request;
    try {
        const clientId = optionalField(form, "client_id");
        if (clientId !== undefined) checkTenant(tenant.graph, tenantName, clientOf(tenant.graph, clientId));
        const flow = flows.get(field(form, "grant_type"));
        return flow === undefined
            ? await exchangeOnBehalfOf(tenant, form)
            : { status: 200, body: await flow(tenant, grants, request) };
    } catch (error) {
        if (error instanceof TokenError) return errorAnswer(error, new Date(tenant.graph.clock.now()));
        throw error;
    }
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token */
async function redeemCode(tenant: Tenant, grants: Grants, request: TokenRequest): Promise<Record<string, unknown>> {
    const { form } = request;
    const client = clientOf(tenant.graph, field(form, "client_id"));
    const text = field(form, "code");
    const { grant, contexts, redirectUri, codeChallenge } = grants.code(text, client.clientId, now(tenant));
    await authenticate(tenant, client, grant, request);
    const given = field(form, "redirect_uri");
    if (given !== redirectUri) throw refusal("otherRedirectUri", { redirectUri: given, expected: redirectUri });
    if (!isVerifier(field(form, "code_verifier"), codeChallenge)) throw refusal("otherCodeVerifier");
    const requested = readRequested(tenant, client, grant, form);
    grants.redeem(text, client.clientId, now(tenant));
    const body = await userTokens(tenant, grants, { client, grant, requested, contexts });
    return { ...body, ...refreshTokenFor(requested, () => grants.issueRefreshToken(grant, now(tenant))) };
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token */
async function refresh(tenant: Tenant, grants: Grants, request: TokenRequest): Promise<Record<string, unknown>> {
    const { form } = request;
    const client = clientOf(tenant.graph, field(form, "client_id"));
    const former = grants.refreshToken(field(form, "refresh_token"), client.clientId, now(tenant));
    const { grant } = former;
    await authenticate(tenant, client, grant, request);
    const requested = readRequested(tenant, client, grant, form);
    const contexts = readContexts(form);
    const body = await userTokens(tenant, grants, { client, grant, requested, contexts });
    return { ...body, refresh_token: grants.issueRefreshToken(grant, now(tenant), former) };
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function actForItself(tenant: Tenant, _grants: Grants, { form }: TokenRequest): Promise<Record<string, unknown>> {
    const application = registeredClient(tenant.graph, field(form, "client_id"));
    const scope = field(form, "scope");
    const { resource, scopes } = requestedScopes(scope);
    if (scopes.join(" ") !== ".default") throw refusal("appOnlyScope", { scope });
    if (form.has("resource")) checkResource(form, resourceOf(tenant.graph, resource));
    await verifyFederatedAssertion(tenant, application, clientAssertion(form));
    const { clientId, displayName, servicePrincipal } = application;
    const principalId = textAt(servicePrincipal, "objectId") ?? "";
    conditionalAccessOfWorkload(tenant.graph, principalId);
    const client = { clientId, displayName, principalId };
    return bearer(await appOnlyToken(tenant, { client, resource, lifetimeSeconds }));
}

/**
 * Lets a client prove what it is, by the kind of its redirect URI.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redirect-uris-for-single-page-apps-spas
 */
async function authenticate(
    tenant: Tenant,
    { clientId }: Client,
    { kind }: Grant,
    { form, origin }: TokenRequest,
): Promise<void> {
    if (kind === "SPA" && origin === undefined) throw refusal("spaWithoutOrigin");
    if (kind !== "SPA" && origin !== undefined) throw refusal("originWithoutSpa");
    if (kind === "Web") {
        await verifyFederatedAssertion(tenant, registeredClient(tenant.graph, clientId), clientAssertion(form));
    } else if (form.has("client_assertion") || form.has("client_secret")) {
        throw refusal("publicClientWithCredential");
    }
}

/** What a client asks for with a grant: what it did at first, unless it says otherwise. */
function readRequested(tenant: Tenant, client: Client, grant: Grant, form: URLSearchParams): Requested {
    const scope = optionalField(form, "scope");
    const requested = scope === undefined ? grant.requested : readScopes(tenant, client, scope);
    checkResource(form, resourceOf(tenant.graph, requested.resource));
    return requested;
}

interface UserTokens {
    client: Client;
    grant: Grant;
    requested: Requested;
    contexts: RequestedContexts;
}

async function userTokens(
    tenant: Tenant,
    grants: Grants,
    { client, grant, requested, contexts }: UserTokens,
): Promise<Record<string, unknown>> {
    const { kind, nonce, signIn } = grant;
    const { userId } = signIn;
    const resource = resourceOf(tenant.graph, requested.resource);
    const token = await issueUserToken(tenant, {
        clientId: client.clientId,
        clientAuthentication: kind === "Web" ? "2" : "0",
        userId,
        resource: requested.resource,
        scopes: requested.scopes,
        consented: grants.consented(userId, client.clientId, resource.clientId),
        authenticationContexts: conditionalAccess(tenant.graph, resource, signIn, contexts),
    });
    const isAsked = (scope: string) => requested.signInScopes.includes(scope);
    return {
        ...bearer(token),
        scope: scopeText(requested, token.scopes),
        ...(isAsked("openid") && {
            id_token: await idToken(tenant, {
                clientId: client.clientId,
                userId,
                hasProfile: isAsked("profile"),
                ...(nonce !== undefined && { nonce }),
            }),
        }),
    };
}

function bearer({ accessToken, expiresIn }: { accessToken: string; expiresIn: number }): Record<string, unknown> {
    return { token_type: "Bearer", expires_in: expiresIn, ext_expires_in: expiresIn, access_token: accessToken };
}

function refreshTokenFor({ signInScopes }: Requested, issue: () => string): { refresh_token?: string } {
    return signInScopes.includes("offline_access") ? { refresh_token: issue() } : {};
}

function now({ graph }: Tenant): number {
    return graph.clock.now();
}
