import { type IncomingMessage, ServerResponse, request as send } from "node:http";
import type { Writable } from "node:stream";
import { answer, breakOff, type OutgoingResponse } from "./answer";
import type { Arrival } from "./arrival";
import type { DeployedEdge } from "./deployed";
import { requestHeaders, responseHeaders } from "./headers";
import type { ErrorInfo, Outcome } from "./outcome";

/**
 * Passes a request on and its answer back, each piece as it comes and no faster than the client takes it. When the client
 * leaves, the backend is left, too; when the backend breaks off, so does the answer.
 *
 * The backend listens on this machine without TLS, and each request has a connection of its own.
 *
 * @param origin - Where the backend listens.
 */
export function forward(
    arrival: Arrival,
    edge: DeployedEdge,
    { body, origin, now, response }: { body: Uint8Array; origin: URL; now(): number; response: OutgoingResponse },
): Promise<Outcome> {
    const request = send(origin, {
        method: arrival.method,
        path: arrival.uri,
        headers: requestHeaders(arrival, edge, body).raw(),
        agent: false,
    });
    const started = now();
    let failure: ErrorInfo = "ERRORINFO_UPSTREAM_CLOSED_CONNECTION";
    request.setTimeout(edge.backend.timeoutSeconds * 1000, () => {
        failure = "ERRORINFO_UPSTREAM_TIMED_OUT";
        request.destroy();
    });
    return new Promise((resolve, reject) => {
        request.on("error", ({ code }: NodeJS.ErrnoException) => {
            const errorInfo = code === "ECONNREFUSED" ? "ERRORINFO_UPSTREAM_NO_LIVE" : failure;
            const status = errorInfo === "ERRORINFO_UPSTREAM_TIMED_OUT" ? 504 : 502;
            const finish = () => answer(response, status);
            resolve({ status, errorInfo, backend: { server: origin.host }, finish });
        });
        request.on("response", (incoming) => {
            const status = incoming.statusCode ?? 0;
            const backend = { server: origin.host, status, seconds: (now() - started) / 1000 };
            const end = (errorInfo: ErrorInfo, finish: () => void) => resolve({ status, errorInfo, backend, finish });
            incoming.on("end", () => end("ERRORINFO_NO_ERROR", () => response.end()));
            incoming.on("close", () => end(failure, () => breakOff(response)));
            incoming.on("error", () => {}); // comes before `close`, which says the same
            try {
                begin(response, status, responseHeaders(incoming.rawHeaders, edge, arrival).raw());
                pass(incoming, response);
            } catch (error) {
                reject(error);
            }
        });
        response.on("close", () => {
            request.destroy();
            resolve({ status: 499, errorInfo: "ERRORINFO_CLIENT_CLOSED_REQUEST", finish: () => {} });
        });
        request.end(body);
    });
}

function begin(response: OutgoingResponse, status: number, headers: string[]): void {
    for (let index = 0; index < headers.length; index += 2) {
        response.appendHeader(headers[index] as string, headers[index + 1] as string);
    }
    response.writeHead(status);
    if (response instanceof ServerResponse) response.flushHeaders(); // HTTP/2 has sent them already
}

function pass(from: IncomingMessage, to: Writable): void {
    from.on("data", (chunk) => {
        if (!to.write(chunk)) from.pause();
    });
    to.on("drain", () => from.resume());
}
