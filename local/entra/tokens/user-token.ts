import { createHash } from "node:crypto";
import { textAt } from "../../provider/values";
import type { Directory } from "../directory";
import { rolesOfUser } from "./assignments";
import { type Client, clientOf, type Registered, resourceOf } from "./registered";
import { offeredScopes, scopesWithoutConsent } from "./scopes";
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
    const roles = rolesOfSignedIn(graph, { userId: request.userId, client, resource });
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

/**
 * The roles of a user of a resource.
 * @throws TokenError when there is no such user, or only who is assigned gets in, and this one is not.
 */
export function rolesOfSignedIn(
    graph: Directory,
    { userId, client, resource }: { userId: string; client: Client; resource: Registered },
): string[] {
    if (graph.principal(userId)?.type !== "User") {
        throw new TokenError(
            50034,
            "invalid_grant",
            `The user account {EUII Hidden} does not exist in the ${graph.seed.tenantId} directory. To sign into this application, the account must be added to the directory.`,
        );
    }
    const assignees = [userId, ...groupsOf(graph, userId)];
    if (client.registered) rolesOfUser(graph, client.registered, assignees);
    return rolesOfUser(graph, resource, assignees);
}

function grantedScopes(client: Client, resource: Registered, { scopes, consented = [] }: UserTokenRequest): string[] {
    const offered = offeredScopes(client, resource, scopes);
    const withoutConsent = scopesWithoutConsent(client, resource);
    const granted = offered
        .map((scope) => textAt(scope, "value") ?? "")
        .filter((name) => withoutConsent.includes(name) || consented.includes(name));
    const asked = scopes.includes(".default") ? granted : scopes;
    if (asked.length === 0 || !asked.every((name) => granted.includes(name))) {
        throw new TokenError(
            65001,
            "invalid_grant",
            `The user or administrator has not consented to use the application with ID '${client.clientId}' named '${client.displayName}'. Send an interactive authorization request for this user and resource.`,
            "consent_required",
        );
    }
    // Entra puts all that was consented to into the token, whatever was asked for
    return granted;
}

/** Object ids of the groups that a user is a direct member of, which a deployment cannot change. */
export function groupsOf({ seed }: Directory, userId: string): string[] {
    return seed.principals.find(({ id }) => id === userId.toLowerCase())?.memberOf ?? [];
}

/** Each application knows a user by another subject. */
export function pairwiseSubject(userId: string, { clientId }: { clientId: string }): string {
    return createHash("sha256").update(`${userId.toLowerCase()}|${clientId}`).digest("base64url");
}
