import { verifyFederatedAssertion } from "./federated-assertion";
import { type Registered, registeredClient } from "./registered";
import { isoTime, secondsNow, type Tenant } from "./tenant";
import { errorAnswer, type TokenAnswer, TokenError } from "./token-error";
import { issueUserToken } from "./user-token";
import { verifyToken } from "./verify";

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

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
    const { resource, scopes } = requestedScopes(field(form, "scope"));
    await verifyFederatedAssertion(tenant, client, clientAssertion(form));
    const userId = await userOf(tenant, client, assertion);
    const token = await issueUserToken(tenant, {
        clientId: client.clientId,
        clientAuthentication: "2",
        userId,
        resource,
        scopes,
    });
    const names = [...token.scopes, ...scopes.filter((name) => !token.scopes.includes(name))];
    return {
        token_type: "Bearer",
        scope: names.map((name) => `${resource}/${name}`).join(" "),
        expires_in: token.expiresIn,
        ext_expires_in: token.expiresIn,
        access_token: token.accessToken,
    };
}

function field(form: URLSearchParams, name: string): string {
    const [value, ...others] = form.getAll(name);
    if (value === undefined || value === "") {
        throw new TokenError(
            900144,
            "invalid_request",
            `The request body must contain the following parameter: '${name}'.`,
        );
    }
    if (others.length > 0) throw invalidRequest(`The parameter '${name}' is duplicated.`);
    return value;
}

function invalidRequest(text: string): TokenError {
    return new TokenError(90023, "invalid_request", text);
}

/** No application has a secret here, so an assertion is the only proof. */
function clientAssertion(form: URLSearchParams): string {
    if (!form.has("client_assertion")) {
        throw form.has("client_secret")
            ? new TokenError(7000215, "invalid_client", "Invalid client secret provided.")
            : new TokenError(
                  7000218,
                  "invalid_client",
                  "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
              );
    }
    if (field(form, "client_assertion_type") !== assertionType) {
        throw invalidRequest(`Unsupported 'client_assertion_type' value '${form.get("client_assertion_type")}'.`);
    }
    return field(form, "client_assertion");
}

/** Scopes of one resource, each with its name before: `https://host/path/scope`, `<client id>/scope`. */
function requestedScopes(text: string): { resource: string; scopes: string[] } {
    const parts = text.split(" ").filter(Boolean);
    const split = parts.map((scope) => {
        const slash = scope.lastIndexOf("/");
        return { resource: scope.slice(0, Math.max(slash, 0)), name: scope.slice(slash + 1) };
    });
    const [first] = split;
    const isMixed = split.length > 1 && split.some(({ name }) => name === ".default");
    if (first === undefined || isMixed || split.some(({ resource, name }) => resource === "" || name === "")) {
        throw new TokenError(
            70011,
            "invalid_scope",
            `The provided value for the input parameter 'scope' is not valid. The scope ${text} is not valid.`,
        );
    }
    if (split.some(({ resource }) => resource !== first.resource)) {
        throw new TokenError(
            28000,
            "invalid_request",
            `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${text} is not valid.`,
        );
    }
    return { resource: first.resource, scopes: split.map(({ name }) => name) };
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
