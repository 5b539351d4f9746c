import type { Readable } from "node:stream";
import { MessageBody } from "../context";
import { ownResponse, PolicyFailure } from "./failure";

/**
 * Bytes of one body that are read into memory. API Management documents no such limit; this one is some forty times what
 * validate-content takes, so that it is met only by what should have been refused or streamed.
 */
export const largestBody = 4 * 1024 * 1024;

/** What failing to read a body means. */
interface Failures {
    tooLarge: () => PolicyFailure;
    brokenOff: (error: unknown) => PolicyFailure;
}

/** A body that arrives from the client. */
export function requestBody(stream: Readable): MessageBody {
    return new MessageBody(
        once(() =>
            readAll(stream, {
                tooLarge: () => tooLarge(413, "Payload Too Large", "request"),
                brokenOff: clientGone,
            }),
        ),
    );
}

/** A body that arrives from a server that the gateway has called. */
export function responseBody(stream: Readable): MessageBody {
    return new MessageBody(
        once(() =>
            readAll(stream, {
                tooLarge: () => tooLarge(502, "Bad Gateway", "response"),
                brokenOff: connectionFailure,
            }),
        ),
    );
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps */
export function clientGone(): PolicyFailure {
    return new PolicyFailure({ reason: "ClientConnectionFailure", message: "The client has closed the connection." });
}

/** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-built-in-steps */
export function connectionFailure(error: unknown): PolicyFailure {
    const message = error instanceof Error ? error.message : String(error);
    return new PolicyFailure({ reason: "BackendConnectionFailure", message });
}

function tooLarge(status: number, reason: string, whose: string): PolicyFailure {
    const message = `The body of the ${whose} has more than ${largestBody} bytes, which the local gateway does not read.`;
    return new PolicyFailure({
        reason: "",
        message,
        response: ownResponse(status, reason, message),
    });
}

// children of `wait` may ask at the same time
function once<T>(read: () => Promise<T>): () => Promise<T> {
    let reading: Promise<T> | undefined;
    return () => {
        reading ??= read();
        return reading;
    };
}

async function readAll(stream: Readable, { tooLarge, brokenOff }: Failures): Promise<Uint8Array> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
            chunks.push(chunk);
            bytes += chunk.length;
            if (bytes > largestBody) break;
        }
    } catch (error) {
        throw brokenOff(error);
    }
    if (bytes > largestBody) throw tooLarge();
    return Buffer.concat(chunks);
}
