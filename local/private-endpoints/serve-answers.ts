import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { type Listener, listen } from "../listen";
import { messageOf } from "../report/failure";

/** A request as the service that it is sent to sees it. */
export interface ServiceRequest {
    method: string;
    /** With the name that the client knows the service by. */
    url: URL;
    /** By their names in lower case. */
    headers: IncomingMessage["headers"];
    body: Buffer;
}

export interface ServiceAnswer {
    status: number;
    headers?: Record<string, string>;
    body?: string | Buffer;
}

/** A construct that a service of the local cloud does not know. */
export class NotModelled extends Error {}

/**
 * Serves on 127.0.0.1, without TLS, what a function answers. Where it does not know what is asked for, the answer is 501
 * and says so, so that nobody takes it for one of Azure.
 *
 * @param log - Takes a sentence about what goes wrong in here.
 */
export async function serveAnswers(
    answer: (request: ServiceRequest) => Promise<ServiceAnswer>,
    log: (line: string) => void,
): Promise<Listener> {
    const server = createServer((request, response) => {
        received(request)
            .then(answer)
            .catch((error: unknown): ServiceAnswer => {
                log(messageOf(error));
                return { status: error instanceof NotModelled ? 501 : 500, body: messageOf(error) };
            })
            .then(({ status, headers, body = "" }) =>
                response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) }).end(body),
            )
            .catch(() => response.destroy());
    });
    return listen(server);
}

async function received(request: IncomingMessage): Promise<ServiceRequest> {
    const { method = "GET", url = "/", headers } = request;
    return { method, url: new URL(url, `https://${headers.host}`), headers, body: await buffer(request) };
}
