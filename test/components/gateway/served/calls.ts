import type { ServerResponse } from "node:http";
import type { DeployedService } from "../../../../local/apim/deployed";
import { type Backend, type Call, type Reply, type ServedServer, sendJson } from "./served-server";

/** Arguments that tools take, by their names. */
export const goodArguments: Readonly<Record<string, object>> = {
    search_orders: { status: "open" },
    create_order: { customerId: "C-00000001" },
    cancel_order: { orderId: "O-0000123456" },
};

/** Parameters of a call that every server takes, and that needs the scope `orders.read`. */
export const search = { name: "search_orders", arguments: goodArguments.search_orders };

/** Calls a method of 2026-07-28, with everything that it needs; headers given replace those. */
export function modern(
    served: ServedServer,
    method: string,
    params: Record<string, unknown> = {},
    call: Call = {},
): Promise<Reply> {
    const version = "2026-07-28";
    const name = params.name ?? params.uri;
    const given = (call.headers ?? []).map(([header]) => header.toLowerCase());
    const headers: [string, string][] = [
        ["Mcp-Method", method],
        ...(name === undefined ? [] : [["Mcp-Name", String(name)] as [string, string]]),
    ];
    return served.rpc(
        method,
        { _meta: { "io.modelcontextprotocol/protocolVersion": version }, ...params },
        {
            version,
            ...call,
            headers: [...headers.filter(([header]) => !given.includes(header.toLowerCase())), ...(call.headers ?? [])],
        },
    );
}

/** Begins a session; its id as the client knows it. */
export async function beginSession(served: ServedServer, serversId: string, call: Call = {}): Promise<string> {
    served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} }, { "Mcp-Session-Id": serversId });
    const reply = await initialize(served, call);
    served.forwarded.length = 0;
    return String(reply.headers["mcp-session-id"]);
}

/** Sends `initialize`, as a client does that knows no version yet. */
export function initialize(served: ServedServer, call: Call = {}): Promise<Reply> {
    return served.rpc("initialize", { protocolVersion: "2025-11-25", capabilities: {} }, { version: null, ...call });
}

/** A server that answers everything alike. */
export function answering(body: unknown, headers: Record<string, string> = {}, status = 200): Backend {
    return (_request, response: ServerResponse) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        sendJson(response, body, status);
    };
}

/** A server that answers every call with a result. */
export function resulting(result: unknown): Backend {
    return answering({ jsonrpc: "2.0", id: 1, result });
}

/** Makes a request while something else is deployed. */
export async function whileDeployed(
    served: ServedServer,
    change: (service: DeployedService) => DeployedService,
    request: () => Promise<Reply>,
): Promise<Reply> {
    served.deploy(change);
    try {
        return await request();
    } finally {
        served.deploy();
    }
}
