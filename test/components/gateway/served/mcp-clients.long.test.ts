// Does not prove that clients find the endpoint and sign in: they have a token, and come from behind the edge.
import assert from "node:assert/strict";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import type { ObjectSchema } from "../../../../local/mcp-servers/definition";
import { type RunningMcpServer, startMcpServer } from "../../../../local/mcp-servers/start-mcp-server";
import {
    type CallOptions,
    type Connect,
    connectFirst,
    connectSecond,
    type TestClient,
} from "../../../local/mcp-servers/clients";
import { sampleServer } from "../policy/sample-server";
import { gatewayPrincipalId, keys, ServedServer, user } from "./served-server";

const customerId = "C-00012345";
const hour = 3_600_000;

describe("A client and a server of the official SDKs, with the gateway between them", () => {
    const running: { close(): Promise<void> }[] = [];
    afterEach(async () => {
        for (const each of running.splice(0).reverse()) await each.close();
    });

    async function start(
        server: PolicyServer,
        stepMilliseconds = 0,
    ): Promise<{ served: ServedServer; behind: RunningMcpServer }> {
        const served = await ServedServer.start(server);
        running.push(served);
        const behind = await startMcpServer({
            definition: {
                ...server,
                tools: server.tools.map(({ name, title, description, inputSchema, outputSchema, annotations }) => ({
                    name,
                    ...(title && { title }),
                    description,
                    inputSchema: inputSchema as ObjectSchema,
                    ...(outputSchema && { outputSchema: outputSchema as ObjectSchema }),
                    ...(annotations && { annotations: { ...annotations } }),
                })),
            },
            trust: {
                server: server.name,
                tenantId: server.tenantId,
                audience: `${server.endpoint.url}/backend`,
                issuedTo: { gatewayPrincipalId },
                keys: served.signingKeys,
                identityKeys: () => [keys.identity],
                now: () => served.time,
            },
            stepMilliseconds,
        });
        running.push(behind);
        served.backendOrigin = behind.origin;
        return { served, behind };
    }

    async function connected(connect: Connect, served: ServedServer, fetch?: typeof global.fetch): Promise<TestClient> {
        const { host, pathname } = new URL(served.server.endpoint.url);
        const client = await connect(`http://127.0.0.1:${served.port}${pathname}`, {
            headers: {
                Authorization: `Bearer ${await served.token()}`,
                Host: host,
                "X-MCP-Client-Address": "203.0.113.7",
            },
            ...(fetch && { fetch }),
        });
        running.push(client);
        return client;
    }

    for (const [connect, version] of [
        [connectFirst, "2025-11-25"],
        [connectSecond, "2026-07-28"],
    ] as const) {
        describe(`with ${version}`, () => {
            for (const streaming of [false, true]) {
                it(`agree on a call, ${streaming ? "with" : "without"} streams`, async () => {
                    const { served, behind } = await start({ ...sampleServer, streaming });
                    const client = await connected(connect, served);
                    assert.equal(client.version, version);
                    const { tools } = (await client.request.listTools()) as { tools: { name: string }[] };
                    assert.deepEqual(
                        tools.map(({ name }) => name),
                        sampleServer.tools.map(({ name }) => name),
                    );
                    const { structuredContent } = (await client.callTool("create_order", { customerId })) as {
                        structuredContent: unknown;
                    };
                    assert.deepEqual(structuredContent, { orderId: "sample" });
                    assert.deepEqual(
                        behind.calls.map(({ caller: { requestId, ...caller }, ...call }) => ({ ...call, caller })),
                        [
                            {
                                tool: "create_order",
                                arguments: { customerId },
                                version,
                                caller: {
                                    user,
                                    client: served.clientId,
                                    rights: [
                                        ...sampleServer.scopes.map((scope) => `scope:${scope}`),
                                        ...sampleServer.roles.map((role) => `role:${role}`),
                                    ],
                                },
                                state: "answered",
                            },
                        ],
                    );
                });
            }

            it("pass progress on as it is made, and the end of a call that the client cancels", async () => {
                const { served, behind } = await start(sampleServer, hour);
                const client = await connected(connect, served);
                const cancel = new AbortController();
                const seen: unknown[] = [];
                const options: CallOptions = {
                    signal: cancel.signal,
                    onprogress: ({ progress }) => {
                        seen.push([progress, behind.calls[0]?.state]);
                        cancel.abort();
                    },
                };
                await assert.rejects(client.callTool("create_order", { customerId }, options), /abort/i);
                while (behind.calls[0]?.state === "running") await new Promise((resolve) => setImmediate(resolve));
                assert.deepEqual([seen, behind.calls[0]?.state], [[[1, "running"]], "cancelled"]);
            });
        });
    }

    it("go on with a stream that broke, with what the client has missed and no second call", async () => {
        const { served, behind } = await start(sampleServer);
        const resumed: (string | null)[] = [];
        const breaking: typeof fetch = async (url, init) => {
            const response = await fetch(url, init);
            const position = new Headers(init?.headers).get("Last-Event-ID");
            if (position !== null) resumed.push(position);
            const isCall = String(init?.body).includes("tools/call");
            return isCall ? new Response(await firstMessage(response), response) : response;
        };
        const client = await connected(connectFirst, served, breaking);
        const seen: number[] = [];
        const onprogress: CallOptions["onprogress"] = ({ progress }) => seen.push(progress);
        const { structuredContent } = (await client.callTool("create_order", { customerId }, { onprogress })) as {
            structuredContent: unknown;
        };
        assert.deepEqual([structuredContent, seen], [{ orderId: "sample" }, [1, 2, 3]]);
        assert.deepEqual([resumed.length, behind.calls.length], [1, 1]);
    });

    it("end a session together", async () => {
        const { served, behind } = await start(sampleServer);
        const client = await connected(connectFirst, served);
        assert.equal(behind.sessions(), 1);
        await client.endSession();
        assert.equal(behind.sessions(), 0);
    });

    it("agree on nothing that the gateway has not signed for this server", async () => {
        const { served, behind } = await start(sampleServer);
        served.namedValues.set("mcp-orders-identity-key", keys.current);
        served.deploy();
        await assert.rejects(connected(connectFirst, served));
        assert.equal(behind.sessions(), 0);
    });
});

/** Events up to the first that has a message, after which the connection is broken. */
async function firstMessage({ body }: Response): Promise<string> {
    let text = "";
    // leaving the loop breaks the connection
    for await (const chunk of (body ?? assert.fail("no events")).pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const [events] = /^.*?data: \{.*?\n\n/s.exec(text) ?? [];
        if (events !== undefined) return events;
    }
    return assert.fail(text);
}
