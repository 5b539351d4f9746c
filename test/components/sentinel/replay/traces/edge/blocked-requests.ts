import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { request } from "node:https";
import { serveEdge } from "../../../../../../local/edge/serve-edge";
import type { Row } from "../../../../../../local/kql/schema";
import { listen } from "../../../../../../local/listen";
import { completed } from "../../../../../../local/logs/log-files";
import { deployedEdge } from "../../../../../local/edge/deployed-sample";
import type { Log } from "../../log";
import type { Trace } from "../../trace";

const host = "mcp.contoso.example";
const address = "203.0.113.66";
/** How many the firewall must stop before it is an incident. */
const blocked = 20;

/** Requests with bodies that are longer than the firewall of the edge, as it is deployed, lets through. */
export async function blockedRequests(): Promise<Trace> {
    const deployed = await deployedEdge();
    const now = Date.UTC(2026, 10, 27, 9);
    const rows: Record<string, Row[]> = {};
    const gateway = await listen(createServer((_, response) => response.end()));
    const edge = await serveEdge(() => deployed, {
        now: () => now,
        upstream: () => gateway.origin,
        clientAddress: () => address,
        log: {
            write(id, table, row) {
                rows[table] = [...(rows[table] ?? []), JSON.parse(JSON.stringify(completed(row, id, table)))];
            },
        },
    });
    const { bodyLimit } = deployed.firewall ?? assert.fail("The edge has no firewall.");
    const body = "a".repeat(bodyLimit + 1);
    let almost: Log = {};
    try {
        for (let index = 0; index < blocked; index++) {
            almost = structuredClone(rows);
            const sent = request({
                host: "127.0.0.1",
                port: edge.port,
                servername: host,
                ca: edge.certificateAuthority,
                method: "POST",
                path: "/orders/mcp",
                headers: { Host: host },
                agent: false,
            }).end(body);
            const [response] = await once(sent, "response");
            response.resume();
            await once(response, "end");
            assert.equal(response.statusCode, 413);
        }
    } finally {
        await Promise.all([edge.close(), gateway.close()]);
    }
    return { log: rows, almost, now, found: { ClientAddress: address } };
}
