import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { request } from "node:https";
import { buffer } from "node:stream/consumers";
import type { DeployedFirewall } from "../../../../../../local/edge/deployed";
import { type RunningEdge, serveEdge } from "../../../../../../local/edge/serve-edge";
import type { Row } from "../../../../../../local/kql/schema";
import { type Listener, listen } from "../../../../../../local/listen";
import { completed } from "../../../../../../local/logs/log-files";
import { deployedEdge } from "../../../../../local/edge/deployed-sample";
import type { Log } from "../../log";

const host = "mcp.contoso.example";
/** Of all requests. */
export const address = "203.0.113.66";

/** The edge as it is deployed, served before something that takes every request, and what it writes. */
export class ServedEdge {
    readonly now = Date.UTC(2026, 10, 27, 9);
    readonly #rows: Record<string, Row[]> = {};

    private constructor(
        readonly firewall: DeployedFirewall | undefined,
        private readonly parts: { edge?: RunningEdge; gateway: Listener },
    ) {}

    static async start(): Promise<ServedEdge> {
        const deployed = await deployedEdge();
        const gateway = await listen(createServer((_, response) => response.end()));
        const started = new ServedEdge(deployed.firewall, { gateway });
        started.parts.edge = await serveEdge(() => deployed, {
            now: () => started.now,
            upstream: () => gateway.origin,
            clientAddress: () => address,
            log: {
                write(id, table, row) {
                    started.#rows[table] ??= [];
                    started.#rows[table].push(JSON.parse(JSON.stringify(completed(row, id, table))));
                },
            },
        });
        return started;
    }

    get log(): Log {
        return structuredClone(this.#rows);
    }

    /** Status of the answer. */
    async post(body: string): Promise<number | undefined> {
        const { edge } = this.parts;
        const sent = request({
            host: "127.0.0.1",
            port: edge?.port,
            servername: host,
            ca: edge?.certificateAuthority,
            method: "POST",
            path: "/orders/mcp",
            headers: { Host: host },
            agent: false,
        }).end(body);
        const [response] = (await once(sent, "response")) as [IncomingMessage];
        await buffer(response);
        return response.statusCode;
    }

    async close(): Promise<void> {
        await Promise.all([this.parts.edge?.close(), this.parts.gateway.close()]);
    }
}
