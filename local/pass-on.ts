import {
    type IncomingHttpHeaders,
    type IncomingMessage,
    type OutgoingHttpHeaders,
    request as plainRequest,
    type ServerResponse,
} from "node:http";
import { request as secureRequest } from "node:https";
import { pipeline } from "node:stream/promises";

/** Where a request goes on to. */
export interface Onward {
    /** Such as `http://127.0.0.1:41234`. */
    origin: string;
    /** In the place of those that it has, or beside them. */
    headers?: OutgoingHttpHeaders;
    /** Optional. Certificate in PEM that the server's is checked against. Default: none, for one without TLS. */
    ca?: string;
}

/** Passes a request on, and its answer back, each piece as it comes. When the client leaves, the server is left, too. */
export async function passOn(
    request: IncomingMessage,
    response: ServerResponse,
    { origin, headers, ca }: Onward,
): Promise<void> {
    const send = ca === undefined ? plainRequest : secureRequest;
    const sent = send(`${origin}${request.url}`, {
        method: request.method,
        agent: false,
        headers: { ...passedOn(request.headers), ...headers },
        ...(ca !== undefined && { ca }),
    });
    response.on("close", () => sent.destroy());
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
        sent.on("response", resolve).on("error", reject);
    });
    // where the server breaks off, there is an error, or an answer that came before the end of the request
    pipeline(request, sent).catch(() => {});
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
    await pipeline(answer, response);
}

/** Headers that are about one connection only. */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "upgrade"];

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
