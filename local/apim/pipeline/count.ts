import { PassThrough, type Readable } from "node:stream";

/**
 * Passes a stream on as it arrives, and counts its bytes. It breaks off when the stream does; the stream itself is left
 * alone when nobody wants the rest.
 */
export function counted(stream: Readable, count: (bytes: number) => void): Readable {
    const copy = new PassThrough();
    // for whoever reads it; often nobody does
    copy.on("error", () => {});
    stream.on("error", (error) => copy.destroy(error));
    stream.on("close", () => {
        if (!stream.readableEnded) copy.destroy(new Error("The connection was closed."));
    });
    stream.on("data", (chunk: Buffer) => count(chunk.length));
    return stream.pipe(copy);
}
