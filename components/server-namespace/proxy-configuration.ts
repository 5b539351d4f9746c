import { callsListener } from "./proxy/calls-listener";
import { keys, server } from "./proxy/clusters";
import type { Message } from "./proxy/extension";
import { healthListener } from "./proxy/health-listener";
import { overloadManager } from "./proxy/overload";
import type { ProxySettings } from "./proxy/settings";

/**
 * Configuration of the Envoy in the pod, through which alone the server is reached. It checks a second time what the
 * ingress gateway checked, for whoever comes past that one: the caller's certificate, the token, and who it was issued to.
 *
 * - What is not allowed is refused, and so is everything while the keys to check a token with are missing.
 * - There is no way in to look at it or change it: it has no admin interface.
 *
 * Needs Envoy 1.36 or later. Serves practices MUST-1, MUST-2, 3.1, 4.3, 5.1, 5.3, 7.1, 7.2, 7.3 and ZT-1.
 */
export function proxyConfiguration(settings: ProxySettings): Message {
    return {
        node: { id: settings.server, cluster: "mcp-servers" },
        static_resources: {
            listeners: [callsListener(settings), healthListener()],
            clusters: [server(settings), keys()],
        },
        overload_manager: overloadManager,
    };
}
