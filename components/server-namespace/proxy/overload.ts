import { maximumStreams } from "./clusters";
import { extension, type Message } from "./extension";

const mebibyte = 1024 * 1024;

/** Memory of the proxy's container, in MiB. */
export const proxyMemoryMiB = 192;

/**
 * What the proxy gives up when its memory runs out, before the kernel ends it with all its streams.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/overload_manager/overload_manager
 */
export const overloadManager: Message = {
    refresh_interval: "0.250s",
    resource_monitors: [
        extension(
            "envoy.resource_monitors.fixed_heap",
            "envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig",
            { max_heap_size_bytes: (proxyMemoryMiB - 32) * mebibyte },
        ),
        extension(
            "envoy.resource_monitors.global_downstream_max_connections",
            "envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
            { max_active_downstream_connections: 2 * maximumStreams },
        ),
    ],
    actions: [action("shrink_heap", 0.9), action("stop_accepting_requests", 0.95)],
};

function action(name: string, share: number): Message {
    return {
        name: `envoy.overload_actions.${name}`,
        triggers: [{ name: "envoy.resource_monitors.fixed_heap", threshold: { value: share } }],
    };
}
