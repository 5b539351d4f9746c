import { createServer } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, isLegacyRequest } from "@modelcontextprotocol/server";
import { type Listener, listen } from "../listen";
import type { McpServerDefinition } from "./definition";
import { type ReceivedCall, SampleServer } from "./sample-server";
import { refusalOf, type TrustedGateway } from "./verify-caller";
import { Sessions } from "./version-2025";
import { newServer } from "./version-2026";

export interface McpServerOptions {
    /** Required. What it offers. */
    definition: McpServerDefinition;
    /** Required. Who may call. */
    trust: TrustedGateway;
    /** Optional. Milliseconds between reports of progress, of a server that streams. Default: 200. */
    stepMilliseconds?: number;
}

/** A server that runs until it is closed. */
export interface RunningMcpServer extends Listener {
    /** Calls of tools, in the order in which they came. */
    calls: readonly ReceivedCall[];
    /** Sessions that are open. */
    sessions(): number;
}

/**
 * Runs a server of MCP on 127.0.0.1, with the official SDKs, for clients of 2025-11-25 and of 2026-07-28: `initialize` and
 * what follows it belongs to the first, what names its version in `_meta` to the second. It answers at `/` the gateway that
 * it trusts, and everybody else with 401.
 */
export async function startMcpServer(options: McpServerOptions): Promise<RunningMcpServer> {
    const { definition, trust, stepMilliseconds = 200 } = options;
    const sample = new SampleServer(definition, stepMilliseconds);
    const sessions = new Sessions(sample);
    const modern = createMcpHandler(() => newServer(sample), { legacy: "reject" });

    async function answer(request: Request): Promise<Response> {
        const refusal = await refusalOf(request.headers, trust);
        if (refusal !== undefined) {
            const challenge = `Bearer error="invalid_token", error_description="${refusal}"`;
            return new Response(null, { status: 401, headers: { "WWW-Authenticate": challenge } });
        }
        if (new URL(request.url).pathname !== "/") return new Response(null, { status: 404 });
        return (await isLegacyRequest(request)) ? sessions.handle(request) : modern.fetch(request);
    }

    const handle = toNodeHandler({ fetch: answer });
    const listener = await listen(createServer((request, response) => void handle(request, response)));
    return {
        ...listener,
        calls: sample.calls,
        sessions: () => sessions.size,
        async close() {
            await Promise.all([sessions.close(), modern.close()]);
            await listener.close();
        },
    };
}
