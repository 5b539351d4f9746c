import assert from "node:assert/strict";
import { sendTooMuch } from "../traces/edge/blocked-requests";
import { ServedEdge } from "../traces/edge/served-edge";
import type { Day } from "./day";

/** Requests pass, and two are longer than allowed. */
export async function edgeDay(): Promise<Day> {
    const edge = await ServedEdge.start();
    try {
        for (let times = 0; times < 30; times++) assert.equal(await edge.post("{}"), 200);
        for (let times = 0; times < 2; times++) await sendTooMuch(edge);
        return { log: edge.log, times: [edge.now] };
    } finally {
        await edge.close();
    }
}
