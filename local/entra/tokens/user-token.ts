import { createHash } from "node:crypto";
import { textAt, textsAt } from "../../provider/values";
import type { Directory } from "../directory";
import { rolesOfUser } from "./assignments";
import { type Client, clientOf, type Registered, resourceOf } from "./registered";
import { type IssuedToken, signToken } from "./sign";
import type { Tenant } from "./tenant";
import { TokenError } from "./token-error";

/** How a client proved who it is: not at all, with a secret, with a certificate or an assertion. */
export type ClientAuthentication = "0" | "1" | "2";

/**
 * Entra draws 60 to 90 minutes; this is the middle.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime
 */
export const lifetimeSeconds = 75 * 60;

export interface UserTokenRequest {
    /** Client id of who asks. */
    clientId: string;
    clientAuthentication: ClientAuthentication;
    /** Object id of the user who has signed in. */
    userId: string;
    /** Identifier URI or client id of what the token is for. */
    resource: string;
    /** Names of scopes, or `.default` alone: all that was consented to. */
    scopes: string[];
    /** Names of scopes that the user or an administrator has consented to. Default: none but those without consent. */
    consented?: string[];
    /** Authentication contexts that the sign-in satisfied, such as `c1`. Default: none. */
    authenticationContexts?: string[];
    /** Default: {@link lifetimeSeconds}. */
    lifetimeSeconds?: number;
}

export interface UserToken extends IssuedToken {
    /** Names of the scopes that it has. */
    scopes: string[];
}

/**
 * An access token with which a client acts for a user.
 * @throws TokenError when Entra would refuse it.
 */
export async function issueUserToken(tenant: Tenant, request: UserTokenRequest): Promise<UserToken> {
    const { graph } = tenant;
    const client = clientOf(graph, request.clientId);
    const resource = resourceOf(graph, request.resource);
    if (resource.tokenVersion !== 2) {
        throw new Error(`${resource.displayName} asks for tokens of version 1, which are not issued for users here.`);
    }
    if (graph.principal(request.userId)?.type !== "User") {
        throw new TokenError(
            50034,
            "invalid_grant",
            `The user account {EUII Hidden} does not exist in the ${graph.seed.tenantId} directory. To sign into this application, the account must be added to the directory.`,
        );
    }
    const assignees = [request.userId, ...groupsOf(graph, request.userId)];
    if (client.registered) rolesOfUser(graph, client.registered, assignees);
    const roles = rolesOfUser(graph, resource, assignees);
    const scopes = grantedScopes(client, resource, request);
    const token = await signToken(tenant, {
        version: 2,
        lifetimeSeconds: request.lifetimeSeconds ?? lifetimeSeconds,
        claims: {
            aud: resource.clientId,
            ...((request.authenticationContexts?.length ?? 0) > 0 && { acrs: request.authenticationContexts }),
            azp: client.clientId,
            azpacr: request.clientAuthentication,
            oid: request.userId,
            ...(roles.length > 0 && { roles }),
            scp: scopes.join(" "),
            sub: pairwiseSubject(request.userId, resource),
        },
    });
    return { ...token, scopes };
}

function grantedScopes(
    { clientId, displayName }: Client,
    resource: Registered,
    { scopes, consented = [] }: UserTokenRequest,
): string[] {
    const { oauth2PermissionScopes, preAuthorizedApplications } = resource.parts;
    const offered = oauth2PermissionScopes.filter(({ isEnabled }) => isEnabled === true);
    const unknown = scopes.find((name) => name !== ".default" && !offered.some(({ value }) => value === name));
    if (unknown !== undefined) {
        throw new TokenError(
            650053,
            "invalid_scope",
            `The application '${displayName}' asked for scope '${unknown}' that doesn't exist on the resource '${resource.clientId}'. Contact the app vendor.`,
        );
    }
    const withoutConsent = preAuthorizedApplications
        .filter(({ appId }) => String(appId).toLowerCase() === clientId)
        .flatMap((client) => textsAt(client, "delegatedPermissionIds"));
    const granted = offered
        .filter(({ id, value }) => withoutConsent.includes(String(id)) || consented.includes(String(value)))
        .map((scope) => textAt(scope, "value") ?? "");
    const asked = scopes.includes(".default") ? granted : scopes;
    if (asked.length === 0 || !asked.every((name) => granted.includes(name))) {
        throw new TokenError(
            65001,
            "invalid_grant",
            `The user or administrator has not consented to use the application with ID '${clientId}' named '${displayName}'. Send an interactive authorization request for this user and resource.`,
            "consent_required",
        );
    }
    // Entra puts all that was consented to into the token, whatever was asked for
    return granted;
}

/** Object ids of the groups that a user is a direct member of, which a deployment cannot change. */
function groupsOf({ seed }: Directory, userId: string): string[] {
    return seed.principals.find(({ id }) => id === userId.toLowerCase())?.memberOf ?? [];
}

/** Each application knows a user by another subject. */
function pairwiseSubject(userId: string, { clientId }: Registered): string {
    return createHash("sha256").update(`${userId.toLowerCase()}|${clientId}`).digest("base64url");
}
