import { type Client, type Registered, resourceOf } from "../tokens/registered";
import { offeredScopes, unknownScope } from "../tokens/scopes";
import type { Tenant } from "../tokens/tenant";
import { optionalField, type RequestedScopes, requestedScopes } from "../tokens/token-request";
import { refusal } from "./quirks";

/** Scopes that are about the sign-in, not about a resource. */
const signInScopes = ["openid", "profile", "email", "offline_access"];

/** Microsoft Graph, which is not here: what Entra takes scopes without a resource for. */
const microsoftGraph = "00000003-0000-0000-c000-000000000000";

/** What a client asks for in one request. */
export interface Requested extends RequestedScopes {
    /** Such as `openid`. */
    signInScopes: string[];
}

/**
 * Reads scopes: of one resource, which has all of them.
 * @throws TokenError when Entra would refuse them.
 */
export function readScopes({ graph }: Tenant, client: Client, text: string): Requested {
    const parts = text.split(" ").filter(Boolean);
    const ofResource = parts.filter((scope) => !signInScopes.includes(scope));
    const bare = ofResource.find((scope) => !scope.includes("/"));
    if (bare !== undefined) throw unknownScope(client, bare, microsoftGraph);
    const requested =
        ofResource.length > 0 ? requestedScopes(ofResource.join(" ")) : { resource: microsoftGraph, scopes: [] };
    offeredScopes(client, resourceOf(graph, requested.resource), requested.scopes);
    return { ...requested, signInScopes: parts.filter((scope) => signInScopes.includes(scope)) };
}

/**
 * Entra compares `resource`, where it is sent, byte by byte with the identifier URIs of the application that has the
 * scopes. https://github.com/microsoft/powerbi-modeling-mcp/issues/68
 */
export function checkResource(params: URLSearchParams, { parts }: Registered): void {
    const resource = optionalField(params, "resource");
    if (resource !== undefined && !parts.identifierUris.includes(resource)) throw refusal("strictResource");
}

/** Authentication contexts that a client asks for. */
export interface RequestedContexts {
    contexts: string[];
    /** Whether it wants no token without them. */
    essential: boolean;
}

/**
 * Reads `claims`, of which only `acrs` counts.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 */
export function readContexts(params: URLSearchParams): RequestedContexts {
    const text = optionalField(params, "claims");
    if (text === undefined) return { contexts: [], essential: false };
    const acrs = member(member(parse(text), "access_token"), "acrs");
    const { value, values = [value], essential = false } = acrs === undefined ? { values: [] } : record(acrs);
    const isValid = Array.isArray(values) && values.every((context) => typeof context === "string");
    if (!isValid || typeof essential !== "boolean") throw refusal("claims");
    return { contexts: values, essential };
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw refusal("claims");
    }
}

/** A member that may be absent. */
function member(value: unknown, name: string): unknown {
    return value === undefined ? undefined : (record(value)[name] ?? undefined);
}

function record(value: unknown): Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw refusal("claims");
    return value as Record<string, unknown>;
}
