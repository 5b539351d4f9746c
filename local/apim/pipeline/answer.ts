import { finished, type Readable } from "node:stream";
import { Headers, type ResponseMessage } from "../context";
import { headSize } from "./begin";
import { counted } from "./count";
import type { Exchange } from "./exchange";
import type { RequestRecord } from "./record";

/** What a server sends to the client. */
export interface GatewayAnswer {
    status: number;
    reason: string;
    headers: Headers;
    /** Bytes, or what still arrives from the backend and goes on as it does. */
    body: Uint8Array | Readable | null;
    /** Resolves when the answer has been passed on to its end, or broke off. */
    record: Promise<RequestRecord>;
}

/** Ends an exchange with a response. */
export async function answer(exchange: Exchange, response: ResponseMessage): Promise<GatewayAnswer> {
    const { record, context } = exchange;
    const headers = new Headers(response.headers.raw());
    for (const [name, value] of exchange.corsHeaders) headers.set(name, value);
    const body = await bodyOf(exchange, response);
    if (body instanceof Uint8Array) headers.set("Content-Length", String(body.length));
    const { statusCode: status, reason } = response;
    record.responseCode = status;
    record.responseSize = headSize(`HTTP/1.1 ${status} ${reason}`, headers);
    const began = context.now();
    const passedOn = (bytes: number) => {
        record.responseSize += bytes;
    };
    const end = (): RequestRecord => {
        record.clientTime = context.now() - began;
        record.totalTime = context.now() - record.time;
        return record;
    };
    if (body === null || body instanceof Uint8Array) {
        passedOn(body?.length ?? 0);
        return { status, reason, headers, body, record: Promise.resolve(end()) };
    }
    const copy = counted(body, passedOn);
    // nobody wants the rest
    copy.on("close", () => body.destroy());
    const ended = new Promise<RequestRecord>((resolve) => finished(copy, () => resolve(end())));
    return { status, reason, headers, body: copy, record: ended };
}

async function bodyOf(
    { backendBody, context }: Exchange,
    { statusCode, body }: ResponseMessage,
): Promise<Uint8Array | Readable | null> {
    const passesOn = body !== null && body === backendBody?.body && !body.loaded;
    const isNone = context.request.method === "HEAD" || statusCode === 204 || statusCode === 304;
    if (passesOn && !isNone) return backendBody.stream;
    backendBody?.stream.destroy();
    if (isNone) return null;
    // of what was read without being preserved, nothing is left
    return body === null || body.consumed ? new Uint8Array() : body.load();
}
