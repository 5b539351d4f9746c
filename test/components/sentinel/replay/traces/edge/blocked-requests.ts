import assert from "node:assert/strict";
import type { Log } from "../../log";
import type { Trace } from "../../trace";
import { address, ServedEdge } from "./served-edge";

/** How many requests the firewall must stop before it is an incident. */
const enough = 20;

/** Requests with bodies that are longer than the firewall of the edge lets through. */
export async function blockedRequests(): Promise<Trace> {
    const edge = await ServedEdge.start();
    try {
        let almost: Log = {};
        for (let index = 0; index < enough; index++) {
            almost = edge.log;
            await sendTooMuch(edge);
        }
        return { log: edge.log, almost, now: edge.now, found: { ClientAddress: address } };
    } finally {
        await edge.close();
    }
}

export async function sendTooMuch(edge: ServedEdge): Promise<void> {
    const { bodyLimit } = edge.firewall ?? assert.fail("The edge has no firewall.");
    assert.equal(await edge.post("a".repeat(bodyLimit + 1)), 413);
}
