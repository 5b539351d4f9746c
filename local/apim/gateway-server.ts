import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { type Listener, listen } from "../listen";
import type { Gateway, GatewayAnswer, RequestRecord } from "./gateway";

/** More than the edge lets pass, so that it is the one that refuses. */
const maxHeaderSize = 64 * 1024;

export interface GatewayServerOptions {
    /** The gateway as it is deployed at the moment. */
    gateway(): Promise<Gateway>;
    /** Address that callers of this port come from, as the gateway sees it. */
    callerAddress: string;
    /** Takes what is known of a request once it has ended. */
    ended(record: RequestRecord): void;
}

/**
 * Serves a gateway over HTTP on 127.0.0.1. TLS ends at the edge; the hop behind it is not encrypted here, as it is in
 * Azure.
 */
export async function serveGateway(options: GatewayServerOptions): Promise<Listener> {
    const server = createServer({ maxHeaderSize }, (request, response) => {
        void handle(request, response, options).catch((error: unknown) => {
            // nothing that can be answered: the client learns that it is no whole answer
            response.destroy(error instanceof Error ? error : undefined);
        });
    });
    return listen(server);
}

async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    { gateway, callerAddress, ended }: GatewayServerOptions,
): Promise<void> {
    const gone = new AbortController();
    response.on("close", () => {
        if (!response.writableFinished) gone.abort();
    });
    const answer = await (await gateway()).handle({
        method: request.method ?? "",
        target: request.url ?? "",
        protocol: "https",
        rawHeaders: request.rawHeaders,
        body: hasBody(request) ? request : null,
        callerAddress,
        signal: gone.signal,
    });
    void answer.record.then(ended);
    await send(answer, response);
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-6 */
function hasBody({ headers }: IncomingMessage): boolean {
    return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

async function send(answer: GatewayAnswer, response: ServerResponse): Promise<void> {
    const { status, reason, headers, body } = answer;
    response.writeHead(status, reason, headers.raw());
    if (body === null || body instanceof Uint8Array) {
        response.end(body ?? undefined);
        return;
    }
    response.flushHeaders();
    await pipeline(body, response);
}
