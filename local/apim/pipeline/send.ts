import { request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { Headers, type MessageBody, type ResponseMessage } from "../context";
import { Unreachable } from "../surroundings";
import type { Exchange } from "./exchange";
import { PolicyFailure } from "./failure";
import { withoutHopByHop } from "./hop-by-hop";
import { clientGone, connectionFailure, responseBody } from "./read-body";

export interface OutgoingRequest {
    method: string;
    url: URL;
    headers: Headers;
    body: Uint8Array | Readable | null;
}

/** A response whose body still arrives. */
export interface IncomingResponse {
    message: ResponseMessage & { body: MessageBody };
    /** What its body is read from. */
    stream: Readable;
}

/**
 * Sends a request to where its host listens on this machine. Redirections are not followed.
 * @param expired - Aborted when the response, or its body, has taken too long.
 * @throws PolicyFailure when there is no response.
 */
export async function send(
    { method, url, headers, body }: OutgoingRequest,
    exchange: Exchange,
    expired: AbortSignal,
): Promise<IncomingResponse> {
    const origin = new URL(originOf(url, exchange));
    if (origin.protocol !== "http:") throw new Error(`${origin} is no origin of a server of this machine.`);
    const sent = withoutHopByHop(headers);
    sent.set("Host", url.host);
    // a body whose length nobody knows goes in chunks
    if (body instanceof Uint8Array) sent.set("Content-Length", String(body.length));
    const request = httpRequest({
        host: origin.hostname,
        port: origin.port,
        method,
        path: url.pathname + url.search,
        headers: sent.raw(),
        // a connection that is kept may be closed by the other side at any time
        agent: false,
        signal: AbortSignal.any([exchange.signal, expired]),
    });
    if (body === null || body instanceof Uint8Array) request.end(body ?? undefined);
    else body.on("error", (error) => request.destroy(error)).pipe(request);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request.on("response", resolve);
        request.on("error", (error) => {
            const clientHasGone = exchange.signal.aborted || (body instanceof Readable && body.errored !== null);
            if (clientHasGone) reject(clientGone());
            else reject(expired.aborted ? timeout() : connectionFailure(error));
        });
    });
    return read(response);
}

function originOf(url: URL, { runtime, service }: Exchange): string {
    try {
        return runtime.surroundings.originOf(service, url);
    } catch (error) {
        throw error instanceof Unreachable ? connectionFailure(error) : error;
    }
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-policies */
export function timeout(): PolicyFailure {
    return new PolicyFailure({ reason: "Timeout", message: "The response did not arrive within the timeout." });
}

function read(stream: IncomingMessage): IncomingResponse {
    return {
        message: {
            statusCode: stream.statusCode ?? 0,
            reason: stream.statusMessage ?? "",
            headers: withoutHopByHop(new Headers(stream.rawHeaders)),
            body: responseBody(stream),
        },
        stream,
    };
}
