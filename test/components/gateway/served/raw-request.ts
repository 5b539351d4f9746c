import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectSecurely } from "node:tls";

/** Where raw bytes go: the gateway itself, or the edge with its certificate. */
export interface RawTarget {
    port: number;
    /** Of an edge: the host that it serves, and the certificate that it shows. */
    edge?: { host: string; certificateAuthority: string };
}

export interface RawRequest {
    line: string;
    /** Lines, without their ends. */
    headers: string[];
    /** What stands behind the headers, whatever they say of it. */
    rest: Uint8Array;
}

/** The bytes of a request. */
export function bytesOf({ line, headers, rest }: RawRequest): Buffer {
    return Buffer.concat([Buffer.from([line, ...headers, "", ""].join("\r\n"), "latin1"), rest]);
}

/**
 * Sends exactly these bytes on a connection of its own, and reads until the other side closes it.
 * @param ends Whether the client says that no more will come.
 * @returns the status of each answer.
 */
export async function sendRaw({ port, edge }: RawTarget, bytes: Uint8Array, ends = false): Promise<number[]> {
    const socket = edge
        ? connectSecurely({ port, host: "127.0.0.1", servername: edge.host, ca: edge.certificateAuthority })
        : connect(port, "127.0.0.1");
    await once(socket, edge ? "secureConnect" : "connect");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    // a server that refuses a head does not wait for the body
    socket.on("error", () => {});
    socket.write(bytes);
    if (ends) socket.end();
    await new Promise((resolve) => socket.on("close", resolve));
    const answers = Buffer.concat(chunks).toString("latin1");
    return [...answers.matchAll(/HTTP\/1\.[01] ([2-5][0-9]{2}) /g)].map(([, status]) => Number(status));
}
