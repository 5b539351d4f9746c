import type { Readable } from "node:stream";
import { MessageBody } from "../context";
import type { DeployedBackend } from "../deployed";
import { type CompileStatement, fixed } from "../pipeline/compiler";
import type { Exchange } from "../pipeline/exchange";
import { ownResponse, PolicyFailure } from "../pipeline/failure";
import { type IncomingResponse, send } from "../pipeline/send";

/**
 * Sends the request on, and passes its body on as it arrives unless somebody has read it, byte for byte either way. Waits
 * until the headers of the response are there.
 * https://learn.microsoft.com/azure/api-management/forward-request-policy
 */
export const forwardRequest: CompileStatement = (element) => {
    const seconds = Number(fixed(element, "timeout"));
    return async (exchange) => {
        await forward(exchange, seconds);
        return "next";
    };
};

/** Sends a request on to the backend that has been chosen, and takes the response of that. */
export async function forward(exchange: Exchange, seconds: number): Promise<void> {
    const { backend, context, record, runtime, service } = exchange;
    if (backend === undefined) {
        throw new PolicyFailure({ reason: "BackendConnectionFailure", message: "No backend has been chosen." });
    }
    const circuit = `${service.id}/backends/${backend.name}`;
    if (runtime.circuitBreakers.isOpen(circuit, context.now())) throw resting();
    const url = backendUrl(backend, exchange);
    record.backend = { id: backend.name, method: context.request.method, url: url.href };
    const { message, stream } = await sendTimed(exchange, url, seconds);
    record.backend.responseCode = message.statusCode;
    if (backend.circuitBreaker) {
        const retryAfter = message.headers.get("Retry-After");
        runtime.circuitBreakers.note(circuit, backend.circuitBreaker, message.statusCode, retryAfter, context.now());
    }
    context.response = message;
    exchange.backendBody = { body: message.body, stream };
}

function backendUrl({ url }: DeployedBackend, { backendPath }: Exchange): URL {
    return new URL(`${url.replace(/\/+$/, "")}${backendPath}`);
}

async function sendTimed(exchange: Exchange, url: URL, seconds: number): Promise<IncomingResponse> {
    const { context, record } = exchange;
    const { method, headers } = context.request;
    const expired = new AbortController();
    const timer = setTimeout(() => expired.abort(), seconds * 1000);
    const sent = context.now();
    try {
        const response = await send({ method, url, headers, body: await bodyOf(exchange) }, exchange, expired.signal);
        const { stream } = response;
        const arriving = context.now();
        const ended = () => {
            stream.off("end", ended).off("close", ended);
            record.backendTime += context.now() - arriving;
        };
        stream.on("end", ended).on("close", ended);
        return response;
    } finally {
        clearTimeout(timer);
        record.backendTime += context.now() - sent;
    }
}

async function bodyOf({ context: { request }, requestStream }: Exchange): Promise<Uint8Array | Readable | null> {
    const { body } = request;
    if (body === null) return null;
    // of what was read without being preserved, nothing is left: https://learn.microsoft.com/azure/api-management/set-body-policy
    if (body.consumed) return new Uint8Array();
    if (body.loaded || requestStream === null) return body.load();
    request.body = await spent();
    return requestStream;
}

// a body that has been passed on is gone: whoever reads it later learns so
async function spent(): Promise<MessageBody> {
    const body = new MessageBody(new Uint8Array());
    await body.load();
    body.read(false);
    return body;
}

function resting(): PolicyFailure {
    const message = "The backend is given a rest by its circuit breaker.";
    return new PolicyFailure({
        reason: "",
        message,
        response: ownResponse(503, "Service Unavailable", "Service Unavailable"),
    });
}
