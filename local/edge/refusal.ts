import type { Arrival } from "./arrival";
import type { DeployedEdge } from "./deployed";
import type { ErrorInfo } from "./outcome";

export interface Refusal {
    status: number;
    errorInfo: ErrorInfo;
}

// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-application-gateway-limits
const longestUri = 32 * 1024;
const longestHeaders = 32 * 1024;
const http2 = { longestHeader: 8 * 1024, longestHeaders: 16 * 1024 };

/**
 * Why a request goes nowhere, before the firewall looks at it:
 * https://learn.microsoft.com/azure/application-gateway/http-response-codes#4xx-response-codes-client-error
 * Of what is too long, Microsoft documents the limits and not the status.
 *
 * A second header `Authorization`, which Microsoft lists as a reason for 400, passes: what lies behind must not rely on it.
 */
export function refusalOf(arrival: Arrival, { listener }: DeployedEdge): Refusal | undefined {
    const [host, ...others] = arrival.hosts;
    if (arrival.method === "TRACE") return { status: 405, errorInfo: "ERRORINFO_INVALID_METHOD_TRACE" };
    if (host === undefined) return { status: 400, errorInfo: "ERRORINFO_HTTP_NO_HOST_HEADER" };
    if (others.length > 0) return { status: 400, errorInfo: "ERRORINFO_INVALID_HOST" };
    if (!/^\/[\x21-\x7e]*$/.test(arrival.uri) || arrival.uri.length > longestUri) {
        return { status: 400, errorInfo: "ERRORINFO_REQUEST_URI_INVALID" };
    }
    if (hasLongHeaders(arrival)) return { status: 400, errorInfo: "ERRORINFO_INVALID_REQUEST" };
    return host.toLowerCase().replace(/:\d+$/, "") === listener.host
        ? undefined
        : { status: 404, errorInfo: "ERRORINFO_INVALID_HOST" };
}

function hasLongHeaders({ headers, version }: Arrival): boolean {
    const raw = headers.raw();
    const sizes = raw.flatMap((name, index) => (index % 2 === 0 ? [name.length + (raw[index + 1] ?? "").length] : []));
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    return version === "HTTP/2.0"
        ? whole > http2.longestHeaders || sizes.some((size) => size > http2.longestHeader)
        : whole > longestHeaders;
}
