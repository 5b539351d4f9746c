import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { Headers, type PolicyContext } from "../context";
import type { DeployedService } from "../deployed";
import { counted } from "./count";
import type { Exchange } from "./exchange";
import { withoutHopByHop } from "./hop-by-hop";
import { requestBody } from "./read-body";
import type { RequestRecord } from "./record";
import type { Runtime } from "./runtime";

/** A request as a server has received it. */
export interface GatewayRequest {
    method: string;
    /** Path and query, as sent. */
    target: string;
    protocol: "http" | "https";
    /** Names and values by turns. */
    rawHeaders: string[];
    /** Null when the request has none. */
    body: Readable | null;
    /** Address of the caller. */
    callerAddress: string;
    /** Aborted when the client has gone. */
    signal: AbortSignal;
}

/** A request at the beginning of its way, and what it asks for. */
export function begin(request: GatewayRequest, service: DeployedService, runtime: Runtime): [Exchange, URL] {
    const { method, callerAddress, signal } = request;
    const now = () => runtime.surroundings.now();
    const headers = new Headers(request.rawHeaders);
    const url = urlOf(request, headers);
    const ipAddress = callerAddress.replace(/^::ffff:(?=[0-9.]+$)/i, "");
    const record: RequestRecord = {
        time: now(),
        correlationId: randomUUID(),
        method,
        url: url.href,
        callerIpAddress: ipAddress,
        responseCode: 0,
        totalTime: 0,
        backendTime: 0,
        clientTime: 0,
        requestSize: headSize(`${method} ${request.target} HTTP/1.1`, headers),
        responseSize: 0,
        traces: [],
    };
    const requestStream =
        request.body &&
        counted(request.body, (bytes) => {
            record.requestSize += bytes;
        });
    const context: PolicyContext = {
        api: { id: "" },
        requestId: record.correlationId,
        request: {
            method,
            ipAddress,
            headers: withoutHopByHop(headers),
            url: { path: url.pathname, query: queryOf(url) },
            body: requestStream && requestBody(requestStream),
        },
        response: null,
        lastError: null,
        variables: new Map(),
        now,
    };
    const backendPath = url.pathname + url.search;
    const exchange = { context, service, runtime, record, signal, requestStream, backendPath };
    return [{ ...exchange, policies: [], corsHeaders: [] }, url];
}

// a target may also be a whole URL, or `*`: https://www.rfc-editor.org/rfc/rfc9112#section-3.2
function urlOf({ protocol, target }: GatewayRequest, headers: Headers): URL {
    const host = `${protocol}://${headers.get("Host") ?? ""}`;
    const origin = URL.canParse(host) ? host : `${protocol}://localhost`;
    const text = target.startsWith("/") ? `${origin}${target}` : target;
    return new URL(URL.canParse(text) ? text : origin);
}

function queryOf({ searchParams }: URL): Map<string, string[]> {
    return new Map([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
}

/** Bytes of the first line and the headers of a message. */
export function headSize(line: string, headers: Headers): number {
    const raw = headers.raw();
    return line.length + 4 + raw.reduce((sum, text) => sum + text.length + 2, 0);
}
