import { ports } from "../names";
import { connectionLog, requestLog } from "./access-log";
import { callerCheck } from "./caller";
import { serverCluster } from "./clusters";
import { extension, type Message } from "./extension";
import { connectionManager } from "./http";
import type { ProxySettings } from "./settings";
import { callerTls } from "./tls";
import { tokenCheck } from "./token";

/**
 * Headers that say where a request came from or on whose behalf, and that whoever came before could have written. Who
 * calls, the server reads from the signed `X-MCP-*`, and nothing else.
 */
const removedHeaders = [
    "forwarded",
    "x-envoy-external-address",
    "x-envoy-internal",
    "x-forwarded-access-token",
    "x-forwarded-authorization",
    "x-forwarded-client-cert",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-forwarded-proto",
    "x-forwarded-user",
    "x-original-url",
    "x-real-ip",
    "x-rewrite-url",
];

/** How long a call may last, however much is said. */
export const longestCallSeconds = 3600;

/** Where calls come in: TLS, then the token, then who it is, then the one path there is. */
export function callsListener(settings: ProxySettings): Message {
    return {
        name: "calls",
        address: { socket_address: { address: "0.0.0.0", port_value: ports.calls } },
        per_connection_buffer_limit_bytes: 32_768,
        listener_filters_timeout: "5s",
        continue_on_listener_filters_timeout: false,
        listener_filters: [
            extension(
                "envoy.filters.listener.tls_inspector",
                "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
            ),
        ],
        access_log: [connectionLog(settings.server)],
        filter_chains: [
            {
                filter_chain_match: { server_names: [settings.host], transport_protocol: "tls" },
                transport_socket: callerTls(settings),
                transport_socket_connect_timeout: "5s",
                filters: [
                    connectionManager("calls", {
                        access_log: [requestLog(settings.server)],
                        filters: [tokenCheck(settings), callerCheck(settings)],
                        virtualHost: virtualHost(settings),
                    }),
                ],
            },
        ],
    };
}

function virtualHost({ host, path }: ProxySettings): Message {
    return {
        name: "server",
        domains: [host],
        request_headers_to_remove: removedHeaders,
        routes: [
            {
                match: { path },
                route: {
                    cluster: serverCluster,
                    // an answer may be a stream, which lasts while anything is said; nothing is ever sent twice
                    timeout: "0s",
                    idle_timeout: "300s",
                    max_stream_duration: { max_stream_duration: `${longestCallSeconds}s` },
                },
            },
        ],
    };
}
