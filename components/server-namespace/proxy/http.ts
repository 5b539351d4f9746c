import { extension, type Message } from "./extension";

/** What differs between the listeners. */
export interface HttpParts {
    access_log: Message[];
    /** Filters before the router. */
    filters: Message[];
    virtualHost: Message;
}

/**
 * HTTP with limits for callers that are not trusted: https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge
 * A path has one spelling, and a header with an underscore, which many servers take for a hyphen, is refused.
 * Serves practices 1.1 and 4.3.
 */
export function connectionManager(name: string, { access_log, filters, virtualHost }: HttpParts): Message {
    return extension(
        "envoy.filters.network.http_connection_manager",
        "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        {
            stat_prefix: name,
            codec_type: "AUTO",
            access_log,
            // the peer's own address is the truth
            use_remote_address: true,
            skip_xff_append: true,
            // nobody may set timeouts by headers: an address that no peer has, for an empty list means all private ones
            internal_address_config: {
                unix_sockets: false,
                cidr_ranges: [{ address_prefix: "0.0.0.0", prefix_len: 32 }],
            },
            forward_client_cert_details: "SANITIZE",
            // the number of the ingress gateway, so that its log and this one can be read together
            preserve_external_request_id: true,
            normalize_path: true,
            merge_slashes: true,
            path_with_escaped_slashes_action: "REJECT_REQUEST",
            max_request_headers_kb: 32,
            request_headers_timeout: "10s",
            request_timeout: "60s",
            stream_idle_timeout: "300s",
            common_http_protocol_options: {
                idle_timeout: "600s",
                max_headers_count: 100,
                headers_with_underscores_action: "REJECT_REQUEST",
            },
            http_protocol_options: { accept_http_10: false },
            http2_protocol_options: {
                max_concurrent_streams: 100,
                initial_stream_window_size: 65_536,
                initial_connection_window_size: 1_048_576,
                allow_connect: false,
            },
            http_filters: [...filters, router],
            route_config: { name, virtual_hosts: [virtualHost] },
        },
    );
}

const router = extension("envoy.filters.http.router", "envoy.extensions.filters.http.router.v3.Router", {
    // none of the headers by which a caller would choose timeouts and retries
    suppress_envoy_headers: true,
    respect_expected_rq_timeout: false,
});
