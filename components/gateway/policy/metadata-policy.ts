import { entryScope, scopeUri } from "./challenge";
import { jsonText } from "./csharp";
import type { PolicyServer } from "./server";
import { setHeader } from "./statements";
import { element, render } from "./xml";

const fiveMinutes = 300; // seconds

/**
 * The policy of the operations that publish the metadata of a server's endpoint (https://www.rfc-editor.org/rfc/rfc9728),
 * for `GET` and `OPTIONS`. It answers before it inherits anything, because a client without a token must be able to read it;
 * for the same reason scripts of every origin may. The one scope that it names is the one to begin with: others are asked
 * for when they are needed.
 * Serves practices MUST-1, 2.1, 2.2 and 7.2.
 */
export function metadataPolicy(server: PolicyServer): string {
    const base = element("base");
    return render(
        element(
            "policies",
            {},
            element(
                "inbound",
                {},
                element(
                    "return-response",
                    {},
                    element("set-status", { code: "200", reason: "OK" }),
                    setHeader("Content-Type", "application/json"),
                    setHeader("Cache-Control", `public, max-age=${fiveMinutes}`),
                    setHeader("X-Content-Type-Options", "nosniff"),
                    setHeader("Access-Control-Allow-Origin", "*"),
                    setHeader("Access-Control-Allow-Methods", "GET, OPTIONS"),
                    // clients ask for it with this header, which needs a preflight
                    setHeader("Access-Control-Allow-Headers", "MCP-Protocol-Version"),
                    element("set-body", {}, jsonText(metadata(server))),
                ),
                base,
            ),
            element("backend", {}, base),
            element("outbound", {}, base),
            element("on-error", {}, base),
        ),
    );
}

/** https://www.rfc-editor.org/rfc/rfc9728#section-2 */
function metadata(server: PolicyServer): Record<string, unknown> {
    return {
        resource: server.endpoint.url,
        authorization_servers: [`https://login.microsoftonline.com/${server.tenantId}/v2.0`],
        scopes_supported: [scopeUri(server, entryScope(server))],
        bearer_methods_supported: ["header"],
        resource_name: server.title,
    };
}
