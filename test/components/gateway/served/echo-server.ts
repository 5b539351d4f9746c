import type { ServerResponse } from "node:http";
import { identityHeaders } from "../../../../components/shared/identity-headers";
import { type Backend, sendJson } from "./served-server";

/** What a tool of the server was called with, by whom and where. */
export interface Echo {
    user: string;
    session: string;
    arguments: unknown;
}

/** A server that has sessions, each for the user who began it, and whose tools tell what they were called with. */
export function echoServer(): Backend {
    const users = new Map<string, string>();
    let begun = 0;
    return ({ method: httpMethod, headers, text }, response) => {
        const user = String(headers[identityHeaders.user.toLowerCase()]);
        const session = String(headers["mcp-session-id"]);
        const { id, method, params } = JSON.parse(text || "{}");
        if (method === "initialize") {
            begun += 1;
            const newSession = `session-${begun}`;
            users.set(newSession, user);
            response.setHeader("Mcp-Session-Id", newSession);
            return sendJson(response, { jsonrpc: "2.0", id, result: { protocolVersion: "2025-11-25" } });
        }
        if (users.get(session) !== user) return empty(response, 404);
        if (httpMethod === "DELETE") {
            users.delete(session);
            return empty(response, 204);
        }
        if (id === undefined) return empty(response, 202);
        const echo: Echo = { user, session, arguments: params?.arguments };
        sendJson(response, { jsonrpc: "2.0", id, result: { content: [{ type: "text", text: JSON.stringify(echo) }] } });
    };
}

function empty(response: ServerResponse, status: number): void {
    response.writeHead(status).end();
}
