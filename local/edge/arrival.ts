import { randomUUID } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { Headers } from "../apim/context";
import type { IncomingRequest } from "./body";

/** A request as it came, without its body. */
export interface Arrival {
    /** Milliseconds since the epoch. */
    time: number;
    /** 32 hexadecimal digits. */
    transactionId: string;
    client: { address: string; port: number };
    method: string;
    /** Path and query. */
    uri: string;
    /** Such as `HTTP/1.1`. */
    version: string;
    /** Names that it is for; a proper one is for one. */
    hosts: string[];
    headers: Headers;
    tls: { protocol: string; cipher: string };
}

export function arrivalOf(
    request: IncomingRequest,
    { now, clientAddress }: { now(): number; clientAddress(socket: TLSSocket): string },
): Arrival {
    const socket = request.socket as TLSSocket;
    const pairs = pairsOf(request.rawHeaders);
    const headers = new Headers(pairs.filter(([name]) => !name.startsWith(":")).flat());
    const isVersion2 = request.httpVersionMajor === 2;
    const cookies = headers.values("cookie");
    // HTTP/2 may split them, HTTP/1.1 may not: https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3
    if (isVersion2 && cookies) headers.set("cookie", cookies.join("; "));
    const authorities = pairs.filter(([name]) => name === ":authority").map(([, value]) => value);
    const hosts = headers.values("host") ?? [];
    return {
        time: now(),
        transactionId: randomUUID().replaceAll("-", ""),
        client: { address: clientAddress(socket), port: socket.remotePort ?? 0 },
        method: request.method ?? "",
        uri: request.url ?? "",
        version: isVersion2 ? "HTTP/2.0" : `HTTP/${request.httpVersion}`,
        hosts: isVersion2 ? [...new Set([...authorities, ...hosts])] : hosts,
        headers,
        tls: { protocol: socket.getProtocol() ?? "", cipher: socket.getCipher().standardName },
    };
}

function pairsOf(raw: readonly string[]): [name: string, value: string][] {
    return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));
}
