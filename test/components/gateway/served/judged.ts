import assert from "node:assert/strict";
import type { Reply, ServedServer } from "./served-server";

/** How a client learns that it was refused, and a reader of the log why. */
export interface Refusal {
    status: number;
    reason: string;
    /** Code of the JSON-RPC error. Default: the status. */
    code?: number;
    message: string;
    data?: unknown;
    /** Id of the request; null when it has none that could be read. Default: 1. */
    id?: unknown;
    /** Headers that say how to go on. Default: none. */
    headers?: Partial<Record<WayOn, string>>;
    /** Requests that came to the server behind the gateway. Default: 0. */
    forwarded?: number;
}

type WayOn = (typeof waysOn)[number];

const waysOn = ["www-authenticate", "retry-after", "allow"] as const;

/** Holds that a request was refused in exactly this way. */
export function assertRefused(served: ServedServer, reply: Reply, refusal: Refusal): void {
    const { status, reason, code = status, message, data, id = 1, headers = {}, forwarded = 0 } = refusal;
    assert.equal(reply.record.defect, undefined);
    assert.deepEqual(
        {
            ...outcome(served, reply),
            body: reply.json,
            contentType: reply.headers["content-type"],
            caching: reply.headers["cache-control"],
            waysOn: Object.fromEntries(
                waysOn.flatMap((name) => (reply.headers[name] === undefined ? [] : [[name, reply.headers[name]]])),
            ),
        },
        {
            status,
            decisions: [["refused", reason, String(status)]],
            forwarded,
            body: {
                jsonrpc: "2.0",
                ...(id !== null && { id }),
                error: { code, message, ...(data !== undefined && { data }) },
            },
            contentType: "application/json",
            caching: "no-store",
            waysOn: headers,
        },
    );
}

/** Holds that a request was forwarded, and its answer let through. */
export function assertForwarded(served: ServedServer, reply: Reply, status = 200): void {
    assert.equal(reply.record.defect, undefined, String(reply.record.defect));
    assert.deepEqual(outcome(served, reply), {
        status,
        decisions: [["allowed", "forwarded", String(status)]],
        forwarded: 1,
    });
    assert.equal(reply.headers["x-content-type-options"], "nosniff");
}

/** Holds that the gateway answered a list by itself. */
export function assertAnswered(served: ServedServer, reply: Reply): void {
    assert.equal(reply.record.defect, undefined);
    assert.deepEqual(outcome(served, reply), {
        status: 200,
        decisions: [["allowed", "answered-from-definition", "200"]],
        forwarded: 0,
    });
}

function outcome({ forwarded }: ServedServer, { status, record }: Reply) {
    return {
        status,
        decisions: record.traces.map(({ metadata }) => [metadata.decision, metadata.reason, metadata.status]),
        forwarded: forwarded.length,
    };
}
