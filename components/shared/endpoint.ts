/**
 * Where an MCP server is reached. Entra refuses a token request whose `resource` differs in a single byte from an
 * identifier URI of the application, and clients send the URL that people configure as `resource`. So there is one text,
 * and nothing derives it from a request.
 */
export interface Endpoint {
    /** URL that people configure in their client, `resource` of the metadata, identifier URI of the application. */
    url: string;
    /** Path of the API in API Management, without a slash at its ends. */
    path: string;
    /** URL of the Protected Resource Metadata, which challenges name. */
    metadataUrl: string;
    /** Paths of the metadata: after the host as RFC 9728 has it, and at the end of the endpoint, where some clients look. */
    metadataPaths: { wellKnown: string; appended: string };
}

/** https://www.rfc-editor.org/rfc/rfc9728#section-3 */
export const wellKnownMetadataPath = "/.well-known/oauth-protected-resource";

/** The endpoint of a server by the host that clients call. Serves practices MUST-1 and 7.2. */
export function endpointOf(hostName: string, server: string): Endpoint {
    return parseEndpoint(`https://${hostName}/${server}/mcp`);
}

/** The endpoint that a URL is; the URL itself is left as it is. */
export function parseEndpoint(url: string): Endpoint {
    const { origin, pathname } = new URL(url);
    const wellKnown = `${wellKnownMetadataPath}${pathname}`;
    return {
        url,
        path: pathname.slice(1),
        metadataUrl: `${origin}${wellKnown}`,
        metadataPaths: { wellKnown, appended: `${pathname}${wellKnownMetadataPath}` },
    };
}

/**
 * A problem when a text cannot be the URL of an endpoint: https, lower case, one spelling only, at least one segment and
 * no slash at the end, so that every client, Entra and the gateway have the same bytes.
 */
export function endpointProblem(url: string, argument: string): string | undefined {
    const segment = "[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?";
    return new RegExp(`^https://${hostName}(?:/${segment})+$`).test(url) && hasOneSpelling(url)
        ? undefined
        : `${argument} is "${url}"; it must be an https URL in lower case without port, query and slash at its end, for example "https://mcp.contoso.example/orders/mcp".`;
}

/** A problem when a text cannot be the host of endpoints. */
export function hostNameProblem(host: string, argument: string): string | undefined {
    return isHostName(host)
        ? undefined
        : `${argument} is "${host}"; it must be a full host name in lower case, for example "mcp.contoso.example".`;
}

/** Whether a text is the full name of a host or domain, in the one spelling that everybody writes. */
export function isHostName(text: string): boolean {
    const top = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
    const isName = text.length <= 253 && new RegExp(`^(?:${label}\\.)+${top}$`).test(text);
    return isName && hasOneSpelling(`https://${text}/`);
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostName = `(?:${label}\\.)+${label}`;

// clients write URLs anew, where 127.1 becomes 127.0.0.1
function hasOneSpelling(url: string): boolean {
    return URL.canParse(url) && new URL(url).href === url;
}
