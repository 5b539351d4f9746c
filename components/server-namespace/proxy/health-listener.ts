import { ports } from "../names";
import { serverCluster } from "./clusters";
import { extension, type Message } from "./extension";
import { connectionManager } from "./http";

/** What the kubelet asks: whether the proxy runs, and whether the server behind it accepts connections. */
export const healthPaths = { live: "/live", ready: "/ready" } as const;

/** Health in plain HTTP, for the kubelet shows no certificate; it says yes or no and nothing else. */
export function healthListener(): Message {
    const answer = (path: string) => ({ match: { path }, direct_response: { status: 200 } });
    return {
        name: "health",
        address: { socket_address: { address: "0.0.0.0", port_value: ports.health } },
        per_connection_buffer_limit_bytes: 32_768,
        filter_chains: [
            {
                filters: [
                    connectionManager("health", {
                        access_log: [],
                        filters: [serverHealth],
                        virtualHost: { name: "health", domains: ["*"], routes: [answer(healthPaths.live)] },
                    }),
                ],
            },
        ],
    };
}

const serverHealth = extension(
    "envoy.filters.http.health_check",
    "envoy.extensions.filters.http.health_check.v3.HealthCheck",
    {
        pass_through_mode: false,
        headers: [{ name: ":path", string_match: { exact: healthPaths.ready } }],
        cluster_min_healthy_percentages: { [serverCluster]: { value: 100 } },
    },
);
