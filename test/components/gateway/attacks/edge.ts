import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { type RunningEdge, serveEdge } from "../../../../local/edge/serve-edge";
import type { ServedServer } from "../served/served-server";

export interface Ask {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
}

/** Does something with the edge in front of a gateway. */
export async function withEdge<T>(served: ServedServer, use: (edge: RunningEdge) => Promise<T>): Promise<T> {
    // what is deployed begins to be captured with the import
    const { deployedEdge } = await import("../../../local/edge/deployed-sample.js");
    const deployed = await deployedEdge();
    const edge = await serveEdge(() => deployed, {
        now: () => served.time,
        upstream: () => `http://127.0.0.1:${served.port}`,
        log: { write() {} },
    });
    try {
        return await use(edge);
    } finally {
        await edge.close();
    }
}

/** Asks the edge, as somebody outside. */
export async function askEdge(edge: RunningEdge, host: string, ask: Ask): Promise<{ status: number; text: string }> {
    const { method = "GET", path = "/", headers = {}, body } = ask;
    const sent = request({
        ...{ host: "127.0.0.1", port: edge.port, servername: host, ca: edge.certificateAuthority, agent: false },
        ...{ method, path, headers: { ...headers, Host: host } },
    });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, text: await text(response) };
}
