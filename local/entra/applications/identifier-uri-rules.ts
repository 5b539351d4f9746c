import type { Seed } from "../../cloud/seed";
import { GraphError } from "../graph-error";

/**
 * Forms that every tenant accepts:
 * https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 */
export function identifierUriProblem(uri: string, clientId: string, seed: Seed): GraphError | undefined {
    const {
        scheme = "",
        host = "",
        path = "",
    } = /^(?<scheme>\w+):\/\/(?<host>[^/]+)(?<path>.*)$/.exec(uri)?.groups ?? {};
    if (scheme === "api") {
        const segments = [host, ...path.split("/")];
        const isOwn = segments.includes(clientId) || host === seed.tenantId;
        return isOwn || isVerified(host, seed, true) ? undefined : notOwn(uri);
    }
    if (scheme === "https") {
        return isVerified(host, seed, false) ? undefined : notVerified(uri);
    }
    return notOwn(uri);
}

/** A verified domain, or one below it; below the initial domain only where `api://` is used. */
function isVerified(host: string, { verifiedDomains }: Seed, isApi: boolean): boolean {
    return verifiedDomains.some((domain) => {
        const isInitial = domain.endsWith(".onmicrosoft.com");
        return host.toLowerCase() === domain || ((isApi || !isInitial) && host.toLowerCase().endsWith(`.${domain}`));
    });
}

function notVerified(uri: string): GraphError {
    return new GraphError(
        400,
        "HostNameNotOnVerifiedDomain",
        `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
}

function notOwn(uri: string): GraphError {
    return new GraphError(
        400,
        "InvalidValue",
        `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
    );
}
