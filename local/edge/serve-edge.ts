import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer } from "node:tls";
import { answer, breakOff, type OutgoingResponse, page } from "./answer";
import type { IncomingRequest } from "./body";
import { certificateFor } from "./certificate";
import type { DeployedEdge } from "./deployed";
import { RateLimiter } from "./rate-limiter";
import { type EdgeSurroundings, serveRequest } from "./serve-request";

export interface RunningEdge {
    port: number;
    /** Certificate in PEM that clients must trust. */
    certificateAuthority: string;
    close(): Promise<void>;
}

/**
 * Serves an Application Gateway on this machine, with TLS 1.3. The listener's host and HTTP/2 are those at the beginning;
 * everything else is asked for each request, so that a change counts at once.
 *
 * Requests that the edge itself fails at are answered with 500, which Application Gateway never answers:
 * https://learn.microsoft.com/azure/application-gateway/http-response-codes#500--internal-server-error
 *
 * @param edge - What is deployed now; see `readEdge`.
 */
export async function serveEdge(edge: () => DeployedEdge, surroundings: EdgeSurroundings): Promise<RunningEdge> {
    const { http2, listener } = edge();
    const { key, certificate, authority } = await certificateFor(listener.host, surroundings.authority);
    const limiter = new RateLimiter();
    const serve = async (request: IncomingRequest, response: OutgoingResponse) => {
        response.on("error", () => {}); // a client that has left
        try {
            await serveRequest(edge(), { request, response, limiter, surroundings });
        } catch (error) {
            if (response.headersSent) breakOff(response);
            else answer(response, 500, `The local edge fails: ${error instanceof Error ? error.message : error}\n`);
        }
    };
    // the limit of Node.js is for all headers and the address together, and above those of the gateway
    const versionOne = createHttpServer({ maxHeaderSize: 80 * 1024 }, serve).on("clientError", refuseGarbage);
    const versionTwo = createHttp2Server(serve);
    const ALPNProtocols = http2 ? ["h2", "http/1.1"] : ["http/1.1"];
    // whatever host a client names, or none, it gets the certificate of the first listener:
    // https://learn.microsoft.com/azure/application-gateway/ssl-overview#frontend-tls-connection-client-to-application-gateway
    const server = createServer({ key, cert: certificate, minVersion: "TLSv1.3", ALPNProtocols }, (socket) => {
        (socket.alpnProtocol === "h2" ? versionTwo : versionOne).emit("connection", socket);
    });
    const sockets = new Set<Socket>();
    server.on("connection", (socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        port: (server.address() as AddressInfo).port,
        certificateAuthority: authority,
        close: async () => {
            for (const socket of sockets) socket.destroy();
            server.close();
            await once(server, "close");
        },
    };
}

/** What is no HTTP gets 400: https://learn.microsoft.com/azure/application-gateway/http-response-codes#400--bad-request */
function refuseGarbage(_error: Error, socket: Duplex): void {
    const body = page(400);
    const head = ["HTTP/1.1 400 Bad Request", `Content-Length: ${body.length}`, "Connection: close"];
    if (socket.writable) socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
    else socket.destroy();
}
