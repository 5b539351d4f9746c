import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type Listener, listen } from "../listen";
import { exchangeOnBehalfOf } from "./tokens/on-behalf-of";
import type { Tenant } from "./tokens/tenant";

/**
 * Serves on 127.0.0.1 what services of Azure ask `login.microsoftonline.com` for: tokens in exchange for those of users.
 *
 * @param tenant - The tenant as it is at the moment.
 */
export async function serveTokens(tenant: () => Tenant): Promise<Listener> {
    const server = createServer((request, response) => {
        void handle(request, response, tenant()).catch(() => response.destroy());
    });
    return listen(server);
}

async function handle(request: IncomingMessage, response: ServerResponse, tenant: Tenant): Promise<void> {
    const { tenantId } = tenant.graph.seed;
    const isToken = request.method === "POST" && request.url === `/${tenantId}/oauth2/v2.0/token`;
    const { status, body } = isToken
        ? await exchangeOnBehalfOf(tenant, new URLSearchParams(await text(request)))
        : { status: 404, body: {} };
    response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
    response.end(JSON.stringify(body));
}
