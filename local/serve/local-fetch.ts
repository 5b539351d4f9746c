import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

/** A name that answers on this machine. */
export interface LocalHost {
    host: string;
    /** On 127.0.0.1. */
    port: number;
    /** Certificate in PEM that clients must trust. */
    certificateAuthority: string;
}

/** As the SDKs of MCP take it. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Statuses that the Fetch standard allows no body for. */
const withoutBody = [204, 205, 304];

/**
 * `fetch` for which names lead to this machine, and no other name leads anywhere. It follows no redirect and keeps no
 * cookie.
 *
 * @param localAddress - Optional. Address that servers see, in 127.0.0.0/8. Default: 127.0.0.1.
 */
export function localFetch(hosts: readonly LocalHost[], localAddress = "127.0.0.1"): Fetch {
    return async (input, init) => {
        const request = new Request(input, init);
        const { protocol, host, hostname, pathname, search } = new URL(request.url);
        const local = hosts.find((each) => each.host === host);
        if (protocol !== "https:" || local === undefined) {
            throw new TypeError(`${protocol}//${host} is not served on this machine.`);
        }
        const body = Buffer.from(await request.arrayBuffer());
        const sent = httpsRequest({
            host: "127.0.0.1",
            localAddress,
            port: local.port,
            servername: hostname,
            ca: local.certificateAuthority,
            agent: false,
            method: request.method,
            path: pathname + search,
            headers: {
                ...Object.fromEntries(request.headers),
                Host: host,
                ...(body.length > 0 && { "Content-Length": body.length }),
            },
            signal: request.signal,
        }).end(body);
        const [message] = (await once(sent, "response")) as [IncomingMessage];
        return responseOf(message);
    };
}

function responseOf(message: IncomingMessage): Response {
    const { statusCode: status = 0, headersDistinct } = message;
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(headersDistinct)) {
        for (const value of values) headers.append(name, value);
    }
    if (withoutBody.includes(status)) {
        message.resume();
        return new Response(null, { status, headers });
    }
    return new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>, { status, headers });
}
