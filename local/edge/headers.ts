import { Headers } from "../apim/context";
import { withoutHopByHop } from "../apim/pipeline/hop-by-hop";
import type { Arrival } from "./arrival";
import type { DeployedEdge, HeaderRewrite } from "./deployed";

/** Methods whose requests have no body unless they say so: https://www.rfc-editor.org/rfc/rfc9110#section-8.6 */
const bodiless = ["GET", "HEAD", "DELETE", "OPTIONS"];

/** What the backend gets of the headers of a request, and what the gateway adds. */
export function requestHeaders(arrival: Arrival, edge: DeployedEdge, body: Uint8Array): Headers {
    const headers = withoutHopByHop(arrival.headers);
    for (const name of headers.raw().filter((_, index) => index % 2 === 0)) {
        // https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#limitations
        if (!/^[a-z0-9-]+$/i.test(name)) headers.delete(name);
    }
    const hasBody = body.length > 0 || headers.has("Content-Length") || !bodiless.includes(arrival.method);
    if (hasBody) headers.set("Content-Length", String(body.length));
    headers.set("Host", edge.backend.host);
    addOwn(headers, arrival, edge);
    rewrite(headers, edge.requestRewrites, arrival);
    return headers;
}

/**
 * https://learn.microsoft.com/azure/application-gateway/how-application-gateway-works#modifications-to-the-request
 * without the fingerprint of TLS, which needs the client's first message: nobody gets one, also not one of the client.
 */
function addOwn(headers: Headers, { client, hosts, uri, transactionId }: Arrival, { listener }: DeployedEdge): void {
    const before = headers.values("X-Forwarded-For") ?? [];
    headers.set("X-Forwarded-For", [...before, `${client.address}:${client.port}`].join(", "));
    headers.set("X-Forwarded-Proto", "https");
    headers.set("X-Forwarded-Port", String(listener.port));
    headers.set("X-Original-Host", hosts.join());
    headers.set("X-Original-URL", uri);
    headers.set("X-AppGW-Trace-Id", transactionId);
    headers.delete("X-Azure-JA4-Fingerprint");
}

/** What the client gets of the headers of a response. */
export function responseHeaders(raw: readonly string[], edge: DeployedEdge, arrival: Arrival): Headers {
    const headers = withoutHopByHop(new Headers(raw));
    rewrite(headers, edge.responseRewrites, arrival);
    return headers;
}

function rewrite(headers: Headers, rewrites: HeaderRewrite[], { client }: Arrival): void {
    for (const { header, value } of rewrites) {
        const written = value.replaceAll("{var_client_ip}", client.address);
        // an empty value removes it:
        // https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#delete-unwanted-headers
        if (written === "") headers.delete(header);
        else headers.set(header, written);
    }
}
