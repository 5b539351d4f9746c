// Does not prove that API Management names sources and reasons of errors as here.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { search } from "./calls";
import { describeServers } from "./every-server";
import { assertRefused, type Refusal } from "./judged";
import { bytesOf } from "./raw-request";
import { send } from "./served-server";

const unreachable: Refusal = {
    status: 502,
    reason: "server-unreachable",
    message: "The server cannot be reached",
    headers: { "retry-after": "5" },
};
const gatewayError: Refusal = { status: 500, reason: "gateway-error", code: -32603, message: "Internal error" };

describeServers("An error", (on, { endpoint }) => {
    it(
        "says that the server cannot be reached",
        on(async (served) => {
            served.unreachable.add("orders.internal.contoso.example");
            assertRefused(served, await served.rpc("tools/call", search), unreachable);
        }),
    );

    it(
        "says that the server broke off",
        on(async (served) => {
            served.backend = (request) => request.socket.destroy();
            const reply = await served.rpc("tools/call", search);
            assertRefused(served, reply, { ...unreachable, forwarded: 1 });
            assert.equal(reply.record.traces[0]?.metadata.error, "forward-request BackendConnectionFailure");
        }),
    );

    it(
        "of the gateway says nothing",
        on(async (served) => {
            served.namedValues.set("session-key-current", "c2hvcnQ=");
            const headers: [string, string][] = [["Mcp-Session-Id", `a.1.${"x".repeat(43)}`]];
            const reply = await served.rpc("tools/call", search, { headers });
            assertRefused(served, reply, gatewayError);
            assert.equal(reply.record.traces[0]?.metadata.error, "set-variable ExpressionValueEvaluationFailure");
        }),
    );

    it(
        "is all that anybody gets who does not come from the edge",
        on(async (served) => {
            const before = served.records.length;
            const headers: [string, string][] = [
                ["Host", new URL(endpoint.url).host],
                ["Authorization", `Bearer ${await served.token()}`],
                ["X-MCP-Client-Address", "203.0.113.7"],
            ];
            const reply = await send(served.strangerPort, "POST", `/${endpoint.path}`, headers);
            while (served.records.length === before) await new Promise((resolve) => setImmediate(resolve));
            const record = served.records.at(-1);
            assert.equal(record?.traces[0]?.metadata.error, "ip-filter CallerIpNotAllowed");
            assert.equal(record.traces[0].metadata.reason, "not-the-edge");
            assert.equal(reply.status, 403);
            assert.deepEqual(JSON.parse(reply.text), {
                jsonrpc: "2.0",
                error: { code: 403, message: "Not allowed from this address" },
            });
            assert.equal(served.forwarded.length, 0);
        }),
    );

    it(
        "is none of the server when the client goes before it has its answer",
        on(async (served) => {
            const before = served.records.length;
            const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: search }));
            const client = connect(served.port, "127.0.0.1");
            served.backend = () => client.destroy();
            client.write(
                bytesOf({
                    line: `POST /${endpoint.path} HTTP/1.1`,
                    headers: [
                        `Host: ${new URL(endpoint.url).host}`,
                        `Authorization: Bearer ${await served.token()}`,
                        "Accept: application/json, text/event-stream",
                        "Content-Type: application/json",
                        `Content-Length: ${body.length}`,
                        "MCP-Protocol-Version: 2025-11-25",
                    ],
                    rest: body,
                }),
            );
            while (served.records.length === before) await new Promise((resolve) => setImmediate(resolve));
            const { reason, error } = served.records.at(-1)?.traces[0]?.metadata ?? {};
            assert.deepEqual([reason, error], ["client-gone", "forward-request ClientConnectionFailure"]);
        }),
    );
});
