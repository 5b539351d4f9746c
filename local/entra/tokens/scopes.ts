import type { Properties } from "../../provider/provider";
import { textAt, textsAt } from "../../provider/values";
import type { Client, Registered } from "./registered";
import { TokenError } from "./token-error";

/**
 * All scopes that an application offers.
 *
 * @param names - What a client asks for.
 * @throws TokenError when one of the names is none of them.
 */
export function offeredScopes(client: Client, resource: Registered, names: string[]): Properties[] {
    const offered = resource.parts.oauth2PermissionScopes.filter(({ isEnabled }) => isEnabled === true);
    const unknown = names.find((name) => name !== ".default" && !offered.some(({ value }) => value === name));
    if (unknown !== undefined) throw unknownScope(client, unknown, resource.clientId);
    return offered;
}

/** What Entra says of a scope that a resource does not have. */
export function unknownScope({ displayName }: Client, scope: string, resourceClientId: string): TokenError {
    return new TokenError(
        650053,
        "invalid_scope",
        `The application '${displayName}' asked for scope '${scope}' that doesn't exist on the resource '${resourceClientId}'. Contact the app vendor.`,
    );
}

/** Names of the scopes that a client gets without asking the user. */
export function scopesWithoutConsent({ clientId }: Client, { parts }: Registered): string[] {
    const ids = parts.preAuthorizedApplications
        .filter(({ appId }) => String(appId).toLowerCase() === clientId)
        .flatMap((client) => textsAt(client, "delegatedPermissionIds"));
    return parts.oauth2PermissionScopes
        .filter(({ id }) => ids.includes(String(id)))
        .map((scope) => textAt(scope, "value") ?? "");
}

/** Names of the scopes that a client means by `.default`: those that its registration lists. */
export function listedScopes({ registered }: Client, { clientId, parts }: Registered): string[] {
    const ids = (registered?.parts.requiredResourceAccess ?? [])
        .filter(({ resourceAppId }) => String(resourceAppId).toLowerCase() === clientId.toLowerCase())
        .flatMap((api) => textsAt(api, "scopeIds"));
    return parts.oauth2PermissionScopes
        .filter(({ id }) => ids.includes(String(id)))
        .map((scope) => textAt(scope, "value") ?? "");
}
