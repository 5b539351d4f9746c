import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";

export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** A body that was read whole, or why it was not. */
export type ReadBody = Buffer | "too long" | "broken off";

/** Reads the body of a request to its end, or until it is longer than that many bytes. */
export async function readBody(request: IncomingRequest, most: number): Promise<ReadBody> {
    if (Number(request.headers["content-length"] ?? 0) > most) return "too long";
    return new Promise((resolve) => {
        const chunks: Buffer[] = [];
        let length = 0;
        request.on("data", (chunk: Buffer) => {
            length += chunk.length;
            if (length > most) resolve("too long");
            else chunks.push(chunk);
        });
        request.on("end", () => resolve(Buffer.concat(chunks)));
        request.on("error", () => resolve("broken off"));
        request.on("close", () => resolve("broken off"));
    });
}
