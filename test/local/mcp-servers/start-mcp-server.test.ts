// Does not prove what the gateway in front makes of it: clients call the server directly, as only the gateway may.
import assert from "node:assert/strict";
import type { ObjectSchema } from "../../../local/mcp-servers/definition";
import {
    type McpServerOptions,
    type RunningMcpServer,
    startMcpServer,
} from "../../../local/mcp-servers/start-mcp-server";
import { type Connect, connectFirst, connectSecond, type TestClient } from "./clients";
import { orders } from "./definition";
import { application, GatewayStub, gateway, user } from "./gateway-stub";

const orderId = "O-0000123456";
const order = { orderId, status: "open", lines: [{ sku: "", quantity: 1 }] };
const hour = 3_600_000;

describe("an MCP server on this machine", () => {
    let stub: GatewayStub;
    const running: { close(): Promise<void> }[] = [];
    before(async () => {
        stub = await GatewayStub.create();
    });
    afterEach(async () => {
        for (const each of running.splice(0).reverse()) await each.close();
    });

    async function start(options: Partial<McpServerOptions> = {}): Promise<RunningMcpServer> {
        const server = await startMcpServer({ definition: orders, trust: stub.trust, stepMilliseconds: 0, ...options });
        running.push(server);
        return server;
    }

    async function connected(connect: Connect, { origin }: RunningMcpServer): Promise<TestClient> {
        const client = await connect(origin, { headers: await stub.headers() });
        running.push(client);
        return client;
    }

    /** Sends a request without a client. */
    const send = async (origin: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
        fetch(origin, {
            method: "POST",
            ...init,
            headers: {
                ...(await stub.headers()),
                Accept: "application/json, text/event-stream",
                "Content-Type": "application/json",
                ...headers,
            },
        });
    const message = (method: string, params: object = {}) => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const initialize = message("initialize", {
        protocolVersion: "2025-11-25",
        capabilities: {},
        clientInfo: { name: "test", version: "1.0.0" },
    });

    const generations = [
        { connect: connectFirst, version: "2025-11-25", hasSession: true },
        { connect: connectSecond, version: "2026-07-28", hasSession: false },
    ];
    for (const { connect, version, hasSession } of generations) {
        describe(`for a client of ${version}`, () => {
            it(`speaks its version, ${hasSession ? "with a session" : "without a session"}`, async () => {
                const server = await start();
                const client = await connected(connect, server);
                assert.deepEqual(
                    [client.version, client.sessionId !== undefined, server.sessions()],
                    [version, hasSession, hasSession ? 1 : 0],
                );
            });

            it("lists what its definition has", async () => {
                const { request } = await connected(connect, await start());
                const { tools } = (await request.listTools()) as { tools: object[] };
                const { resources } = (await request.listResources()) as { resources: object[] };
                const { prompts } = (await request.listPrompts()) as { prompts: object[] };
                assert.deepEqual(
                    { tools, resources, prompts },
                    {
                        tools: orders.tools,
                        resources: orders.resources,
                        prompts: orders.prompts,
                    },
                );
            });

            it("answers a call with what the schema of results has, about what was asked", async () => {
                const server = await start();
                const client = await connected(connect, server);
                const { structuredContent, content } = (await client.callTool("get_order", { orderId })) as {
                    structuredContent: typeof order;
                    content: { text: string }[];
                };
                const sku = structuredContent.lines[0]?.sku ?? "";
                assert.match(sku, /^[A-Z]{4}$/);
                assert.deepEqual(structuredContent, { ...order, lines: [{ sku, quantity: 1 }] });
                assert.deepEqual(JSON.parse(content[0]?.text ?? ""), structuredContent);
                assert.deepEqual(server.calls, [
                    {
                        tool: "get_order",
                        arguments: { orderId },
                        version,
                        caller: {
                            user,
                            client: application,
                            rights: ["scope:mcp.read", "scope:orders.read"],
                            requestId: "request-one",
                        },
                        state: "answered",
                    },
                ]);
            });

            it("answers a call with its arguments where no schema of results is", async () => {
                const client = await connected(connect, await start());
                const { content } = (await client.callTool("cancel_order", { orderId })) as {
                    content: { text: string }[];
                };
                assert.deepEqual(JSON.parse(content[0]?.text ?? ""), { orderId, reason: "unknown" });
            });

            it("answers with what the schema of results has, whatever is asked about", async () => {
                const [tool] = orders.tools;
                assert.ok(tool);
                const outputSchema: ObjectSchema = { type: "object", properties: { orderId: { type: "integer" } } };
                const client = await connected(
                    connect,
                    await start({ definition: { ...orders, tools: [{ ...tool, outputSchema }] } }),
                );
                const { structuredContent } = (await client.callTool("get_order", { orderId })) as {
                    structuredContent: object;
                };
                assert.deepEqual(structuredContent, { orderId: 1 });
            });

            it("says of arguments that do not satisfy the schema that they do not", async () => {
                const client = await connected(connect, await start());
                const { isError, content } = (await client.callTool("cancel_order", { orderId: "1" })) as {
                    isError: boolean;
                    content: { text: string }[];
                };
                assert.equal(isError, true);
                assert.match(content[0]?.text ?? "", /^Invalid arguments: data\/orderId must match pattern/);
            });

            it("gives its resources and prompts", async () => {
                const client = await connected(connect, await start());
                const { contents } = (await client.readResource("orders://catalogue")) as { contents: object[] };
                const { messages } = (await client.getPrompt("complaint", { orderId })) as { messages: object[] };
                assert.deepEqual(contents, [
                    { uri: "orders://catalogue", mimeType: "text/csv", text: "Articles with their prices." },
                ]);
                assert.deepEqual(messages, [
                    { role: "user", content: { type: "text", text: `Answers a complaint.\norderId: ${orderId}` } },
                ]);
            });

            it("has nothing else", async () => {
                const client = await connected(connect, await start());
                await assert.rejects(client.callTool("drop_orders", {}), /Unknown tool: drop_orders/);
                await assert.rejects(client.readResource("orders://secret"), /Resource not found/);
                await assert.rejects(client.getPrompt("praise", {}), /No prompt praise with these arguments/);
                await assert.rejects(client.getPrompt("complaint", {}), /No prompt complaint with these arguments/);
            });

            it("reports progress as it is made, before the result", async () => {
                const server = await start({ definition: { ...orders, streaming: true } });
                const client = await connected(connect, server);
                const seen: [number, number | undefined, string | undefined][] = [];
                await client.callTool(
                    "get_order",
                    { orderId },
                    {
                        onprogress: ({ progress, total }) => seen.push([progress, total, server.calls[0]?.state]),
                    },
                );
                assert.deepEqual(
                    seen.map(([progress, total]) => [progress, total]),
                    [
                        [1, 3],
                        [2, 3],
                        [3, 3],
                    ],
                );
            });

            it("sends the first event at once, and ends a call that its client cancels", async () => {
                const server = await start({ definition: { ...orders, streaming: true }, stepMilliseconds: hour });
                const client = await connected(connect, server);
                const cancel = new AbortController();
                const first: (string | undefined)[] = [];
                const call = client.callTool(
                    "get_order",
                    { orderId },
                    {
                        signal: cancel.signal,
                        onprogress: () => {
                            first.push(server.calls[0]?.state);
                            cancel.abort();
                        },
                    },
                );
                await assert.rejects(call, /abort/i);
                await until(() => server.calls[0]?.state !== "running");
                assert.deepEqual([first, server.calls[0]?.state], [["running"], "cancelled"]);
            });
        });
    }

    describe("as it answers over HTTP", () => {
        it("answers with JSON, and a server that streams with events", async () => {
            for (const [streaming, type] of [
                [false, "application/json"],
                [true, "text/event-stream"],
            ] as const) {
                const { origin } = await start({ definition: { ...orders, streaming } });
                const answer = await send(origin, { body: initialize });
                assert.deepEqual([answer.status, answer.headers.get("Content-Type")?.split(";")[0]], [200, type]);
                await answer.body?.cancel();
            }
        });

        it("knows no session that another user or client began, or that has ended", async () => {
            const server = await start();
            const client = await connected(connectFirst, server);
            const session = { "Mcp-Session-Id": client.sessionId ?? "", "MCP-Protocol-Version": "2025-11-25" };
            const ping = { body: message("ping") };
            const status = async (headers: Record<string, string>) => (await send(server.origin, ping, headers)).status;
            assert.equal(await status(session), 200);
            assert.equal(await status({ ...session, ...(await stub.headers({ user: gateway })) }), 404);
            assert.equal(await status({ ...session, ...(await stub.headers({ client: gateway })) }), 404);
            assert.equal(await status({ ...session, "Mcp-Session-Id": "none" }), 404);
            await client.endSession();
            assert.deepEqual([await status(session), server.sessions()], [404, 0]);
        });

        it("wants a session before it answers", async () => {
            const { origin } = await start();
            const answer = await send(
                origin,
                { body: message("tools/list") },
                { "MCP-Protocol-Version": "2025-11-25" },
            );
            assert.equal(answer.status, 400);
        });

        it("keeps the sessions of two clients apart", async () => {
            const server = await start();
            const [one, other] = [await connected(connectFirst, server), await connected(connectFirst, server)];
            assert.notEqual(one.sessionId, other.sessionId);
            await one.endSession();
            await other.callTool("get_order", { orderId });
            assert.equal(server.sessions(), 1);
        });

        it("goes on with a call whose client has gone, and sends it what it missed", async () => {
            const { origin } = await start({ definition: { ...orders, streaming: true } });
            const version = { "MCP-Protocol-Version": "2025-11-25" };
            const begun = await send(origin, { body: initialize }, version);
            await begun.body?.cancel();
            const session = { ...version, "Mcp-Session-Id": begun.headers.get("Mcp-Session-Id") ?? "" };
            const call = { name: "get_order", arguments: { orderId }, _meta: { progressToken: "one" } };
            const broken = await send(origin, { body: message("tools/call", call) }, session);
            const first = await eventsOf(broken, ({ id }) => id !== undefined);
            const resumed = await send(
                origin,
                { method: "GET" },
                { ...session, "Last-Event-ID": first.at(-1)?.id ?? "" },
            );
            const others = await eventsOf(resumed, ({ data }) => data?.result !== undefined);
            const messages = [...first, ...others].flatMap(({ data }) => (data === undefined ? [] : [data]));
            assert.deepEqual(
                messages.map(({ params, result }) => params?.progress ?? result?.structuredContent.orderId),
                [1, 2, 3, orderId],
            );
            const unknown = await send(origin, { method: "GET" }, { ...session, "Last-Event-ID": "1000" });
            assert.equal(unknown.ok, false);
            assert.match(await unknown.text(), /Error replaying events/);
        });

        it("refuses headers of 2026-07-28 that say something else than the message", async () => {
            const server = await start();
            const _meta = {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
                "io.modelcontextprotocol/clientCapabilities": {},
            };
            const body = message("tools/call", { name: "cancel_order", arguments: { orderId }, _meta });
            const version = { "MCP-Protocol-Version": "2026-07-28" };
            const honest = { ...version, "Mcp-Method": "tools/call", "Mcp-Name": "cancel_order" };
            for (const [headers, status] of [
                [honest, 200],
                [{ ...honest, "Mcp-Name": "get_order" }, 400],
                [{ ...honest, "Mcp-Method": "tools/list" }, 400],
                [{ ...honest, "MCP-Protocol-Version": "2025-11-25" }, 400],
            ] as const) {
                assert.equal((await send(server.origin, { body }, headers)).status, status);
            }
            assert.deepEqual(
                server.calls.map(({ tool }) => tool),
                ["cancel_order"],
            );
        });

        it("answers at no other path", async () => {
            const { origin } = await start();
            assert.equal((await send(`${origin}/mcp`, { body: initialize })).status, 404);
        });

        it("lets nobody in but the gateway, whatever is asked for", async () => {
            const server = await start();
            const client = await connected(connectFirst, server);
            const session = { "Mcp-Session-Id": client.sessionId ?? "" };
            const requests: RequestInit[] = [
                { body: initialize },
                { body: message("tools/call", { name: "get_order", arguments: { orderId } }), headers: session },
                { method: "GET", headers: { ...session, Accept: "text/event-stream" } },
                { method: "DELETE", headers: session },
                { method: "OPTIONS" },
            ];
            const said = await stub.headers({ stranger: true });
            for (const { headers, ...request } of requests) {
                for (const callers of [{}, said]) {
                    const answer = await fetch(server.origin, {
                        method: "POST",
                        ...request,
                        headers: { "Content-Type": "application/json", ...(headers as object), ...callers },
                    });
                    assert.deepEqual(
                        [answer.status, answer.headers.get("WWW-Authenticate")],
                        [
                            401,
                            'Bearer error="invalid_token", error_description="No token of the tenant for this server that is valid now."',
                        ],
                    );
                }
            }
            assert.deepEqual([server.calls, server.sessions()], [[], 1]);
        });

        it("refuses to start with a tool whose schema has no sample", async () => {
            const outputSchema = { type: "object" as const, minProperties: 1 };
            const tools = [
                { name: "empty", description: "None.", inputSchema: { type: "object" as const }, outputSchema },
            ];
            await assert.rejects(
                start({ definition: { ...orders, tools } }),
                /No sample is found for outputSchema of the tool empty: .* Give the schema examples\./,
            );
        });
    });
});

async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

interface Event {
    id?: string;
    data?: { params?: { progress: number }; result?: { structuredContent: { orderId: string } } };
}

/** Reads server-sent events up to one of a kind, and goes. */
async function eventsOf({ body }: Response, isLast: (event: Event) => boolean): Promise<Event[]> {
    const events: Event[] = [];
    let text = "";
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const parts = text.split("\n\n");
        text = parts.pop() ?? "";
        for (const part of parts) {
            const { id, data } = Object.fromEntries(part.split("\n").map((line) => line.split(/: ?(.*)/s)));
            const event: Event = { ...(id && { id }), ...(data && { data: JSON.parse(data) }) };
            events.push(event);
            if (isLast(event)) return events;
        }
    }
    throw new Error(`The events ended without the one that was waited for: ${JSON.stringify(events)}`);
}
