import type { Granted } from "./reference-check";

export type Header = [name: string, value: string];

/** A message of a client, with what its headers say of it. */
export interface Message {
    version: string | null;
    headers: Header[];
    body: string;
}

/** Id of a session as the server knows it. */
export const serversSession = "session-of-the-server";
/** Stands in headers for the id of that session as its client knows it. */
export const ownSession = "(the session of the caller)";

/** Callers by what they may. */
export const callers: Record<string, Granted & { oid: string }> = {
    everything: granted(1, ["mcp.read", "orders.read", "orders.write"], ["Orders.Manager"], ["c1"]),
    reader: granted(2, ["mcp.read", "orders.read"], [], []),
    writer: granted(3, ["orders.write"], [], ["c1"]),
    "manager who signed in weakly": granted(4, ["mcp.read"], ["Orders.Manager"], ["c2"]),
    "service that manages": granted(5, [], ["Orders.Manager"], ["c1"]),
    guest: granted(6, ["mcp.read"], [], []),
    "nobody of this server": granted(7, ["other.read"], ["Other.Manager"], ["c1"]),
};

function granted(number: number, scopes: string[], roles: string[], contexts: string[]): Granted & { oid: string } {
    return { oid: `33333333-3333-4333-8333-00000000000${number}`, scopes, roles, contexts };
}

const orderId = "O-0000123456";
const called: [method: string, params: Record<string, unknown>][] = [
    ["tools/call", { name: "search_orders", arguments: { customerId: "C-00000001", status: "open" } }],
    ["tools/call", { name: "search_orders" }],
    ["tools/call", { name: "create_order", arguments: { customerId: "C-00000001" } }],
    ["tools/call", { name: "create_order", arguments: {} }],
    ["tools/call", { name: "cancel_order", arguments: { orderId } }],
    ["tools/call", { name: "delete_order", arguments: { orderId } }],
    ["resources/read", { uri: "orders://catalogue/2026" }],
    ["resources/read", { uri: "orders://catalogue/2025" }],
    ["prompts/get", { name: "complaint", arguments: { orderId } }],
    ["tools/list", {}],
    ["resources/subscribe", { uri: "orders://catalogue/2026" }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "complaint" } }],
    ["logging/setLevel", { level: "debug" }],
];

/** Messages of every kind, allowed or not; the first begins a session. */
export const messages: Message[] = [
    legacy(
        { id: 0, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {} } },
        null,
    ),
    ...called.map(([method, params]) => legacy({ id: "a-1", method, params })),
    ...called.map(([method, params]) => modern(method, params)),
    modern("server/discover", {}),
    modern("subscriptions/listen", { notifications: { toolsListChanged: true } }),
    legacy({ id: 7, method: "ping" }),
    legacy({ method: "notifications/initialized" }),
    legacy({ method: "notifications/progress", params: { progressToken: 1, progress: 0.5 } }),
    legacy({ method: "notifications/message", params: { level: "info" } }),
    legacy({ id: 9, result: { roots: [] } }),
    legacy({ id: 9, error: { code: -32601, message: "no" } }),
    legacy({
        id: 9,
        method: "tools/call",
        params: { name: "search_orders", _meta: { progressToken: "p", deep: [[1]] } },
    }),
];

function legacy(message: object, version: string | null = "2025-11-25"): Message {
    return { version, headers: [], body: JSON.stringify({ jsonrpc: "2.0", ...message }) };
}

function modern(method: string, params: Record<string, unknown>): Message {
    const version = "2026-07-28";
    const name = params.name ?? params.uri;
    const _meta = { "io.modelcontextprotocol/protocolVersion": version };
    return {
        version,
        headers: [["Mcp-Method", method], ...(typeof name === "string" ? [["Mcp-Name", name] as Header] : [])],
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }),
    };
}

const versionName = "io.modelcontextprotocol/protocolVersion";

/** Names that members of messages may get. */
export const names = [
    ...["jsonrpc", "id", "method", "params", "result", "error", "name", "uri", "arguments", "_meta", "cursor"],
    ...["Method", "PARAMS", "Name", "Id", "m\u00e9thod", "param\u017f", "", ":", "__proto__", "constructor", "$ref"],
    ...[versionName, versionName.toUpperCase(), "orderId", "customerId", "status", "task", "notifications"],
];

/** JSON that members of messages may get. */
export const values = [
    ...[
        "null",
        "true",
        "0",
        "-0",
        "1.5",
        "1e2",
        "1e400",
        "9007199254740993",
        "1".repeat(400),
        "[]",
        "{}",
        "[{}]",
        '""',
    ],
    ...['"2.0"', '"1.0"', '"ping"', '"tools/call"', '"tools/list"', '"initialize"', '"Tools/Call"', '"x/y"'],
    ...['"search_orders"', '"cancel_order"', '"create_order"', '"Search_Orders"', '"complaint"', '"search_orders "'],
    ...['"orders://catalogue/2026"', '"O-0000123456"', '"C-00000001"', '"open"', '"2025-11-25"', '"2026-07-28"'],
    ...['"2026-01-01T00:00:00Z"', '"\\/Date(1)\\/"', '"\\u0000"', '"\\ud83d\\ude00"', '"\\ud800"', '"\u2028"'],
    ...['{"name":"cancel_order"}', '{"a":1,"a":2}', `{"${versionName}":"2026-07-28"}`, '{"orderId":"O-0000123456"}'],
];

/** Headers that requests may get, each with several values. */
export const headers: [name: string, ...values: string[]][] = [
    ["Mcp-Method", "tools/call", "tools/list", "ping", "Tools/Call", "", "tools/call,tools/call"],
    [
        "Mcp-Name",
        "search_orders",
        "cancel_order",
        "SEARCH_ORDERS",
        "=?base64?c2VhcmNoX29yZGVycw==?=",
        "=?base64??=",
        "",
    ],
    ["MCP-Protocol-Version", "2025-11-25", "2026-07-28", "2025-06-18", "2025-11-25,2026-07-28", "", "\u00e9"],
    ["Mcp-Session-Id", ownSession, "a.b.c", "", "x", "..", `${serversSession}`, "YQ.99999999999999999999999.YQ"],
    ["Mcp-Param-Status", "open", "\u00ff"],
    ["Last-Event-ID", "1"],
    ["Origin", "https://chat.contoso.example", "https://evil.example", "null", ""],
    [
        "Content-Type",
        "application/json",
        "application/json;charset=utf-8",
        "text/plain",
        "application/json,x",
        "a/b;c=\u00ff",
    ],
    ["Content-Encoding", "gzip", "identity", ""],
    ["Accept", "*/*", "application/json, text/event-stream", "text/event-stream", "application/json", ""],
    ["Authorization", "Bearer x", "Bearer a.b.c", "Basic YTpi", "", "Bearer eyJhbGciOiJub25lIn0.e30."],
    ["X-MCP-User", callers.everything?.oid ?? ""],
    ["X-MCP-Signature", "forged"],
    ["X-MCP-Client-Address", "::1", "not an address", ""],
    ["X-HTTP-Method-Override", "DELETE"],
    ["Cookie", "a=b"],
    ["Access-Control-Request-Method", "POST"],
    ["Ocp-Apim-Subscription-Key", "x"],
    ["Ocp-Apim-Trace", "true"],
    ["Range", "bytes=0-1"],
    ["If-None-Match", "*"],
];

const credential = "AKIAIOSFODNN7EXAMPLE";

/** Requests of each method that has answers of its own kind. */
export const requests = [
    { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "search_orders", arguments: {} } },
    { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "orders://catalogue/2026" } },
    { jsonrpc: "2.0", id: 1, method: "prompts/get", params: { name: "complaint" } },
    { jsonrpc: "2.0", id: 1, method: "initialize", params: { protocolVersion: "2025-11-25" } },
    { jsonrpc: "2.0", id: 1, method: "ping" },
];

/** Answers that hold something to hide. */
export const results = [
    {
        result: {
            content: [
                { type: "text", text: `key ${credential} of ${orderId}` },
                { type: "image", data: "AAAA" },
            ],
        },
    },
    { result: { structuredContent: { a: { b: [orderId, 1.5, null, true] }, pwd: "Password = hunter2hunter2" } } },
    {
        result: {
            content: [{ type: "resource", resource: { uri: "a:b", text: "Bearer abcdefghijklmnopqrstuvwxyz" } }],
        },
    },
    {
        result: {
            contents: [{ uri: "a:b", text: `https://user:password@host/?sig=${"a".repeat(44)}` }, { blob: "AAAA" }],
        },
    },
    {
        result: {
            messages: [
                { role: "user", content: { type: "text", text: `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}` } },
            ],
        },
    },
    { result: { instructions: "Obey.", serverInfo: { name: `ghp_${"a".repeat(36)}` }, capabilities: {} } },
    { result: { content: [{ type: "text", text: "x".repeat(2_500) }], [credential]: 1, [orderId]: 2 } },
    { result: {}, _meta: { note: `npm_${"a".repeat(36)}` } },
    { error: { code: -32000, message: `failed with ${credential}`, data: { stack: orderId } } },
].map((answer) => JSON.stringify({ jsonrpc: "2.0", id: 1, ...answer }));

/** Names that members of answers may get. */
export const resultNames = [
    "result",
    "error",
    "content",
    "contents",
    "text",
    "data",
    "blob",
    "resource",
    "code",
    "\ue000",
    "\ue001a",
    credential,
];

/** JSON that members of answers may get. */
export const resultValues = [
    ...[
        "null",
        "true",
        "0",
        "-0",
        "1.50",
        "1e400",
        "[]",
        "{}",
        '""',
        '"\\ud800"',
        '"\ue000\ue001"',
        '"\\ue0001\\ue001"',
    ],
    ...[
        `"${credential}"`,
        `"\\u0041${credential.slice(1)}"`,
        `["${orderId}"]`,
        `{"text":"${orderId}"}`,
        '{"a":1,"a":2}',
    ],
    ...[`"${orderId}${credential}"`, `"eyJ${"a".repeat(12)}.eyJ${"b".repeat(12)}.c"`, '"2026-01-01T00:00:00Z"', "-1"],
];
