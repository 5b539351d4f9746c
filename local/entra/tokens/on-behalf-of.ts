import { verifyFederatedAssertion } from "./federated-assertion";
import { type Registered, registeredClient } from "./registered";
import { isoTime, secondsNow, type Tenant } from "./tenant";
import { errorAnswer, type TokenAnswer, TokenError } from "./token-error";
import { clientAssertion, field, invalidRequest, requestedScopes, scopeText } from "./token-request";
import { issueUserToken } from "./user-token";
import { verifyToken } from "./verify";

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/**
 * What `POST /<tenant>/oauth2/v2.0/token` answers to an application that exchanges the token of a user for one with which
 * it acts for the same user elsewhere.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export async function exchangeOnBehalfOf(tenant: Tenant, form: URLSearchParams): Promise<TokenAnswer> {
    try {
        return { status: 200, body: await exchange(tenant, form) };
    } catch (error) {
        if (error instanceof TokenError) return errorAnswer(error, new Date(tenant.graph.clock.now()));
        throw error;
    }
}

async function exchange(tenant: Tenant, form: URLSearchParams): Promise<Record<string, unknown>> {
    if (field(form, "grant_type") !== grantType) {
        throw new TokenError(
            70003,
            "unsupported_grant_type",
            `The app requested an unsupported grant type '${form.get("grant_type")}'.`,
        );
    }
    const client = registeredClient(tenant.graph, field(form, "client_id"));
    if (field(form, "requested_token_use") !== "on_behalf_of") {
        throw invalidRequest(`Unsupported 'requested_token_use' value '${form.get("requested_token_use")}'.`);
    }
    const assertion = field(form, "assertion");
    const requested = requestedScopes(field(form, "scope"));
    await verifyFederatedAssertion(tenant, client, clientAssertion(form));
    const userId = await userOf(tenant, client, assertion);
    const token = await issueUserToken(tenant, {
        clientId: client.clientId,
        clientAuthentication: "2",
        userId,
        ...requested,
    });
    return {
        token_type: "Bearer",
        scope: scopeText(requested, token.scopes),
        expires_in: token.expiresIn,
        ext_expires_in: token.expiresIn,
        access_token: token.accessToken,
    };
}

/** Object id of the user of a token that was issued for the client. */
async function userOf(tenant: Tenant, client: Registered, assertion: string): Promise<string> {
    const verified = await verifyToken(tenant, assertion);
    if ("problem" in verified) {
        throw verified.problem === "time"
            ? new TokenError(
                  500133,
                  "invalid_grant",
                  `Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: ${isoTime(secondsNow(tenant))}, expiry time of assertion ${isoTime(verified.expires)}.`,
              )
            : new TokenError(50013, "invalid_grant", "Assertion failed signature validation.");
    }
    const { aud, oid, scp } = verified.claims;
    if (aud !== client.clientId) {
        throw new TokenError(
            500131,
            "invalid_grant",
            `Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '${aud}' and the expected audience is '${client.clientId}' or one of the Application Uris of this application with App ID '${client.clientId}'(${client.displayName}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.`,
        );
    }
    if (scp === undefined) {
        throw new TokenError(
            7000114,
            "invalid_grant",
            `Application '${client.clientId}' is not allowed to make application on-behalf-of calls.`,
        );
    }
    return String(oid);
}
