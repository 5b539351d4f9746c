import type { PolicyServer } from "./server";
import { type Element, element } from "./xml";

const oneHour = "3600"; // seconds

// request headers of both versions of the protocol
const requestHeaders = [
    "Accept",
    "Authorization",
    "Content-Type",
    "Last-Event-ID",
    "Mcp-Method",
    "Mcp-Name",
    "MCP-Protocol-Version",
    "Mcp-Session-Id",
];

const responseHeaders = ["Mcp-Session-Id", "Retry-After", "WWW-Authenticate"];

/**
 * Lets scripts of exactly the allowed origins read answers; without origins, of none. Never credentials, never `*`.
 * Whatever else comes with an origin goes on to the transport guard, which refuses it: the policy by itself would answer
 * 200 (https://learn.microsoft.com/azure/api-management/cors-policy).
 * Serves practices 1.1 and 8.4.
 */
export function cors({ allowedOrigins, tools }: PolicyServer): Element[] {
    if (allowedOrigins.length === 0) return [];
    const headers = [...requestHeaders, ...tools.flatMap(({ inputSchema }) => parameterHeaders(inputSchema))];
    return [
        element(
            "cors",
            { "allow-credentials": "false", "terminate-unmatched-request": "false" },
            list("allowed-origins", "origin", allowedOrigins),
            list("allowed-methods", "method", ["GET", "POST", "DELETE"], { "preflight-result-max-age": oneHour }),
            list("allowed-headers", "header", [...new Set(headers)]),
            list("expose-headers", "header", responseHeaders),
        ),
    ];
}

interface Annotated {
    properties?: Record<string, Annotated>;
    "x-mcp-header"?: unknown;
}

// https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#schema-extension
function parameterHeaders({ properties = {} }: Annotated): string[] {
    return Object.values(properties).flatMap((property) => {
        const name = property["x-mcp-header"];
        const isToken = typeof name === "string" && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
        return [...(isToken ? [`Mcp-Param-${name}`] : []), ...parameterHeaders(property)];
    });
}

function list(name: string, item: string, values: string[], attributes: Record<string, string> = {}): Element {
    return element(name, attributes, ...values.map((value) => element(item, {}, value)));
}
