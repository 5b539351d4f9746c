import { signInHost } from "../token-issuer";
import { extension, type Message } from "./extension";
import type { ProxySettings } from "./settings";
import { hostTls } from "./tls";

export const serverCluster = "server";

export const keysCluster = "keys";

/** Streams at once; with HTTP/1.1 each has a connection of its own to the server. */
export const maximumStreams = 512;

/** The server in the same pod, which nobody else reaches. It counts as there while it accepts connections. */
export function server({ port }: ProxySettings): Message {
    return {
        name: serverCluster,
        type: "STATIC",
        connect_timeout: "2s",
        per_connection_buffer_limit_bytes: 32_768,
        load_assignment: assignment(serverCluster, "127.0.0.1", port),
        health_checks: [
            {
                timeout: "1s",
                interval: "5s",
                no_traffic_interval: "5s",
                unhealthy_threshold: 2,
                healthy_threshold: 1,
                tcp_health_check: {},
            },
        ],
        // nothing is sent to a server that is not there
        common_lb_config: { healthy_panic_threshold: { value: 0 } },
        circuit_breakers: {
            thresholds: [
                {
                    max_connections: maximumStreams,
                    max_pending_requests: 64,
                    max_requests: maximumStreams,
                    max_retries: 0,
                },
            ],
        },
    };
}

/** Entra, for the keys that tokens are checked with. */
export function keys(): Message {
    return {
        name: keysCluster,
        type: "STRICT_DNS",
        dns_lookup_family: "V4_ONLY",
        typed_dns_resolver_config: extension(
            "envoy.network.dns_resolver.cares",
            "envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig",
            // the name is complete: the policies of the namespace let no other be asked for
            { dns_resolver_options: { no_default_search_domain: true } },
        ),
        connect_timeout: "5s",
        per_connection_buffer_limit_bytes: 32_768,
        load_assignment: assignment(keysCluster, signInHost, 443),
        transport_socket: hostTls(signInHost),
    };
}

function assignment(cluster: string, address: string, port: number): Message {
    const endpoint = { address: { socket_address: { address, port_value: port } } };
    return { cluster_name: cluster, endpoints: [{ lb_endpoints: [{ endpoint }] }] };
}
